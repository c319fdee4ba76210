// SPDX-License-Identifier: MIT
#pragma once

// The keys of one level as a Program_options description bound to the struct they fill. This is where a key
// is made: name, default, help, type and range in one place.

#include "lanchat/config/config.hpp"
#include "lanchat/config/keys.hpp"

#include <boost/program_options/options_description.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace lanchat::config {

class KeySet {
 public:
  /// A name that is there already stays what it is.
  void add(KeyDescription description, std::unique_ptr<boost::program_options::value_semantic> semantic);

  /// Null where there is no such key.
  [[nodiscard]] const boost::program_options::value_semantic* find(std::string_view name) const;

  [[nodiscard]] const std::vector<KeyDescription>& descriptions() const noexcept { return descriptions_; }

 private:
  boost::program_options::options_description options_;
  std::vector<KeyDescription> descriptions_;
};

/// The addresses of the listener `main` where nobody names one.
[[nodiscard]] std::vector<std::string> built_in_addresses();

/// The global keys, filling `config`, which must outlive them.
[[nodiscard]] KeySet global_keys(Config& config);

/// A listener's keys and those of all policies, filling `listener`, which must outlive them.
[[nodiscard]] KeySet listener_keys(net::ListenerOptions& listener);

}  // namespace lanchat::config
