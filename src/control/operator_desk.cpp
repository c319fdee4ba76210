// SPDX-License-Identifier: MIT
#include "lanchat/control/operator_desk.hpp"

#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/post.hpp>

#include <atomic>
#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace lanchat::control {
namespace {

using Clock = std::chrono::steady_clock;
using Timer = boost::asio::basic_waitable_timer<Clock, boost::asio::wait_traits<Clock>, async::Executor>;

struct Waiting {
  Waiting(policy::Question asked, policy::PendingReply awaited, const async::Executor& executor)
      : question(std::move(asked)), reply(std::move(awaited)), timer(executor) {}

  policy::Question question;
  policy::PendingReply reply;
  Timer timer;
};

std::string_view why(OperatorDesk::Answer settled) noexcept {
  switch (settled) {
    case OperatorDesk::Answer::already_answered:
      return "answered";
    case OperatorDesk::Answer::timed_out:
      return "timed_out";
    default:
      return "client_gone";
  }
}

}  // namespace

// Shared with what is under way on its executor, which finds it gone when the desk has ended.
struct OperatorDesk::State : std::enable_shared_from_this<State> {
  using Questions = std::map<std::uint64_t, Waiting>;

  State(async::Executor on, Limits limits)
      : executor(std::move(on)), most_questions(limits.questions), most_message_bytes(limits.message_bytes) {}

  /// From any thread: a place for a message of `size` bytes, to be given back by release().
  [[nodiscard]] bool reserve(std::size_t size, bool datagram) noexcept;
  void release(std::size_t size) noexcept;

  void take_in(policy::Question question, policy::PendingReply reply);
  void start_timer(std::uint64_t number, Waiting& waiting);
  void time_out(std::uint64_t number);
  void withdraw(std::uint64_t session);

  /// Takes the question off the desk and tells every console but `except`. Empty: it does not wait.
  Questions::node_type settle(std::uint64_t number, Answer how, const Console* except);
  void remember(std::uint64_t number, Answer how);

  async::Executor executor;
  std::uint64_t next_number = 1;
  Questions questions;                                           ///< by number: the oldest first
  std::set<std::pair<std::uint64_t, std::uint64_t>> by_session;  ///< (session, number) of each question
  std::map<std::uint64_t, Answer> remembered;                    ///< settled numbers, at most most_remembered
  std::vector<std::shared_ptr<Console>> consoles;

  // Of all questions, those on their way here too: the workers ask faster than this thread takes in.
  std::atomic<std::size_t> asked{0};
  std::atomic<std::size_t> message_bytes{0};
  std::atomic<std::size_t> most_questions;
  std::atomic<std::size_t> most_message_bytes;
};

bool OperatorDesk::State::reserve(std::size_t size, bool datagram) noexcept {
  const std::size_t parts = datagram ? 2 : 1;
  const std::size_t questions_now = asked.fetch_add(1) + 1;
  const std::size_t bytes_now = message_bytes.fetch_add(size) + size;
  const auto within = [parts](std::size_t now, std::size_t most) { return most == 0 || now * parts <= most; };
  if (within(questions_now, most_questions) && within(bytes_now, most_message_bytes)) return true;
  release(size);
  return false;
}

void OperatorDesk::State::release(std::size_t size) noexcept {
  --asked;
  message_bytes -= size;
}

void OperatorDesk::State::take_in(policy::Question question, policy::PendingReply reply) {
  if (consoles.empty()) {
    release(question.message.size());
    return reply.answer(std::move(question.absent_text), {});
  }
  const std::uint64_t number = next_number++;
  by_session.emplace(question.session, number);
  Waiting& waiting =
      questions.try_emplace(number, std::move(question), std::move(reply), executor).first->second;
  start_timer(number, waiting);
  for (const auto& console : std::vector(consoles))
    console->show(number, waiting.question);
}

void OperatorDesk::State::start_timer(std::uint64_t number, Waiting& waiting) {
  if (waiting.question.timeout.count() == 0) return;
  waiting.timer.expires_after(waiting.question.timeout);
  waiting.timer.async_wait([weak = weak_from_this(), number](const boost::system::error_code& error) {
    const auto state = weak.lock();
    if (!error && state) state->time_out(number);
  });
}

void OperatorDesk::State::time_out(std::uint64_t number) {
  auto node = settle(number, Answer::timed_out, nullptr);
  if (node.empty()) return;  // answered while the timer's call was queued
  node.mapped().reply.answer(std::move(node.mapped().question.absent_text), {});
}

void OperatorDesk::State::withdraw(std::uint64_t session) {
  for (auto at = by_session.lower_bound({session, 0}); at != by_session.end() && at->first == session;
       at = by_session.lower_bound({session, 0})) {
    settle(at->second, Answer::client_gone, nullptr);
  }
}

OperatorDesk::State::Questions::node_type OperatorDesk::State::settle(std::uint64_t number, Answer how,
                                                                      const Console* except) {
  auto node = questions.extract(number);
  if (node.empty()) return node;
  by_session.erase({node.mapped().question.session, number});
  release(node.mapped().question.message.size());
  remember(number, how);
  for (const auto& console : std::vector(consoles)) {
    if (console.get() != except) console->settled(number, why(how));
  }
  return node;
}

void OperatorDesk::State::remember(std::uint64_t number, Answer how) {
  remembered.emplace(number, how);
  if (remembered.size() > most_remembered) remembered.erase(remembered.begin());
}

OperatorDesk::OperatorDesk(async::Executor executor, Limits limits)
    : state_(std::make_shared<State>(std::move(executor), limits)) {}

OperatorDesk::~OperatorDesk() = default;

void OperatorDesk::set_limits(Limits limits) noexcept {
  state_->most_questions = limits.questions;
  state_->most_message_bytes = limits.message_bytes;
}

OperatorDesk::Limits OperatorDesk::limits() const noexcept {
  return {state_->most_questions, state_->most_message_bytes};
}

void OperatorDesk::ask(policy::Question question, policy::PendingReply reply) {
  if (!state_->reserve(question.message.size(), question.datagram))
    return reply.answer(std::move(question.absent_text), {});
  boost::asio::post(state_->executor, [weak = std::weak_ptr(state_), question = std::move(question),
                                       reply = std::move(reply)]() mutable {
    if (const auto state = weak.lock()) state->take_in(std::move(question), std::move(reply));
  });
}

void OperatorDesk::withdraw(std::uint64_t session) {
  boost::asio::post(state_->executor, [weak = std::weak_ptr(state_), session] {
    if (const auto state = weak.lock()) state->withdraw(session);
  });
}

void OperatorDesk::open(std::shared_ptr<Console> console) {
  for (const auto& [number, waiting] : state_->questions)
    console->show(number, waiting.question);
  state_->consoles.push_back(std::move(console));
}

void OperatorDesk::close(const Console& console) {
  std::erase_if(state_->consoles, [&](const auto& open) { return open.get() == &console; });
}

void OperatorDesk::give_up_unattended() {
  while (state_->consoles.empty() && waiting() != 0)
    state_->time_out(oldest());
}

void OperatorDesk::clear() {
  while (state_->settle(oldest(), Answer::client_gone, nullptr)) {
  }
}

std::size_t OperatorDesk::waiting() const noexcept {
  return state_->questions.size();
}

std::uint64_t OperatorDesk::oldest() const noexcept {
  return state_->questions.empty() ? 0 : state_->questions.begin()->first;
}

OperatorDesk::Answer OperatorDesk::answer(std::uint64_t number, std::string text,
                                          const std::shared_ptr<Console>& from) {
  if (number == 0) number = oldest();
  if (number == 0) return Answer::nothing_waits;
  auto node = state_->settle(number, Answer::already_answered, from.get());
  if (node.empty()) {
    const auto found = state_->remembered.find(number);
    return found == state_->remembered.end() ? Answer::unknown_number : found->second;
  }
  // Told on a worker's thread, perhaps when desk and console have gone.
  auto done = [executor = state_->executor, number, weak = std::weak_ptr(from)](bool delivered) {
    boost::asio::post(executor, [weak, number, delivered] {
      if (const auto console = weak.lock()) console->delivery(number, delivered);
    });
  };
  node.mapped().reply.answer(std::move(text), std::move(done));
  return Answer::taken;
}

}  // namespace lanchat::control
