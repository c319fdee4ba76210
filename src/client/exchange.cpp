// SPDX-License-Identifier: MIT
#include "client/exchange.hpp"

#include <boost/asio/error.hpp>

#include <utility>

namespace lanchat::client {
namespace {

constexpr std::string_view last_word_mark = "error: ";
constexpr std::string_view timed_out = "no reply within the timeout";

}  // namespace

void Outcome::add(Outcome other) {
  sent += other.sent;
  missing += other.missing;
  if (other.failure) failure = std::move(other.failure);
}

Exchange::Exchange(async::Executor executor, async::DeadlineQueue& deadlines, const ExchangeOptions& options,
                   Wire& wire, MessageSource& source, ReplySink& sink)
    : executor_(executor),
      options_(options),
      wire_(wire),
      source_(source),
      sink_(sink),
      room_(executor),
      sender_ended_(executor),
      reply_due_(deadlines, [this] { reply_timed_out(); }),
      held_due_(deadlines, [this] { release_held(); }),
      gone_due_(deadlines, [this] { finish(server_gone_); }),
      sender_(executor, [this](std::exception_ptr defect) {
        defect_ = std::move(defect);
        finish(std::nullopt);
      }) {}

async::Task<Outcome> Exchange::run() {
  sender_.spawn(send());
  sender_.when_empty([this] { sender_ended_.notify(); });
  try {
    co_await receive();
  } catch (...) {
    defect_ = std::current_exception();
    finish(std::nullopt);
  }
  while (sender_.size() != 0)
    co_await sender_ended_.wait();
  if (defect_) std::rethrow_exception(defect_);
  co_return Outcome{failure_, ledger_.count_sent(), ledger_.missing()};
}

void Exchange::stop() {
  const bool missing = ledger_.missing() != 0;
  finish(missing ? std::optional<Failure>({ExitStatus::replies_missing, "left before every reply had come"})
                 : std::nullopt);
}

async::Task<> Exchange::send() {
  std::optional<std::string_view> message;
  std::uint64_t left = 0;
  while (!finished_) {
    if (!message) {
      message = source_.take();
      left = options_.count;
    }
    if (message && server_gone_) co_return finish(server_gone_);
    if (!message) {
      if (!co_await flush() || finished_) co_return;
      if (!co_await source_.wait()) break;
    } else if (ledger_.in_flight() >= options_.window) {
      if (!co_await flush() || finished_) co_return;
      if (ledger_.in_flight() >= options_.window) co_await room_.wait();
    } else if (!wire_.add(*message)) {
      co_return finish(Failure{ExitStatus::wrong_input, "a message is too long for this framing"});
    } else {
      if (ledger_.in_flight() == 0) restart_clock();
      ledger_.sent();
      if (--left == 0) message.reset();
      if (wire_.full() && !co_await flush()) co_return;
    }
  }
  source_ended_ = true;
  if (auto failure = source_.failure()) co_return finish(std::move(failure));
  finish_if_done();
}

// False: nothing more can be sent. Over a stream it is the receiver who learns why, and what was said before.
async::Task<bool> Exchange::flush() {
  const boost::system::error_code error = co_await wire_.flush();
  if (!error || finished_) co_return !error;
  if (error == boost::asio::error::message_size) {
    finish(Failure{ExitStatus::wrong_input, "a message is too long for a datagram"});
  } else if (options_.replies_may_be_lost) {
    server_closed(error);
  }
  co_return false;
}

async::Task<> Exchange::receive() {
  while (!finished_) {
    const boost::system::error_code error = co_await wire_.receive();
    if (finished_) break;
    take_replies();
    finish_if_done();
    if (error && !finished_) co_return server_closed(error);
  }
}

void Exchange::take_replies() {
  const std::uint64_t answered = ledger_.answered();
  auto next = wire_.next();
  while (next && *next) {
    accept(**next);
    next = wire_.next();
  }
  if (!sink_.flush()) return finish(Failure{ExitStatus::input_output, {}});
  if (!next) return finish(Failure{ExitStatus::malformed_reply, "the server's reply is not in this framing"});
  if (ledger_.answered() == answered) return;
  restart_clock();
  room_.notify();
}

void Exchange::accept(std::string_view message) {
  release_held();
  if (options_.last_word_grace.count() != 0 && message.starts_with(last_word_mark)) {
    held_ = message;
    held_due_.expire_at(async::Clock::now() + options_.last_word_grace);
    return;
  }
  ledger_.replied();
  sink_.reply(message);
}

// It was a reply like any other.
void Exchange::release_held() {
  if (!held_) return;
  const std::string message = std::move(*held_);
  held_.reset();
  ledger_.replied();
  sink_.reply(message);
  if (!sink_.flush()) return finish(Failure{ExitStatus::input_output, {}});
  restart_clock();
  room_.notify();
  finish_if_done();
}

void Exchange::restart_clock() {
  if (options_.reply_timeout.count() != 0) reply_due_.expire_at(async::Clock::now() + options_.reply_timeout);
}

void Exchange::reply_timed_out() {
  if (finished_ || ledger_.in_flight() == 0) return;
  const bool silent = std::exchange(answered_at_timeout_, ledger_.answered()) == ledger_.answered();
  if (!options_.replies_may_be_lost || (silent && !options_.patient)) {
    return finish(Failure{ExitStatus::replies_missing, std::string(timed_out)});
  }
  sink_.lost(ledger_.in_flight());
  ledger_.give_up();
  room_.notify();
  finish_if_done();
}

void Exchange::server_closed(const boost::system::error_code& error) {
  const bool never_there = error == boost::asio::error::connection_refused && ledger_.answered() == 0;
  const ExitStatus status = never_there ? ExitStatus::unavailable : ExitStatus::replies_missing;
  const std::string reason = error == boost::asio::error::eof ? "the server closed the connection"
                                                              : "the connection failed: " + error.message();
  const Failure failure{status, reason};
  const bool was_last_word = held_.has_value();
  if (was_last_word) {
    sink_.last_word(*std::exchange(held_, std::nullopt));
    if (!sink_.flush()) return finish(Failure{ExitStatus::input_output, {}});
  }
  if (was_last_word || source_ended_ || ledger_.in_flight() != 0) return finish(failure);
  // Every reply is there. Whether more was to be sent, the source is about to tell.
  server_gone_ = Failure{status, options_.patient ? reason : reason + " before the input ended"};
  gone_due_.expire_at(async::Clock::now() + options_.last_word_grace);
}

void Exchange::finish_if_done() {
  if (!source_ended_ || ledger_.in_flight() != 0 || held_) return;
  const bool missing = ledger_.missing() != 0;
  finish(missing ? std::optional<Failure>({ExitStatus::replies_missing, std::string(timed_out)})
                 : std::nullopt);
}

void Exchange::finish(std::optional<Failure> failure) {
  if (std::exchange(finished_, true)) return;
  failure_ = std::move(failure);
  reply_due_.clear_deadline();
  held_due_.clear_deadline();
  gone_due_.clear_deadline();
  wire_.close();
  source_.end();
  room_.notify();
}

}  // namespace lanchat::client
