// SPDX-License-Identifier: MIT
#include "net/session.hpp"

#include "net/session_recipient.hpp"

#include <algorithm>
#include <exception>
#include <span>
#include <utility>

namespace lanchat::net {
namespace {

using protocol::CloseReason;

// What a session may do in one turn, for the others on its worker wait as long: bytes to read, bytes of
// replies, messages. What is left is for its next turn.
constexpr std::size_t turn_bytes = 128 * 1024;
constexpr std::uint64_t turn_messages = 1'000;

// Who reads more at once waits for its next turn behind those who read less.
constexpr std::size_t little = 8 * 1024;

// Of those who wait for their turn: fewer than epoll_wait(2) tells Asio of at once.
constexpr std::size_t many = 64;

// The buffer of a larger batch, which took a larger message, is not kept for the next.
constexpr std::size_t largest_kept = 1024 * 1024;

// Deferred replies one client may have; what it sends beyond them waits in the kernel.
constexpr std::size_t most_deferred = 64;

}  // namespace

Session::Session(Worker& worker, std::shared_ptr<Lane> lane, NewClient client)
    : Deadline(worker.deadlines()),
      worker_(worker),
      lane_(std::move(lane)),
      ticket_(std::move(client.ticket)),
      socket_(worker.reactor(), std::move(client.descriptor)),
      decoder_(lane_->options->framing),
      active_(async::Clock::now()),
      peer_(client.peer),
      number_(++worker.environment().last_session),
      since_(std::chrono::system_clock::now()),
      started_(active_) {
  if (const auto rate = limits().rate_limit; rate != 0)
    bucket_ = std::make_unique<TokenBucket>(rate, started_);
  ++counters().clients;
  ++counters().accepted;
}

Session::~Session() {
  // It never ran: there was no memory for its place or its task.
  if (!reported_) ++counters().closed[static_cast<std::size_t>(CloseReason::internal_error)];
  worker_.environment().memory.change(memory_, 0);
  --counters().clients;
}

async::Routine Session::run() {
  log_connected();
  while (const auto step = next_step()) {
    if (*step <= Step::sleep) {
      watch(*step);
      const bool woken = !co_await socket_.wait(*step == Step::read    ? Event::read
                                                : *step == Step::write ? Event::write
                                                                       : Event::hang_up);
      if (woken) continue;
      if (*step == Step::sleep) end_if_hung_up();
      if (reason_) break;
    }
    if (much_ && *step != Step::sleep) {
      due_reason_.reset();                                 // the others keep it waiting now
      if (worker_.turns().size() >= many) socket_.rest();  // or each look at what is ready finds it again
      co_await worker_.turns().next();
      if (next_step() != step) continue;
    }
    if (*step == Step::write) {
      flush({});
    } else if (*step != Step::sleep) {
      if (*step != Step::answer) receive();
      answer();
    }
    count_memory();
  }
}

// Last in a step: the session itself may be let go.
void Session::count_memory() {
  const std::size_t now =
      input_.memory() + outbox_.memory() + (deferred_ ? deferred_->order.memory() : std::size_t{0});
  if (now == memory_) return;
  worker_.environment().memory.change(memory_, now);
  const bool more = now > memory_;
  memory_ = now;
  if (more) worker_.relieve_memory(*this);
}

std::optional<Session::Step> Session::next_step() {
  if (reason_) return std::nullopt;
  if (starved_) return Step::sleep;
  if (!outbox_.empty()) return Step::write;
  if (throttled_ || owes_enough()) return Step::sleep;
  if (paused_) return Step::answer;
  if (end_of_stream_ || still_to_read_ == 0) {
    if (owes_replies()) return Step::sleep;
    end(end_of_stream_ ? CloseReason::client_closed : CloseReason::server_stopping);
    return std::nullopt;
  }
  return still_to_read_ != unbounded ? Step::take : Step::read;
}

void Session::receive() {
  std::span<char> room = input_.prepare(worker_.read_buffer(), decoder_.expected_size(input_.view()));
  room = room.first(std::min({room.size(), still_to_read_, turn_bytes}));
  const auto [size, outcome] = socket_.receive(room);
  input_.commit(size);
  if (outcome == Outcome::starved) {
    if (!input_.empty() && limits().message_timeout.count() != 0)  // as in watch()
      return starve(CloseReason::message_timeout, unfinished_, limits().message_timeout);
    return starve(CloseReason::idle_timeout, owes_replies() ? unset : active_, limits().idle_timeout);
  }
  bytes_in_ += size;
  counters().bytes_in += size;
  much_ = size > little;
  if (still_to_read_ != unbounded) still_to_read_ -= outcome == Outcome::moved ? size : still_to_read_;
  if (heard_out_until_ != unset && size != 0) read_what_has_arrived();
  if (limits().idle_timeout.count() != 0) active_ = async::Clock::now();
  if (outcome == Outcome::ended) end_of_stream_ = true;
  if (outcome == Outcome::failed) end(CloseReason::client_reset);
}

void Session::answer() {
  std::string& replies = worker_.reply_buffer();
  replies.clear();
  const std::size_t most = most_at_once();
  const std::uint64_t last = messages_ + turn_messages;
  paused_ = false;
  while (!reason_ && !input_.empty()) {
    auto found = decoder_.next(input_.view());
    if (found && !found->whole() && end_of_stream_) found = decoder_.finish(input_.view());
    if (!found) end(found.error());
    if (!found || !found->whole()) break;
    paused_ = must_pause(replies.size() >= most || messages_ == last);
    if (paused_) break;
    answer_message(found->message, replies);
    input_.consume(found->consumed);
    unfinished_ = unset;
  }
  input_.settle();
  flush(replies);
  if (replies.capacity() > largest_kept) std::string().swap(replies);
}

inline void Session::answer_message(const protocol::Message& message, std::string& replies) {
  ++messages_;
  ++counters().messages;
  ending_ = message.ending;
  const std::size_t mark = lane_->encoder.begin(replies);
  const std::size_t payload = replies.size();
  policy::Outcome outcome = policy::Outcome::silent;
  try {
    outcome = lane_->policy->on_message(message.payload, *this, replies);
  } catch (const std::exception&) {  // what was answered before it still goes out
    defect_ = std::current_exception();
    end(CloseReason::internal_error);
  }
  if (outcome != policy::Outcome::reply) {
    replies.resize(mark);
    return;
  }
  if (owes_replies()) {  // an earlier message still waits for its own
    deferred_->order.push(replies.substr(payload), message.ending);
    replies.resize(mark);
    return;
  }
  if (lane_->encoder.end(replies, mark, message.ending)) {
    ++counters().replies;
  } else {
    reply_too_long_ = true;
    end(CloseReason::message_too_long);
  }
}

inline bool Session::must_pause(bool enough) {
  much_ = much_ || enough;
  if (enough || owes_enough()) return true;
  throttled_ = bucket_ && !bucket_->take(async::Clock::now());
  return throttled_;
}

std::size_t Session::most_at_once() const noexcept {
  const std::uint64_t pending = limits().max_pending_output;
  return pending != 0 && pending < turn_bytes ? static_cast<std::size_t>(pending) : turn_bytes;
}

// Deferred replies, or bytes held back behind them, as many as one client may have.
bool Session::owes_too_much() const noexcept {
  return deferred_->order.size() >= most_deferred || deferred_->order.held_bytes() >= most_at_once();
}

void Session::flush(std::string_view replies) {
  const bool queued = !outbox_.empty();
  if (queued) outbox_.append(replies);
  const std::string_view bytes = queued ? outbox_.view() : replies;
  if (bytes.empty()) return;
  const auto [size, outcome] = socket_.send(bytes);
  if (outcome == Outcome::failed) {
    cut_ = true;
    return end(CloseReason::client_reset);
  }
  if (outcome == Outcome::starved) starve(CloseReason::write_timeout, stalled_, limits().write_timeout);
  bytes_out_ += size;
  counters().bytes_out += size;
  if (size != 0) stalled_ = unset;
  if (limits().idle_timeout.count() != 0) active_ = async::Clock::now();
  if (queued) {
    outbox_.sent(size);
  } else if (size < bytes.size()) {
    try {
      outbox_.append(bytes.substr(size));
    } catch (...) {  // no memory: nothing can follow half a reply, and a reset tells that it was cut
      cut_ = true;
      socket_.reset_when_closed();
      end(CloseReason::internal_error);
      throw;
    }
  }
}

// Tried again after a pause, which is too short for any deadline: so that is looked at here.
void Session::starve(Reason reason, async::Clock::time_point since, std::chrono::milliseconds most) {
  starved_ = true;
  if (most.count() != 0 && since != unset && async::Clock::now() >= since + most) end(reason);
}

// For what comes whether or not the client reads. Replies to what was just read need it not: must_pause()
// bounds them, and nothing more is read until they have gone.
void Session::bound_output() {
  const std::uint64_t most = limits().max_pending_output;
  if (most != 0 && outbox_.size() > most) end(CloseReason::pending_output_full);
}

void Session::watch(Step step) {
  const auto now = async::Clock::now;
  due_reason_.reset();
  if (step != Step::read && !starved_)
    unfinished_ = unset;  // the client cannot be blamed while it is not read from
  if (step == Step::write && limits().write_timeout.count() != 0) {
    if (stalled_ == unset) stalled_ = now();
    due_reason_ = CloseReason::write_timeout;
    return expire_at(stalled_ + limits().write_timeout);
  }
  if (step == Step::sleep && starved_) return expire_at(now() + while_starved);
  if (step == Step::sleep && throttled_) return expire_at(bucket_->next());
  if (step == Step::read && heard_out_until_ != unset) return expire_at(heard_out_until_);
  if (step == Step::read && !input_.empty() && limits().message_timeout.count() != 0) {
    if (unfinished_ == unset) unfinished_ = now();
    due_reason_ = CloseReason::message_timeout;
    return expire_at(unfinished_ + limits().message_timeout);
  }
  if (step == Step::read && !owes_replies() && limits().idle_timeout.count() != 0) {
    due_reason_ = CloseReason::idle_timeout;
    return expire_at(active_ + limits().idle_timeout);
  }
  clear_deadline();
}

void Session::expired() {
  if (parting_) {
    cut_ = true;
  } else if (due_reason_) {
    end(*due_reason_);
  } else if (heard_out_until_ != unset && !starved_) {
    read_what_has_arrived();
  }
  throttled_ = false;
  starved_ = false;
  wake();
}

void Session::wake() {
  socket_.wake();
}

}  // namespace lanchat::net
