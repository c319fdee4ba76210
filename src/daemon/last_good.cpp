// SPDX-License-Identifier: MIT
#include "lanchat/daemon/last_good.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <string>
#include <string_view>
#include <utility>

namespace lanchat::daemon {
namespace {

// Two, so that the new one is kept before the old one is forgotten.
constexpr std::string_view one_name = "configuration-1";
constexpr std::string_view other_name = "configuration-2";

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

bool LastGood::is_name(std::string_view name) noexcept {
  return name == one_name || name == other_name;
}

void LastGood::take(net::Descriptor memory, std::string name) noexcept {
  if (!name_.empty()) return;  // the newest comes first
  memory_ = std::move(memory);
  name_ = std::move(name);
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
  const std::string name(name_ == one_name ? other_name : one_name);
  manager.forget(name);  // a process that was killed half-way may have left two
  if (!manager.keep(fresh.value(), name)) return;
  if (!name_.empty()) manager.forget(name_);
  memory_ = std::move(fresh);
  name_ = name;
}

}  // namespace lanchat::daemon
