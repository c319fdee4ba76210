// SPDX-License-Identifier: MIT
#include "lanchat/daemon/inheritance.hpp"

#include <string>
#include <utility>

namespace lanchat::daemon {

Inheritance::Inheritance(service::ServiceManager& manager,
                         const std::vector<service::InheritedDescriptor>& descriptors)
    : sockets(manager) {
  for (const auto& [number, name] : descriptors) {
    net::Descriptor descriptor(number);
    if (LastGood::is_name(name)) {
      last_good.take(std::move(descriptor), name);
      continue;
    }
    const auto taken = sockets.take(std::move(descriptor), name);
    if (taken) continue;
    complaints.push_back({logging::Level::warning,
                          "inherited_descriptor_refused",
                          "what was handed over as " + name + " is of no use: " + taken.error(),
                          {{"name", name}, {"reason", taken.error()}}});
  }
}

}  // namespace lanchat::daemon
