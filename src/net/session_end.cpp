// SPDX-License-Identifier: MIT
// How a session is steered from outside and how it ends. The loop is in session.cpp.
#include "lanchat/async/defect.hpp"
#include "lanchat/async/pause.hpp"

#include "net/session.hpp"
#include "net/session_recipient.hpp"

#include <optional>
#include <utility>

namespace lanchat::net {
namespace {

using protocol::CloseReason;

// How long a client that goes on sending is listened to after the last words: closing while
// input is unread resets the connection and can destroy the last words on their way (RFC 1122, 4.2.2.13).
constexpr auto linger = std::chrono::seconds{2};

// A client that has only just connected is about to speak, and knows of no stop.
constexpr auto first_words = std::chrono::milliseconds{250};

}  // namespace

void Session::end(CloseReason reason) {
  if (reason_) return;
  reason_ = reason;
  wake();
}

void Session::finish() {
  if (still_to_read_ != unbounded || heard_out_until_ != unset) return;
  const auto until = started_ + first_words;
  if (bytes_in_ == 0 && async::Clock::now() < until) {
    heard_out_until_ = until;
  } else {
    read_what_has_arrived();
  }
  wake();
}

void Session::read_what_has_arrived() {
  still_to_read_ = socket_.unread();
  heard_out_until_ = unset;
}

void Session::cut() {
  cut_ = true;
  end(CloseReason::server_stopping);
  wake();
}

// The outbox may begin in the middle of a reply: no words can follow, and a reset tells that it was cut.
void Session::let_go() noexcept {
  end(CloseReason::memory_limit);
  if (!outbox_.empty()) {
    cut_ = true;
    socket_.reset_when_closed();
  }
  input_.clear();
  outbox_.clear();
  if (deferred_) deferred_->order.clear();
  count_memory();
  wake();
}

void Session::fail(std::exception_ptr defect) noexcept {
  if (!defect_) defect_ = std::move(defect);
  if (!reason_) reason_ = CloseReason::internal_error;
  input_.clear();
  count_memory();
  wake();
}

void Session::send(std::string_view text) {
  if (reason_) return;
  std::string& replies = worker_.reply_buffer();
  replies.clear();
  put(text, protocol::default_ending(lane_->options->framing.framing), replies);
  flush(replies);
  bound_output();
  wake();
  count_memory();
}

void Session::settle(policy::Recipient::Slot slot, std::optional<std::string> text,
                     policy::Recipient::Done done) {
  std::string& replies = worker_.reply_buffer();
  replies.clear();
  const auto release = [&](const std::string& payload, protocol::Ending ending) {
    put(payload, ending, replies);
  };
  if (!reason_ && deferred_) {
    if (limits().idle_timeout.count() != 0) active_ = async::Clock::now();  // until now it waited for us
    deferred_->order.settle(slot, std::move(text), release);
    flush(replies);
    bound_output();
    wake();
    count_memory();
  }
  if (reason_ || !end_of_stream_) return done(!reason_);
  if (!deferred_) deferred_ = std::make_unique<Deferred>();
  deferred_->unconfirmed.push_back(std::move(done));
}

void Session::put(std::string_view text, protocol::Ending ending, std::string& replies) {
  if (reason_) return;
  if (lane_->encoder.append(replies, text, ending)) {
    ++counters().replies;
  } else {
    reply_too_long_ = true;
    end(CloseReason::message_too_long);
  }
}

policy::PendingReply Session::defer() {
  if (!deferred_) deferred_ = std::make_unique<Deferred>();
  return {recipient(), deferred_->order.reserve(ending_)};
}

std::shared_ptr<policy::Recipient> Session::recipient() {
  return std::make_shared<SessionRecipient>(worker_, number_);
}

async::Routine Session::part() {
  parting_ = true;
  clear_deadline();
  if (much_) co_await worker_.turns().next();  // many may be let go at once
  say_last_words();
  async::Pause pause(worker_.deadlines());
  if (!outbox_.empty()) allow(limits().write_timeout);
  while (!cut_ && !outbox_.empty()) {
    if (std::exchange(starved_, false)) {
      socket_.rest();
      co_await pause.until(async::Clock::now() + while_starved);
      continue;
    }
    const bool writable = co_await socket_.wait(Event::write);
    if (writable) flush({});
    if (!starved_) allow(limits().write_timeout);
    count_memory();
  }
  bool listen_on = !cut_ && !end_of_stream_ && !all_is_said();
  socket_.end_output();
  const bool awaited = deferred_ && !deferred_->unconfirmed.empty();
  if (listen_on || awaited) allow(linger);
  if (listen_on && says_nothing()) {  // replies on their way are all that a reset could destroy
    co_await acknowledged();
    listen_on = !all_is_said();
  }
  while (listen_on && !cut_ && !end_of_stream_) {
    if (std::exchange(starved_, false)) {
      socket_.rest();
      co_await pause.until(async::Clock::now() + while_starved);
      continue;
    }
    const bool readable = co_await socket_.wait(Event::read);
    if (readable) discard_input();
  }
  if (awaited) {
    if (!cut_) co_await acknowledged();
    confirm(!cut_ && !socket_.failed());
  }
  clear_deadline();
  if (!end_of_stream_) socket_.end();
}

// Tells those who wait to hear what has become of their replies.
void Session::confirm(bool taken) {
  for (policy::Recipient::Done& done : std::exchange(deferred_->unconfirmed, {}))
    done(taken);
}

// Until the other side's system has acknowledged everything, or has reset the connection because nobody is
// there any more. No event tells of either once both halves are closed (poll(2) reports a hang-up at once),
// so it is asked for.
async::Routine Session::acknowledged() {
  constexpr std::chrono::milliseconds between{5};
  async::Pause pause(worker_.deadlines());
  socket_.rest();
  while (!cut_ && !socket_.all_is_taken())
    co_await pause.until(async::Clock::now() + between);
}

// The next step of parting may take so long; 0 is without limit.
void Session::allow(std::chrono::milliseconds time) {
  clear_deadline();
  if (time.count() != 0) expire_at(async::Clock::now() + time);
}

bool Session::says_nothing() const {
  return explain(*reason_, 0).empty() && !reply_too_long_;
}

// Whether closing can destroy nothing: no words were said, the other side has taken every reply, and nothing
// of its is unread, which would turn the close into a reset.
bool Session::all_is_said() const {
  return says_nothing() && socket_.all_is_taken() && socket_.unread() == 0;
}

void Session::end_if_hung_up() {
  if (socket_.hung_up()) end(socket_.failed() ? CloseReason::client_reset : CloseReason::client_closed);
}

void Session::say_last_words() {
  if (cut_) return;
  const auto& options = *lane_->options;
  switch (*reason_) {
    case CloseReason::client_reset:
    case CloseReason::write_timeout:
    case CloseReason::pending_output_full:
      cut_ = true;  // nothing more can reach it
      return;
    default:
      break;
  }
  const std::string why = reply_too_long_
                              ? "reply longer than " + std::to_string(lane_->encoder.max_payload()) + " bytes"
                              : explain(*reason_, options.framing.max_message_size);
  if (why.empty()) return;
  std::string words;
  if (lane_->encoder.append(words, "error: " + why, protocol::default_ending(options.framing.framing)))
    flush(words);
}

void Session::discard_input() {
  const Outcome outcome = socket_.receive(worker_.read_buffer()).outcome;
  starved_ = outcome == Outcome::starved;
  if (outcome == Outcome::ended || outcome == Outcome::failed) end_of_stream_ = true;
}

ClientInfo Session::info() const {
  return {number_, lane_->options->name, client(), since_, messages_, bytes_in_, bytes_out_, outbox_.size()};
}

void Session::log_connected() const {
  logging::EventLog& log = worker_.environment().log;
  if (!log.enabled(logging::Level::debug)) return;
  log.write({logging::Level::debug,
             "client_connected",
             "client " + client() + " connected",
             {{"listener", lane_->options->name}, {"client", client()}, {"session", number_}}});
}

void Session::report_end() {
  const CloseReason reason = reason_.value_or(CloseReason::internal_error);
  ++counters().closed[static_cast<std::size_t>(reason)];
  reported_ = true;
  if (messages_ != 0) lane_->policy->on_leave(number_);
  logging::EventLog& log = worker_.environment().log;
  const auto now = async::Clock::now();
  auto level = defect_ ? logging::Level::error : logging::Level::debug;
  std::optional<std::uint64_t> suppressed;
  if (reason == CloseReason::memory_limit && !defect_) {  // somebody may have to raise it
    suppressed = lane_->let_go.admit(now);
    if (suppressed) level = logging::Level::warning;
  }
  if (!log.enabled(level)) return;
  const auto lasted = std::chrono::duration_cast<std::chrono::milliseconds>(now - started_);
  logging::Event event{level,
                       "client_disconnected",
                       "client " + client() + " disconnected: " + std::string(to_string(reason)),
                       {{"listener", lane_->options->name},
                        {"client", client()},
                        {"session", number_},
                        {"reason", std::string(to_string(reason))},
                        {"messages", messages_},
                        {"bytes_in", bytes_in_},
                        {"bytes_out", bytes_out_},
                        {"duration_ms", std::int64_t{lasted.count()}}}};
  if (defect_) event.fields.push_back({"error", async::describe(defect_)});
  if (suppressed.value_or(0) != 0) event.fields.push_back({"suppressed", *suppressed});
  log.write(std::move(event));
}

}  // namespace lanchat::net
