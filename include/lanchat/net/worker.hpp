// SPDX-License-Identifier: MIT
#pragma once

// One thread with its own io_context, and all sessions that live there. What sessions share and never at the
// same time (the read buffer, the reply buffer) is the worker's, so that an idle session owns no buffer.
//
// Unless said otherwise, call from the worker's own thread: post() gets there.

#include "lanchat/async/deadline.hpp"
#include "lanchat/async/mailbox.hpp"
#include "lanchat/async/reactor.hpp"
#include "lanchat/async/task_group.hpp"
#include "lanchat/async/turn_queue.hpp"
#include "lanchat/net/client_info.hpp"
#include "lanchat/net/counters.hpp"
#include "lanchat/net/environment.hpp"
#include "lanchat/net/listener_options.hpp"
#include "lanchat/net/open_socket.hpp"
#include "lanchat/net/peer.hpp"

#include <boost/asio/io_context.hpp>

#include <atomic>
#include <cstdint>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_map>
#include <vector>

namespace lanchat::net {

class Session;
struct Lane;

/// A client that was let in and is to be served.
struct NewClient {
  Descriptor descriptor;  ///< connected, non-blocking
  Peer peer;
  Admission::Ticket ticket;
  std::shared_ptr<const ListenerOptions> options;
};

class Worker {
 public:
  explicit Worker(Environment& environment);
  ~Worker();

  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  /// Starts the thread, which is called `worker-NUMBER` (ps -L, top -H). Call once, from the thread that made
  /// the worker.
  void start(unsigned number);

  /// Waits until the thread has ended; retire() ends it.
  void join();

  /// Between start() and join(); asked by who calls these.
  [[nodiscard]] bool running() const noexcept { return thread_.joinable(); }

  /// From any thread.
  void post(async::Mailbox::Work work) { mailbox_.post(std::move(work)); }

  void post(std::shared_ptr<async::Mailbox::Letter> letter) noexcept { mailbox_.post(std::move(letter)); }

  /// Clients here or on their way; from any thread.
  [[nodiscard]] std::uint32_t load() const noexcept { return load_; }

  /// Serves the client from now on.
  void serve(NewClient client);
  /// From any thread: counts the client at once and serves it in a later step.
  void hand_over(NewClient client);

  [[nodiscard]] std::vector<ClientInfo> clients() const;
  /// By listener name; a listener keeps its counters when a reload changes it.
  [[nodiscard]] std::map<std::string, Counters> counters() const;

  /// Lets the session go for `reason`. False: it is not here.
  bool disconnect(std::uint64_t session, protocol::CloseReason reason);
  /// Lets go, in an orderly way, every session of the listener `name`.
  void dismiss_listener(const std::string& name);
  /// Asks every session to answer what has arrived and to leave; `on_empty` is called when all have, and all
  /// tasks have ended.
  void finish(std::function<void()> on_empty);
  /// Ends what is left, and what still comes, without further words.
  void cut();
  /// Lets the thread end.
  void retire();

  /// The listener's policy and counters on this worker, made when first asked for.
  [[nodiscard]] std::shared_ptr<Lane> lane(const std::shared_ptr<const ListenerOptions>& options);
  /// A reload has replaced `options`: sessions that have their lane keep it, new ones get another.
  void forget_lane(const std::shared_ptr<const ListenerOptions>& options);

  /// `user`, between two of its steps, has come to use more memory: where all clients together use too much,
  /// those who use most are let go, here and on the other workers.
  void relieve_memory(Session& user);
  /// The same where the limit has been lowered.
  void relieve_memory();

  [[nodiscard]] Session* find(std::uint64_t session) noexcept;

  /// Shared memory for one step of one session or endpoint; never across a suspension.
  [[nodiscard]] std::span<char> read_buffer() noexcept { return read_buffer_; }

  [[nodiscard]] std::string& reply_buffer() noexcept { return reply_buffer_; }

  [[nodiscard]] async::Reactor& reactor() noexcept { return reactor_; }

  [[nodiscard]] async::DeadlineQueue& deadlines() noexcept { return deadlines_.queue(); }

  /// Where sessions with much to do wait for their turn.
  [[nodiscard]] async::TurnQueue& turns() noexcept { return turns_; }

  [[nodiscard]] async::TaskGroup& tasks() noexcept { return tasks_; }

  [[nodiscard]] Environment& environment() noexcept { return environment_; }

 private:
  void run();
  void log_defect(std::string_view message, const std::exception_ptr& failure) noexcept;
  void begin_session(NewClient client);
  [[nodiscard]] bool begin_relief();
  void let_largest_go() noexcept;
  async::Routine run_session(std::unique_ptr<Session> session);

  Environment& environment_;
  boost::asio::io_context context_{BOOST_ASIO_CONCURRENCY_HINT_UNSAFE};  ///< this thread's alone
  async::Reactor reactor_{context_};
  async::TurnQueue turns_{reactor_};
  policy::PolicyEnvironment policy_environment_;
  async::DeadlineTimer deadlines_;
  std::map<std::string, Counters> counters_;
  std::map<std::shared_ptr<const ListenerOptions>, std::shared_ptr<Lane>> lanes_;
  std::unordered_map<std::uint64_t, Session*> sessions_;  ///< each removes itself when it ends
  std::unique_ptr<char[]> read_memory_;
  std::span<char> read_buffer_;
  std::string reply_buffer_;
  std::atomic<std::uint32_t> load_{0};
  bool finishing_ = false;
  bool cutting_ = false;
  async::TaskGroup tasks_;
  async::Mailbox mailbox_;  ///< after all that what waits in it may refer to
  std::thread thread_;
};

}  // namespace lanchat::net
