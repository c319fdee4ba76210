// SPDX-License-Identifier: MIT
// The operator's desk and its consoles, on a real context, with every allocation failing in turn: what it
// costs is one question's operator, or one console.
#include "lanchat/control/operator_desk.hpp"

#include "control/console_output.hpp"
#include "control/stream.hpp"
#include "simulation/memory.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/local/connect_pair.hpp>
#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <memory>
#include <new>
#include <optional>
#include <string>
#include <utility>

namespace lanchat::simulation {
namespace {

using std::chrono::milliseconds;

// Counts what it is told.
struct Asker final : policy::Recipient {
  void send(std::string) override {}

  void settle(Slot, std::optional<std::string> text, Done done) noexcept override {
    ++told;
    with_text = text.has_value();
    done(true);
  }

  int told = 0;
  bool with_text = false;
};

struct Attended final : control::Console {
  void show(std::uint64_t, const policy::Question&) noexcept override {}

  void settled(std::uint64_t, std::string_view) noexcept override {}

  void delivery(std::uint64_t, bool) noexcept override { ++deliveries; }

  int deliveries = 0;
};

struct Desk {
  static constexpr std::uint64_t most = 3;

  Desk() { desk.open(console); }

  std::shared_ptr<Asker> ask(std::uint64_t session, milliseconds timeout = {}) {
    policy::Question question;
    std::shared_ptr<Asker> asker;
    {
      const Aside aside;
      asker = std::make_shared<Asker>();
      question = {"main", "a client", session, std::string(100, 'x'), timeout, std::string(100, 'a')};
    }
    desk.ask(std::move(question), policy::PendingReply(asker, {}));
    return asker;
  }

  // False: there was no memory, and it waits as before.
  bool answer_oldest() try {
    std::string text;
    {
      const Aside aside;
      text.assign(100, 'y');
    }
    taken += desk.answer(0, std::move(text), console) == control::OperatorDesk::Answer::taken ? 1 : 0;
    return true;
  } catch (const std::bad_alloc&) {
    return false;
  }

  void poll() {
    context.restart();
    context.poll();
  }

  boost::asio::io_context context{1};
  control::OperatorDesk desk{context.get_executor(), {.questions = most, .message_bytes = 0}};
  std::shared_ptr<Attended> console = std::make_shared<Attended>();
  int taken = 0;
};

// One with each fate. The number of allocations.
std::uint64_t have_questions(std::uint64_t nth, bool lasting) {
  Desk at;
  fail_allocation(nth, lasting);
  const std::array askers{at.ask(1), at.ask(2, milliseconds{1}), at.ask(3)};
  at.poll();
  at.answer_oldest();
  at.desk.withdraw(3);
  at.poll();
  const std::uint64_t allocations = counted_allocations();
  fail_allocation(0, false);

  at.context.restart();
  at.context.run();  // until the timeout of the second is over
  while (at.desk.waiting() != 0)
    at.answer_oldest();
  at.poll();
  for (const auto& asker : askers)
    EXPECT_EQ(asker->told, 1) << "allocation " << nth;
  EXPECT_TRUE(askers[0]->with_text && askers[1]->with_text) << "allocation " << nth;
  EXPECT_EQ(at.console->deliveries, at.taken) << "allocation " << nth;

  for (std::uint64_t i = 0; i < Desk::most; ++i)
    EXPECT_EQ(at.ask(i)->told, 0) << "a place is not given back, allocation " << nth;
  EXPECT_EQ(at.ask(Desk::most)->told, 1) << "a place is given back twice, allocation " << nth;
  return allocations;
}

void for_each_allocation(std::uint64_t (*run)(std::uint64_t, bool)) {
  for (const bool lasting : {false, true}) {
    const std::uint64_t allocations = run(0, false);
    EXPECT_GT(allocations, 0U);
    for (std::uint64_t nth = 1; nth <= allocations && !testing::Test::HasFailure(); ++nth)
      run(nth, lasting);
  }
}

TEST(OperatorDesk, LosesOneOperatorAndNoPlaceForWantOfMemory) {
  for_each_allocation(have_questions);
}

TEST(OperatorDesk, LeavesNoMemoryBehindWhereThereIsNone) {
  const std::uint64_t allocations = have_questions(0, false);  // what is made once is there then
  for (std::uint64_t nth = 1; nth <= allocations; ++nth) {
    const std::int64_t before = held_memory();
    have_questions(nth, true);
    EXPECT_EQ(held_memory(), before) << "allocation " << nth;
  }
}

// All of a line, or none and no more.
std::uint64_t tell_a_console(std::uint64_t nth, bool lasting) {
  boost::asio::io_context context{1};
  control::Stream near(context.get_executor());
  control::Stream far(context.get_executor());
  boost::asio::local::connect_pair(near, far);
  control::ConsoleOutput console(near, [] { return std::size_t{4096}; });
  const policy::Question question{"main", "a client", 7, std::string(100, 'x'), {}, "nobody"};
  fail_allocation(nth, lasting);
  console.show(1, question);
  console.settled(1, "answered");
  console.delivery(1, true);
  const std::uint64_t allocations = counted_allocations();
  fail_allocation(0, false);
  EXPECT_EQ(near.is_open(), nth == 0) << "allocation " << nth;
  return allocations;
}

TEST(ConsoleOutput, IsCutOffWhereItCannotBeTold) {
  for_each_allocation(tell_a_console);
}

}  // namespace
}  // namespace lanchat::simulation
