// SPDX-License-Identifier: MIT
#include "lanchat/daemon/last_good.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <string>
#include <utility>

namespace lanchat::daemon {
namespace {

// memfd_create(2). The name is for /proc.
net::Descriptor memory_file(std::string_view text) {
  net::Descriptor file(memfd_create("lanchat-configuration", MFD_CLOEXEC));
  const auto size = static_cast<ssize_t>(text.size());
  if (file.value() >= 0 && pwrite(file.value(), text.data(), text.size(), 0) != size)
    return net::Descriptor();
  return file;
}

std::optional<config::Config> load_from(const net::Descriptor& file) {
  if (file.value() < 0) return std::nullopt;
  const std::string path = "/proc/self/fd/" + std::to_string(file.value());
  auto loaded = config::load({.file = path, .overrides = {}, .default_file = {}});
  if (!loaded) return std::nullopt;
  return std::move(*loaded);
}

}  // namespace

void LastGood::take(net::Descriptor memory) noexcept {
  memory_ = std::move(memory);
}

std::optional<config::Config> LastGood::load() const {
  return load_from(memory_);
}

// The files may have changed since they were read: what does not give the same again is not kept. A new file
// each time, so that there is never half of one.
void LastGood::save(const config::Sources& sources, const config::Config& config,
                    service::ServiceManager& manager) {
  if (!manager.present() || config::load(sources) != config) return;
  net::Descriptor fresh = memory_file(config::print(sources));
  if (load_from(fresh) != config) return;
  if (memory_.value() >= 0) manager.forget(std::string(name));
  memory_ = std::move(fresh);
  if (!manager.keep(memory_.value(), std::string(name))) memory_ = net::Descriptor();
}

}  // namespace lanchat::daemon
