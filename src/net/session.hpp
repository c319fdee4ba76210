// SPDX-License-Identifier: MIT
#pragma once

// One TCP or unix client: waits, reads what is there, answers every whole message in it, writes all replies
// at once. Lives on one worker and is called there only. Every end goes through end(), with one reason.

#include "lanchat/async/deadline.hpp"
#include "lanchat/net/worker.hpp"
#include "lanchat/policy/policy.hpp"
#include "lanchat/protocol/close_reason.hpp"
#include "lanchat/protocol/decoder.hpp"
#include "lanchat/protocol/reply_order.hpp"

#include "net/input_buffer.hpp"
#include "net/lane.hpp"
#include "net/outbox.hpp"
#include "net/stream_socket.hpp"
#include "net/token_bucket.hpp"

#include <chrono>
#include <cstdint>
#include <exception>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lanchat::net {

class Session final : public policy::Conversation, private async::Deadline {
 public:
  Session(Worker& worker, std::shared_ptr<Lane> lane, NewClient client);
  ~Session() override;

  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  /// Serves the client until its end is decided.
  async::Routine run();
  /// Says the last words and closes. After run(), also when that ended by an exception; destroy the session
  /// then.
  async::Routine part();

  /// Lets the client go: what it is told is sent, then the connection closes. The first reason counts.
  void end(protocol::CloseReason reason);
  /// Answers what has arrived by now, then ends for `server_stopping`. A client that has only just connected
  /// and has said nothing yet is heard first.
  void finish();
  /// Ends at once, without further words.
  void cut();
  /// Gives back the memory it uses and ends: all clients together use too much, and this one is among those
  /// who use most. Between two steps of the session.
  void let_go() noexcept;
  /// An exception left run() or part(): the backstop that keeps it from the other sessions. Where the session
  /// has a reason to end already, that one counts.
  void fail(std::exception_ptr defect) noexcept;

  /// Sends `text` as a message of its own, unasked.
  void send(std::string_view text);
  /// Settles the place of a reply that was deferred. `done` is told whether the client was there: at once,
  /// or, of a client that has closed its sending half and may have closed all, when its side has taken the
  /// reply.
  void settle(policy::Recipient::Slot slot, std::optional<std::string> text, policy::Recipient::Done done);

  [[nodiscard]] std::string_view listener() const override { return lane_->options->name; }

  [[nodiscard]] std::string client() const override { return peer_.name(); }

  [[nodiscard]] std::uint64_t session() const override { return number_; }

  [[nodiscard]] policy::PendingReply defer() override;
  [[nodiscard]] std::shared_ptr<policy::Recipient> recipient() override;

  [[nodiscard]] ClientInfo info() const;

  /// Bytes of unfinished input, unsent output and held replies, as last counted in the budget.
  [[nodiscard]] std::size_t memory() const noexcept { return memory_; }

  /// Counts and logs the end, and tells the policy. Once, after run().
  void report_end();

 private:
  using Event = StreamSocket::Event;
  using Outcome = StreamSocket::Outcome;
  using Reason = protocol::CloseReason;

  /// What the loop does next.
  enum class Step : std::uint8_t {
    read,    ///< wait until there is something to read
    write,   ///< wait until the kernel takes more; meanwhile nothing is read: the back-pressure
    sleep,   ///< wait until somebody wakes the session: a deferred reply, a deadline, an end
    take,    ///< read without waiting: the server stops, and something had arrived
    answer,  ///< whole messages are left from the last turn
  };

  [[nodiscard]] std::optional<Step> next_step();
  void receive();
  void answer();
  void answer_message(const protocol::Message& message, std::string& replies);
  [[nodiscard]] bool must_pause(bool enough);
  [[nodiscard]] std::size_t most_at_once() const noexcept;

  [[nodiscard]] bool owes_replies() const noexcept { return deferred_ && !deferred_->order.empty(); }

  [[nodiscard]] bool owes_enough() const noexcept { return deferred_ && owes_too_much(); }

  [[nodiscard]] bool owes_too_much() const noexcept;
  void flush(std::string_view replies);
  void starve(Reason reason, async::Clock::time_point since, std::chrono::milliseconds most);
  void count_memory();
  void bound_output();
  void put(std::string_view text, protocol::Ending ending, std::string& replies);

  void read_what_has_arrived();
  void say_last_words();
  void discard_input();
  async::Routine acknowledged();
  void confirm(bool taken);
  void allow(std::chrono::milliseconds time);
  void end_if_hung_up();
  [[nodiscard]] bool says_nothing() const;
  [[nodiscard]] bool all_is_said() const;

  void watch(Step step);
  void expired() override;
  void wake();

  [[nodiscard]] const Limits& limits() const noexcept { return lane_->options->limits; }

  [[nodiscard]] Counters& counters() const noexcept { return lane_->counters; }

  void log_connected() const;

  static constexpr std::size_t unbounded = std::numeric_limits<std::size_t>::max();
  static constexpr async::Clock::time_point unset{};
  static constexpr std::chrono::milliseconds while_starved{10};

  /// What is needed once a policy has deferred a reply.
  struct Deferred {
    protocol::ReplyOrder order;
    std::vector<policy::Recipient::Done> unconfirmed;  ///< of replies sent after the end of the stream
  };

  // What each message touches comes first: a thousand busy clients do not fit in the processor's cache.
  Worker& worker_;
  std::shared_ptr<Lane> lane_;
  Admission::Ticket ticket_;  ///< before the socket, which is closed first
  StreamSocket socket_;
  protocol::Decoder decoder_;
  std::optional<Reason> reason_;      ///< set once, by end()
  std::optional<Reason> due_reason_;  ///< what an expired deadline means; none: go on after a pause
  protocol::Ending ending_ = protocol::Ending::none;  ///< of the message being answered, for defer()
  bool end_of_stream_ = false;
  bool paused_ = false;     ///< whole messages may be left in input_
  bool much_ = false;       ///< to do, in its last turn
  bool throttled_ = false;  ///< out of tokens until the deadline
  bool starved_ = false;    ///< the system had no memory for the socket; tried again at the deadline
  bool parting_ = false;
  bool cut_ = false;
  bool reported_ = false;
  bool reply_too_long_ = false;  ///< for the length header
  InputBuffer input_;
  std::uint64_t messages_ = 0;
  std::uint64_t bytes_in_ = 0;
  std::uint64_t bytes_out_ = 0;
  std::unique_ptr<Deferred> deferred_;
  std::unique_ptr<TokenBucket> bucket_;               ///< where there is a rate limit
  std::size_t still_to_read_ = unbounded;             ///< set by finish(): bytes that had arrived then
  async::Clock::time_point heard_out_until_ = unset;  ///< finish() was called before its first bytes came
  async::Clock::time_point stalled_ = unset;          ///< since when the kernel has taken nothing
  async::Clock::time_point unfinished_ = unset;       ///< when the unfinished message began
  std::size_t memory_ = 0;
  async::Clock::time_point active_;  ///< when bytes last moved; kept where there is an idle timeout
  Outbox outbox_;

  Peer peer_;
  std::uint64_t number_;
  std::chrono::system_clock::time_point since_;
  async::Clock::time_point started_;
  std::exception_ptr defect_;  ///< the first, for the log
};

}  // namespace lanchat::net
