// SPDX-License-Identifier: MIT
#pragma once

// systemd as the service manager: sd_notify(3), sd_listen_fds(3), sd_watchdog_enabled(3). What it says of
// this process comes from the environment: NOTIFY_SOCKET, LISTEN_FDS, WATCHDOG_USEC.
//
// The notification socket blocks when systemd does not read it, so only the main thread, which serves no
// client, may speak here.

#include "lanchat/service/service_manager.hpp"

#include <functional>
#include <vector>

namespace lanchat::service {

/// A descriptor that was open before this program began, close-on-exec. Whoever takes it closes it.
struct InheritedDescriptor {
  int descriptor = -1;
  std::string name;  ///< as keep() or the socket unit named it
};

/// What systemd handed over, in its order; once a process, for the variables that tell of it are removed.
[[nodiscard]] std::vector<InheritedDescriptor> take_inherited_descriptors();

class Systemd final : public ServiceManager {
 public:
  /// `failed` hears why systemd could not be told something, once until it works again.
  explicit Systemd(std::function<void(std::string reason)> failed);

  [[nodiscard]] bool present() const noexcept override { return present_; }

  [[nodiscard]] std::optional<std::chrono::microseconds> watchdog() const noexcept override {
    return watchdog_;
  }

  void ready() override;
  void reloading() override;
  void stopping(std::chrono::microseconds at_most) override;
  void status(std::string_view text) override;
  void alive() override;
  [[nodiscard]] bool keep(int descriptor, const std::string& name) override;
  void forget(const std::string& name) override;
  void settle() override;

 private:
  bool tell(const std::string& message, int descriptor = -1);
  bool heard(int result);

  std::function<void(std::string reason)> failed_;
  bool present_;
  bool failing_ = false;
  std::optional<std::chrono::microseconds> watchdog_;
};

}  // namespace lanchat::service
