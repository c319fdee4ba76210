// SPDX-License-Identifier: MIT
#pragma once

// What a daemon may tell the service manager that started it, as an interface: `service` has the one that
// speaks to systemd, tests one that collects. What is kept there outlives this process: systemd gives it to
// the next one.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace lanchat::service {

/// Called on the main thread only. Without a service manager every call does nothing.
class ServiceManager {
 public:
  virtual ~ServiceManager() = default;

  /// Whether there is one that listens.
  [[nodiscard]] virtual bool present() const noexcept = 0;

  /// alive() must be called at least this often, or this process is killed; nothing: there is no watchdog.
  [[nodiscard]] virtual std::optional<std::chrono::microseconds> watchdog() const noexcept = 0;

  /// The start, or a reload, is over and clients are served.
  virtual void ready() = 0;
  virtual void reloading() = 0;
  /// A stop has begun; it is not to be cut short within `at_most`.
  virtual void stopping(std::chrono::microseconds at_most) = 0;
  /// One line for `systemctl status`; control characters in it become blanks.
  virtual void status(std::string_view text) = 0;
  virtual void alive() = 0;

  /// Keeps a duplicate of `descriptor` under `name` for the next process (sd_notify(3), FDSTORE): printable
  /// ASCII without a colon, at most 255 bytes. False: it could not be handed over.
  [[nodiscard]] virtual bool keep(int descriptor, const std::string& name) = 0;
  /// Gives up what is kept under `name`.
  virtual void forget(const std::string& name) = 0;
  /// Returns when everything told so far has been acted on, or after a few seconds.
  virtual void settle() = 0;
};

}  // namespace lanchat::service
