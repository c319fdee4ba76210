// SPDX-License-Identifier: MIT
#pragma once

// The root: builds everything, passes it down, and spells out the order of starting, reloading and stopping.
// One main thread (signals, control socket, reload) beside the workers.

#include "lanchat/async/deadline.hpp"
#include "lanchat/async/kept_memory.hpp"
#include "lanchat/async/task_group.hpp"
#include "lanchat/config/config.hpp"
#include "lanchat/control/control_server.hpp"
#include "lanchat/control/operator_desk.hpp"
#include "lanchat/control/steering.hpp"
#include "lanchat/daemon/inheritance.hpp"
#include "lanchat/daemon/listeners.hpp"
#include "lanchat/logging/asynchronous_log.hpp"
#include "lanchat/net/environment.hpp"
#include "lanchat/net/worker.hpp"
#include "lanchat/service/service_manager.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstdint>
#include <exception>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace lanchat::daemon {

class Watchdog;

class Daemon final : private control::Steering {
 public:
  /// `sources` is where `config` came from and a reload reads again. `log` and `manager`, which is told how
  /// the daemon is, outlive it.
  Daemon(config::Config config, config::Sources sources, logging::AsynchronousLog& log,
         service::ServiceManager& manager, Inheritance inheritance);
  /// Where run() did not end by itself, clients are cut.
  ~Daemon() override;

  Daemon(const Daemon&) = delete;
  Daemon& operator=(const Daemon&) = delete;

  /// Opens every address and logs `ready`. `mistakes` are what is wrong with `sources` where the
  /// configuration is the last good one instead, which is also taken where an address cannot be opened.
  /// Error: one sentence a failed address; nothing is left open then.
  [[nodiscard]] std::expected<void, std::vector<std::string>> start(std::vector<std::string> mistakes = {});

  /// SIGTERM and SIGINT stop, SIGHUP reloads, SIGUSR1 logs the statistics. Call before run().
  void obey_signals();

  /// Serves until a stop was requested and everything has ended. Call once, after start(). Throws what has
  /// kept a reload or a stop from being done whole; a lack of memory elsewhere costs what met it, and is
  /// logged.
  void run();

  // These may be called from any thread while run() does its work.

  /// Stops taking clients, answers what has arrived, and lets run() return. A second request does not wait
  /// for the grace to pass. `reason` is for the log.
  void request_stop(std::string reason);
  void request_reload();
  void request_statistics();

  /// Open addresses as bind URIs with the real ports. After start(), before run(); or on the main context.
  [[nodiscard]] std::vector<net::BindAddress> addresses() const { return listeners_.addresses(); }

 private:
  using Timer = boost::asio::basic_waitable_timer<async::Clock, boost::asio::wait_traits<async::Clock>,
                                                  async::Executor>;

  void fit_to_descriptor_limit();
  void wait_for_signal();
  async::Task<> whole(async::Task<> change);
  void give_up(std::exception_ptr failure) noexcept;
  void log_defect(const std::exception_ptr& failure) noexcept;
  void start_workers();
  void retire_workers();
  [[nodiscard]] std::expected<void, std::vector<std::string>> open_listeners();
  void fall_back(std::vector<std::string> mistakes);
  void use_instead(config::Config last_good, std::vector<std::string> mistakes);

  async::Task<> stop(std::string reason);
  async::Task<> finish_sessions();
  async::Task<> close_control();
  async::Task<> reload_and_log();
  async::Task<control::ReloadResult> change();
  void tell(const control::ReloadResult& result);
  async::Task<> log_statistics();
  async::Task<> keep_status_current();
  [[nodiscard]] std::string status_line(double messages_a_second) const;
  void accept(config::Config config, std::vector<std::string>& changes);

  async::Task<control::Status> status() override;
  async::Task<std::vector<control::ClientRow>> clients() override;
  async::Task<std::vector<control::Counter>> statistics() override;
  async::Task<control::ReloadResult> reload() override;
  void set_log_level(logging::Level level, std::optional<std::chrono::milliseconds> duration) override;
  async::Task<std::vector<std::uint64_t>> disconnect(std::vector<std::uint64_t> sessions) override;
  async::Task<std::map<std::string, net::Counters>> counters_by_listener();
  async::Task<net::Counters> all_counters();

  config::Config config_;
  config::Sources sources_;
  logging::AsynchronousLog& log_;
  service::ServiceManager& manager_;
  SocketStore store_;
  LastGood last_good_;
  async::Clock::time_point started_ = async::Clock::now();

  // Before the main context: what still waits there may hold replies, which go to a worker when they are
  // destroyed.
  net::Admission admission_;
  net::MemoryBudget memory_;
  net::Environment environment_;
  std::vector<std::unique_ptr<net::Worker>> workers_;

  boost::asio::io_context context_{1};
  boost::asio::executor_work_guard<async::Executor> work_;
  async::TaskGroup tasks_;
  boost::asio::basic_signal_set<async::Executor> signals_;
  std::shared_ptr<async::KeptMemory> signal_memory_ = std::make_shared<async::KeptMemory>();
  Timer grace_;        ///< of a stop; cancelled when the last worker has finished
  Timer level_back_;   ///< ends a temporary log level
  Timer change_turn_;  ///< cancelled when a change of the listeners has ended and the next may begin

  Timer status_turn_;  ///< until the service manager is told the next status; cancelled when there is news
  std::unique_ptr<Watchdog> watchdog_;

  control::OperatorDesk desk_;
  Listeners listeners_;
  control::ControlServer control_;

  std::vector<std::string> reload_mistakes_;  ///< of the last reload; empty: it was accepted
  std::exception_ptr failure_;  ///< of a start, a reload or a stop that is half done: run() ends by it
  bool half_changed_ = false;   ///< a reload has begun to change addresses and cannot go back
  bool changing_ = false;       ///< listeners are being opened, changed or closed: one at a time
  bool stopping_ = false;
  bool hurried_ = false;  ///< stopping without grace
};

}  // namespace lanchat::daemon
