// SPDX-License-Identifier: MIT
#pragma once

// One conversation over one wire: sends what a source has while it takes what the server says, and keeps
// count. Sender and receiver run side by side, so neither end can block the other. Knows no sockets and no
// terminal.

#include "lanchat/async/deadline.hpp"
#include "lanchat/async/task_group.hpp"

#include "client/alarm.hpp"
#include "client/exit_status.hpp"
#include "client/ledger.hpp"
#include "client/message_source.hpp"
#include "client/reply_sink.hpp"
#include "client/wakeup.hpp"
#include "client/wire.hpp"

#include <chrono>
#include <cstdint>
#include <exception>
#include <limits>
#include <optional>
#include <string>

namespace lanchat::client {

struct ExchangeOptions {
  std::uint64_t count = 1;                                           ///< so often each message is sent
  std::uint64_t window = std::numeric_limits<std::uint64_t>::max();  ///< messages under way at once
  std::chrono::milliseconds reply_timeout{0};  ///< for the next reply while any is waited for; 0: none
  bool replies_may_be_lost = false;  ///< a timeout gives up what is under way; the second in silence ends all
  bool patient = false;              ///< not even that one does

  /// So long a message that begins with `error: ` is held back: if the server closes by then, it was no reply
  /// but its last word. 0: never held back.
  std::chrono::milliseconds last_word_grace{0};
};

/// How a conversation went. Without a failure, every reply came.
struct Outcome {
  std::optional<Failure> failure;
  std::uint64_t sent = 0;
  std::uint64_t missing = 0;

  void add(Outcome other);
};

/// Outlived by all it is given; run() once.
class Exchange {
 public:
  Exchange(async::Executor executor, async::DeadlineQueue& deadlines, const ExchangeOptions& options,
           Wire& wire, MessageSource& source, ReplySink& sink);

  /// Ends when the source has and every reply has come, or when it cannot go on.
  [[nodiscard]] async::Task<Outcome> run();

  /// Ends run() now; what is not there yet is missing.
  void stop();

 private:
  async::Task<> send();
  async::Task<> receive();
  async::Task<bool> flush();
  void take_replies();
  void accept(std::string_view message);
  void release_held();
  void restart_clock();
  void reply_timed_out();
  void server_closed(const boost::system::error_code& error);
  void finish_if_done();
  void finish(std::optional<Failure> failure);

  async::Executor executor_;
  ExchangeOptions options_;
  Wire& wire_;
  MessageSource& source_;
  ReplySink& sink_;
  Ledger ledger_;
  Wakeup room_;  ///< for the sender: a reply came
  Wakeup sender_ended_;
  Alarm reply_due_;
  Alarm held_due_;
  Alarm gone_due_;
  std::optional<std::string> held_;     ///< may be the server's last word
  std::optional<Failure> server_gone_;  ///< after every reply, so it matters only if there is more to send
  std::uint64_t answered_at_timeout_ = std::numeric_limits<std::uint64_t>::max();
  bool source_ended_ = false;
  bool finished_ = false;
  std::optional<Failure> failure_;
  std::exception_ptr defect_;
  async::TaskGroup sender_;
};

}  // namespace lanchat::client
