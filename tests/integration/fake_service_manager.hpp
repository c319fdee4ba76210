// SPDX-License-Identifier: MIT
#pragma once

// A service manager that remembers what it was told, and keeps descriptors for the next daemon as systemd
// does.

#include "lanchat/net/open_socket.hpp"
#include "lanchat/service/systemd.hpp"

#include <fcntl.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <new>
#include <string>
#include <utility>
#include <vector>

namespace lanchat::integration {

/// From any thread.
class FakeServiceManager final : public service::ServiceManager {
 public:
  explicit FakeServiceManager(bool present = true) : present_(present) {}

  [[nodiscard]] bool present() const noexcept override { return present_; }

  [[nodiscard]] std::optional<std::chrono::microseconds> watchdog() const noexcept override {
    return interval;
  }

  void ready() override { tell("READY"); }

  void reloading() override { tell("RELOADING"); }

  void stopping(std::chrono::microseconds) override { tell("STOPPING"); }

  void status(std::string_view text) override { tell("STATUS=" + std::string(text)); }

  void alive() override { tell("WATCHDOG"); }

  [[nodiscard]] bool keep(int descriptor, const std::string& name) override {
    const std::scoped_lock lock(mutex_);
    kept_[name] = net::Descriptor(fcntl(descriptor, F_DUPFD_CLOEXEC, 0));
    return true;
  }

  void forget(const std::string& name) override {
    const std::scoped_lock lock(mutex_);
    kept_.erase(name);
  }

  void settle() override {}

  /// The next daemon gets `descriptor`, as from the socket unit `name`.
  void lend(const std::string& name, int descriptor) { lent_ = {{descriptor, name}}; }

  /// What the next daemon finds.
  [[nodiscard]] std::vector<service::InheritedDescriptor> hand_over() const {
    const std::scoped_lock lock(mutex_);
    std::vector<service::InheritedDescriptor> all;
    for (const auto& [descriptor, name] : lent_)
      all.push_back({fcntl(descriptor, F_DUPFD_CLOEXEC, 0), name});
    for (const auto& [name, descriptor] : kept_)
      all.push_back({fcntl(descriptor.value(), F_DUPFD_CLOEXEC, 0), name});
    return all;
  }

  [[nodiscard]] std::size_t kept() const {
    const std::scoped_lock lock(mutex_);
    return kept_.size();
  }

  [[nodiscard]] std::vector<std::string> told() const {
    const std::scoped_lock lock(mutex_);
    return told_;
  }

  [[nodiscard]] bool was_told(const std::string& what) const {
    const auto all = told();
    return std::ranges::any_of(all, [&what](const std::string& each) { return each.contains(what); });
  }

  /// The next time it is told something that begins with `what`, there is no memory.
  void fail_once(std::string what) {
    const std::scoped_lock lock(mutex_);
    failing_ = std::move(what);
  }

  std::optional<std::chrono::microseconds> interval;  ///< set before the daemon starts

 private:
  void tell(std::string what) {
    const std::scoped_lock lock(mutex_);
    if (failing_ && what.starts_with(*failing_)) {
      failing_.reset();
      throw std::bad_alloc();
    }
    told_.push_back(std::move(what));
  }

  bool present_;
  mutable std::mutex mutex_;
  std::vector<service::InheritedDescriptor> lent_;
  std::map<std::string, net::Descriptor> kept_;
  std::optional<std::string> failing_;
  std::vector<std::string> told_;
};

}  // namespace lanchat::integration
