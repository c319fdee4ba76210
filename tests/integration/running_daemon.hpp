// SPDX-License-Identifier: MIT
#pragma once

// A daemon in this process: its configuration in a folder of the test, its log as JSON in a pipe that the
// test reads, run() on a thread of its own.

#include "lanchat/daemon/daemon.hpp"

#include "integration/client.hpp"
#include "integration/fake_service_manager.hpp"
#include "integration/temporary_folder.hpp"

#include <boost/json.hpp>

#include <deque>
#include <expected>
#include <future>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace lanchat::integration {

class RunningDaemon {
 public:
  /// `configuration` may say {folder}. There is no control socket unless it says so.
  explicit RunningDaemon(std::string_view configuration);
  /// The same under a service manager, which outlives it, in `folder`, which may be shared with an earlier
  /// one. A wrong configuration is replaced by the last good one, if there is one.
  RunningDaemon(std::string_view configuration, FakeServiceManager& manager,
                std::shared_ptr<TemporaryFolder> folder = std::make_shared<TemporaryFolder>());
  /// Stops it if nobody has, without grace.
  ~RunningDaemon();

  RunningDaemon(const RunningDaemon&) = delete;
  RunningDaemon& operator=(const RunningDaemon&) = delete;

  [[nodiscard]] std::expected<void, std::vector<std::string>> try_start();
  /// Starts it and runs it.
  void start();

  void configure(std::string_view configuration);
  /// Writes `configuration` and lets the daemon read it. Gives `reloaded` or `reload_failed`.
  boost::json::object reload(std::string_view configuration);

  /// The first event of that name that was not taken yet; waits for it.
  boost::json::object take(std::string_view event);
  /// The names of all events so far, in their order, without those of clients.
  [[nodiscard]] std::vector<std::string> order();
  /// The address that the next `listening` tells of.
  net::BindAddress take_listening();

  /// Waits until run() has returned. False: it did not in time.
  [[nodiscard]] bool ended();
  /// Asks it to stop and waits.
  [[nodiscard]] bool stop();

  [[nodiscard]] daemon::Daemon& operator*() { return *daemon_; }

  [[nodiscard]] daemon::Daemon* operator->() { return &*daemon_; }

  [[nodiscard]] const TemporaryFolder& folder() const { return *folder_; }

 private:
  bool read_events();

  FakeServiceManager nobody_{false};
  std::shared_ptr<TemporaryFolder> folder_;
  net::Descriptor log_in_;
  net::Descriptor log_out_;
  std::string unread_;  ///< an unfinished line of the log
  std::vector<std::string> order_;
  std::deque<boost::json::object> events_;
  config::Sources sources_;
  std::vector<std::string> mistakes_;  ///< of a configuration that the last good one stands in for
  std::optional<logging::AsynchronousLog> log_;
  std::optional<daemon::Daemon> daemon_;
  std::thread runner_;
  std::future<void> running_;
};

[[nodiscard]] inline std::string text(const boost::json::object& event, std::string_view field) {
  return std::string(event.at(field).as_string());
}

}  // namespace lanchat::integration
