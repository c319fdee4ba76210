// SPDX-License-Identifier: MIT
#include "lanchat/control/operator_desk.hpp"

#include "lanchat/async/kept_memory.hpp"

#include "control/desk_room.hpp"

#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/bind_allocator.hpp>
#include <boost/asio/post.hpp>

#include <chrono>
#include <exception>
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
  /// Where it throws, the others are as they were.
  Waiting(policy::Question&& asked, policy::PendingReply&& awaited, DeskRoom::Place&& taken,
          const async::Executor& executor)
      : timer(executor), question(std::move(asked)), reply(std::move(awaited)), place(std::move(taken)) {}

  void answer_as_absent() noexcept { reply.answer(std::move(question.absent_text), {}); }

  Timer timer;  ///< first: nothing after it throws
  policy::Question question;
  policy::PendingReply reply;
  std::optional<DeskRoom::Place> place;  ///< until it is settled
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

// Shared with what is under way on its executor, which finds it gone when the desk has ended. Where there is
// no memory for a question, it is answered as if no operator were there.
struct OperatorDesk::State : std::enable_shared_from_this<State> {
  State(const async::Executor& on, Limits limits)
      : executor(std::make_shared<const async::Executor>(on)), room(std::make_shared<DeskRoom>(limits)) {}

  void take_in(const std::shared_ptr<Waiting>& asked) noexcept;
  void lay_out(std::uint64_t number, const std::shared_ptr<Waiting>& asked);
  void start_timer(std::uint64_t number, Waiting& waiting);
  void time_out(std::uint64_t number) noexcept;
  void withdraw(std::uint64_t session) noexcept;

  /// Takes the question off the desk and tells every console but `except`. Null: it does not wait.
  std::shared_ptr<Waiting> settle(std::uint64_t number, Answer how, const Console* except) noexcept;
  void remember(std::uint64_t number, Answer how) noexcept;

  /// For an answer of `from` to question `number`; in memory that is there before the answer is given.
  [[nodiscard]] policy::Recipient::Done receipt(std::uint64_t number,
                                                const std::shared_ptr<Console>& from) const;

  std::shared_ptr<const async::Executor>
      executor;  ///< other threads find out by it whether the desk is there
  std::shared_ptr<DeskRoom> room;
  std::uint64_t next_number = 1;
  std::map<std::uint64_t, std::shared_ptr<Waiting>> questions;   ///< by number: the oldest first
  std::set<std::pair<std::uint64_t, std::uint64_t>> by_session;  ///< (session, number) of each question
  std::map<std::uint64_t, Answer> remembered;                    ///< settled numbers, at most most_remembered
  std::vector<std::shared_ptr<Console>> consoles;
};

void OperatorDesk::State::take_in(const std::shared_ptr<Waiting>& asked) noexcept {
  if (consoles.empty()) return asked->answer_as_absent();
  const std::uint64_t number = next_number++;
  try {
    lay_out(number, asked);
  } catch (const std::exception&) {  // no memory
    by_session.erase({asked->question.session, number});
    return asked->answer_as_absent();
  }
  for (const auto& console : consoles)
    console->show(number, asked->question);
}

void OperatorDesk::State::lay_out(std::uint64_t number, const std::shared_ptr<Waiting>& asked) {
  start_timer(number, *asked);
  by_session.emplace(asked->question.session, number);
  questions.emplace(number, asked);
}

void OperatorDesk::State::start_timer(std::uint64_t number, Waiting& waiting) {
  if (waiting.question.timeout.count() == 0) return;
  waiting.timer.expires_after(waiting.question.timeout);
  waiting.timer.async_wait([weak = weak_from_this(), number](const boost::system::error_code& error) {
    const auto state = weak.lock();
    if (!error && state) state->time_out(number);
  });
}

void OperatorDesk::State::time_out(std::uint64_t number) noexcept {
  const auto waiting = settle(number, Answer::timed_out, nullptr);
  if (waiting) waiting->answer_as_absent();  // else answered while the timer's call was queued
}

void OperatorDesk::State::withdraw(std::uint64_t session) noexcept {
  for (auto at = by_session.lower_bound({session, 0}); at != by_session.end() && at->first == session;
       at = by_session.lower_bound({session, 0})) {
    settle(at->second, Answer::client_gone, nullptr);
  }
}

std::shared_ptr<Waiting> OperatorDesk::State::settle(std::uint64_t number, Answer how,
                                                     const Console* except) noexcept {
  const auto found = questions.find(number);
  if (found == questions.end()) return nullptr;
  std::shared_ptr<Waiting> waiting = std::move(found->second);
  questions.erase(found);
  by_session.erase({waiting->question.session, number});
  waiting->timer.cancel();
  waiting->place.reset();
  remember(number, how);
  for (const auto& console : consoles) {
    if (console.get() != except) console->settled(number, why(how));
  }
  return waiting;
}

void OperatorDesk::State::remember(std::uint64_t number, Answer how) noexcept try {
  remembered.emplace(number, how);
  if (remembered.size() > most_remembered) remembered.erase(remembered.begin());
} catch (const std::exception&) {  // NOLINT(bugprone-empty-catch): no memory: forgotten early
}

policy::Recipient::Done OperatorDesk::State::receipt(std::uint64_t number,
                                                     const std::shared_ptr<Console>& from) const {
  struct News : async::KeptMemory {
    std::weak_ptr<const async::Executor> desk;
    std::uint64_t number = 0;
    std::weak_ptr<Console> console;
  };

  const auto news = std::make_shared<News>();
  news->desk = executor;
  news->number = number;
  news->console = from;
  // Told on a worker's thread, perhaps when desk and console have gone.
  return [news](bool delivered) {
    const auto tell = [news, delivered] {
      if (const auto console = news->console.lock()) console->delivery(news->number, delivered);
    };
    if (const auto on = news->desk.lock())
      boost::asio::post(*on, boost::asio::bind_allocator(async::Keep<std::byte>(news), tell));
  };
}

OperatorDesk::OperatorDesk(const async::Executor& executor, Limits limits)
    : state_(std::make_shared<State>(executor, limits)) {}

OperatorDesk::~OperatorDesk() = default;

void OperatorDesk::set_limits(Limits limits) noexcept {
  state_->room->set_limits(limits);
}

OperatorDesk::Limits OperatorDesk::limits() const noexcept {
  return state_->room->limits();
}

void OperatorDesk::ask(policy::Question question, policy::PendingReply reply) {
  auto place = DeskRoom::take(state_->room, question.message.size(), question.datagram);
  if (!place) return reply.answer(std::move(question.absent_text), {});
  std::shared_ptr<Waiting> asked;
  try {
    asked = std::make_shared<Waiting>(std::move(question), std::move(reply), std::move(*place),
                                      *state_->executor);
    boost::asio::post(*state_->executor, [weak = std::weak_ptr(state_), asked] {
      if (const auto state = weak.lock()) state->take_in(asked);
    });
  } catch (const std::exception&) {  // no memory
    if (asked) return asked->answer_as_absent();
    reply.answer(std::move(question.absent_text), {});
  }
}

void OperatorDesk::withdraw(std::uint64_t session) noexcept try {
  boost::asio::post(*state_->executor, [weak = std::weak_ptr(state_), session] {
    if (const auto state = weak.lock()) state->withdraw(session);
  });
} catch (const std::exception&) {  // NOLINT(bugprone-empty-catch): no memory: its questions wait for their
                                   // timeout, or an answer, which hears that it is lost
}

void OperatorDesk::open(const std::shared_ptr<Console>& console) {
  state_->consoles.push_back(console);
  for (const auto& [number, waiting] : state_->questions)
    console->show(number, waiting->question);
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
  if (!state_->questions.contains(number)) {
    const auto found = state_->remembered.find(number);
    return found == state_->remembered.end() ? Answer::unknown_number : found->second;
  }
  auto done = state_->receipt(number, from);
  state_->settle(number, Answer::already_answered, from.get())
      ->reply.answer(std::move(text), std::move(done));
  return Answer::taken;
}

}  // namespace lanchat::control
