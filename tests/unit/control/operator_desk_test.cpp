// SPDX-License-Identifier: MIT
#include "lanchat/control/operator_desk.hpp"

#include <boost/asio/io_context.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace lanchat::control {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::IsEmpty;
using Answer = OperatorDesk::Answer;

// A client that keeps what it is told; `here` is what it says of the delivery.
class FakeClient final : public policy::Recipient {
 public:
  explicit FakeClient(bool is_here = true) : here(is_here) {}

  void send(std::string text) override { replies.push_back(std::move(text)); }

  void settle(Slot, std::optional<std::string> text, Done done) noexcept override {
    replies.push_back(text.value_or("(none)"));
    done(here);
  }

  bool here;
  std::vector<std::string> replies;
};

class FakeConsole final : public Console {
 public:
  void show(std::uint64_t number, const policy::Question& question) noexcept override {
    heard.push_back("#" + std::to_string(number) + " " + question.client + ": " + question.message);
  }

  void settled(std::uint64_t number, std::string_view why) noexcept override {
    heard.push_back("#" + std::to_string(number) + " " + std::string(why));
  }

  void delivery(std::uint64_t number, bool delivered) noexcept override {
    heard.push_back("#" + std::to_string(number) + (delivered ? " delivered" : " lost"));
  }

  std::vector<std::string> heard;
};

class OperatorDeskTest : public testing::Test {
 protected:
  std::shared_ptr<FakeClient> ask(std::string message, std::uint64_t session = 7, milliseconds timeout = {}) {
    auto client = std::make_shared<FakeClient>();
    ask_for(client, std::move(message), session, timeout);
    return client;
  }

  std::shared_ptr<FakeClient> ask_in_datagram(std::string message) {
    auto client = std::make_shared<FakeClient>();
    ask_for(client, std::move(message), 7, {}, true);
    return client;
  }

  void ask_for(const std::shared_ptr<FakeClient>& client, std::string message, std::uint64_t session = 7,
               milliseconds timeout = {}, bool datagram = false) {
    policy::Question question{"main",  "192.0.2.1:4711", session, std::move(message),
                              timeout, "nobody here",    datagram};
    desk_->ask(std::move(question), policy::PendingReply(client, {}));
    poll();
  }

  std::shared_ptr<FakeConsole> open_console() {
    auto console = std::make_shared<FakeConsole>();
    desk_->open(console);
    return console;
  }

  void poll() {
    context_.restart();
    context_.poll();
  }

  // Runs the context until its work, the timers included, is done.
  void run() {
    context_.restart();
    context_.run_for(std::chrono::seconds(10));
  }

  boost::asio::io_context context_{1};
  std::unique_ptr<OperatorDesk> desk_ =
      std::make_unique<OperatorDesk>(context_.get_executor(), OperatorDesk::Limits{});
};

TEST_F(OperatorDeskTest, AnswersAtOnceWhereNoConsoleIsOpen) {
  const auto client = ask("hello");
  EXPECT_THAT(client->replies, ElementsAre("nobody here"));
  EXPECT_EQ(desk_->waiting(), 0U);
}

TEST_F(OperatorDeskTest, ShowsAQuestionOnEveryConsole) {
  const auto one = open_console();
  const auto two = open_console();
  const auto client = ask("hello");
  EXPECT_THAT(one->heard, ElementsAre("#1 192.0.2.1:4711: hello"));
  EXPECT_EQ(one->heard, two->heard);
  EXPECT_THAT(client->replies, IsEmpty());
}

TEST_F(OperatorDeskTest, ShowsWhatWaitsToALateConsoleOldestFirst) {
  open_console();
  const auto first = ask("one");
  const auto second = ask("two");
  const auto late = open_console();
  EXPECT_THAT(late->heard, ElementsAre("#1 192.0.2.1:4711: one", "#2 192.0.2.1:4711: two"));
}

TEST_F(OperatorDeskTest, AnswersByNumberAndTellsWhoHeardWhat) {
  const auto mine = open_console();
  const auto other = open_console();
  const auto first = ask("one");
  const auto second = ask("two");
  mine->heard.clear();
  other->heard.clear();

  EXPECT_EQ(desk_->answer(2, "yes", mine), Answer::taken);
  poll();
  EXPECT_THAT(second->replies, ElementsAre("yes"));
  EXPECT_THAT(first->replies, IsEmpty());
  EXPECT_THAT(mine->heard, ElementsAre("#2 delivered"));
  EXPECT_THAT(other->heard, ElementsAre("#2 answered"));
}

TEST_F(OperatorDeskTest, AnswersTheOldestForNumberZero) {
  const auto console = open_console();
  const auto first = ask("one");
  const auto second = ask("two");
  EXPECT_EQ(desk_->oldest(), 1U);
  EXPECT_EQ(desk_->answer(0, "yes", console), Answer::taken);
  EXPECT_THAT(first->replies, ElementsAre("yes"));
  EXPECT_EQ(desk_->oldest(), 2U);
}

TEST_F(OperatorDeskTest, SaysWhyANumberCannotBeAnswered) {
  const auto console = open_console();
  EXPECT_EQ(desk_->answer(0, "x", console), Answer::nothing_waits);
  const auto answered = ask("one");
  desk_->answer(1, "yes", console);
  EXPECT_EQ(desk_->answer(1, "again", console), Answer::already_answered);
  EXPECT_EQ(desk_->answer(2, "x", console), Answer::unknown_number);

  const auto gone = ask("two", 8);
  desk_->withdraw(8);
  poll();
  EXPECT_EQ(desk_->answer(2, "x", console), Answer::client_gone);

  const auto late = ask("three", 9, milliseconds{1});
  run();
  EXPECT_EQ(desk_->answer(3, "x", console), Answer::timed_out);
  EXPECT_THAT(answered->replies, ElementsAre("yes"));
}

TEST_F(OperatorDeskTest, TellsTheConsoleOfAnAnswerThatCameAfterTheClientHadGone) {
  const auto console = open_console();
  const auto client = std::make_shared<FakeClient>(false);
  ask_for(client, "hello");
  console->heard.clear();
  EXPECT_EQ(desk_->answer(1, "too late", console), Answer::taken);
  poll();
  EXPECT_THAT(console->heard, ElementsAre("#1 lost"));
}

TEST_F(OperatorDeskTest, AnswersForTheOperatorWhenTimeIsUp) {
  const auto console = open_console();
  const auto client = ask("hello", 7, milliseconds{1});
  run();
  EXPECT_THAT(client->replies, ElementsAre("nobody here"));
  EXPECT_THAT(console->heard, ElementsAre("#1 192.0.2.1:4711: hello", "#1 timed_out"));
  EXPECT_EQ(desk_->waiting(), 0U);
}

TEST_F(OperatorDeskTest, LeavesNoTimerBehindAnAnswer) {
  const auto console = open_console();
  const auto client = ask("hello", 7, std::chrono::hours{1});
  desk_->answer(1, "yes", console);
  context_.restart();
  context_.run();  // returns only when no timer waits
  EXPECT_THAT(client->replies, ElementsAre("yes"));
}

TEST_F(OperatorDeskTest, LetsQuestionsWaitWhenTheLastConsoleCloses) {
  const auto console = open_console();
  const auto client = ask("hello");
  desk_->close(*console);
  EXPECT_EQ(desk_->waiting(), 1U);
  EXPECT_THAT(client->replies, IsEmpty());
  EXPECT_THAT(ask("another")->replies, ElementsAre("nobody here"));
  EXPECT_THAT(open_console()->heard, ElementsAre("#1 192.0.2.1:4711: hello"));
}

TEST_F(OperatorDeskTest, WithdrawsEveryQuestionOfASession) {
  const auto console = open_console();
  const auto first = ask("one", 7);
  const auto second = ask("two", 8);
  const auto third = ask("three", 7);
  console->heard.clear();
  desk_->withdraw(7);
  poll();
  EXPECT_THAT(console->heard, ElementsAre("#1 client_gone", "#3 client_gone"));
  EXPECT_EQ(desk_->oldest(), 2U);
  EXPECT_THAT(first->replies, ElementsAre("(none)"));
}

TEST_F(OperatorDeskTest, GivesUpEverythingWhenItIsCleared) {
  const auto console = open_console();
  const auto first = ask("one", 7, std::chrono::hours{1});
  const auto second = ask("two", 8);
  desk_->clear();
  EXPECT_EQ(desk_->waiting(), 0U);
  EXPECT_THAT(first->replies, ElementsAre("(none)"));
  EXPECT_THAT(second->replies, ElementsAre("(none)"));
  context_.restart();
  context_.run();  // no timer is left
}

TEST_F(OperatorDeskTest, BoundsTheQuestionsThatWait) {
  const auto console = open_console();
  const auto client = std::make_shared<FakeClient>();
  for (std::size_t i = 0; i < OperatorDesk::Limits{}.questions; ++i)
    ask_for(client, "x");
  EXPECT_THAT(client->replies, IsEmpty());
  EXPECT_THAT(ask("one more")->replies, ElementsAre("nobody here"));
  desk_->answer(0, "yes", console);
  EXPECT_THAT(ask("in its place")->replies, IsEmpty());
}

TEST_F(OperatorDeskTest, BoundsTheBytesThatWait) {
  const auto console = open_console();
  const auto big = ask(std::string(OperatorDesk::Limits{}.message_bytes, 'x'));
  EXPECT_THAT(big->replies, IsEmpty());
  EXPECT_THAT(ask("y")->replies, ElementsAre("nobody here"));
  desk_->answer(1, "yes", console);
  EXPECT_THAT(ask("y")->replies, IsEmpty());
  EXPECT_THAT(ask(std::string(OperatorDesk::Limits{}.message_bytes + 1, 'x'))->replies,
              ElementsAre("nobody here"));
}

TEST_F(OperatorDeskTest, LeavesHalfOfItsPlacesToStreams) {
  const auto console = open_console();
  desk_->set_limits({4, 0});
  EXPECT_THAT(ask_in_datagram("one")->replies, IsEmpty());
  EXPECT_THAT(ask_in_datagram("two")->replies, IsEmpty());
  EXPECT_THAT(ask_in_datagram("three")->replies, ElementsAre("nobody here"));
  EXPECT_THAT(ask("three")->replies, IsEmpty());
  EXPECT_THAT(ask("four")->replies, IsEmpty());
  EXPECT_THAT(ask("five")->replies, ElementsAre("nobody here"));
  for (int answered = 0; answered < 3; ++answered)
    desk_->answer(0, "yes", console);
  EXPECT_THAT(ask_in_datagram("five")->replies, IsEmpty());
}

TEST_F(OperatorDeskTest, LeavesHalfOfItsBytesToStreams) {
  const auto console = open_console();
  desk_->set_limits({0, 10});
  EXPECT_THAT(ask_in_datagram("sixsix")->replies, ElementsAre("nobody here"));
  EXPECT_THAT(ask_in_datagram("fives")->replies, IsEmpty());
  EXPECT_THAT(ask("fives")->replies, IsEmpty());
}

TEST_F(OperatorDeskTest, ForgetsSettledNumbersInTime) {
  const auto console = open_console();
  const auto client = std::make_shared<FakeClient>();
  for (std::size_t i = 0; i <= OperatorDesk::most_remembered; ++i) {
    ask_for(client, "x");
    desk_->answer(0, "y", console);
  }
  EXPECT_EQ(desk_->answer(1, "x", console), Answer::unknown_number);
  EXPECT_EQ(desk_->answer(2, "x", console), Answer::already_answered);
}

TEST_F(OperatorDeskTest, LeavesNoReplyOwedWhenItEnds) {
  open_console();
  const auto client = ask("hello", 7, milliseconds{60'000});  // run() would wait for it
  const auto queued = std::make_shared<FakeClient>();
  desk_->ask({}, policy::PendingReply(queued, {}));
  desk_->withdraw(7);
  desk_.reset();
  run();
  EXPECT_THAT(client->replies, ElementsAre("(none)"));
  EXPECT_THAT(queued->replies, ElementsAre("(none)"));
}

TEST_F(OperatorDeskTest, TakesQuestionsFromManyThreads) {
  const auto console = open_console();
  constexpr std::uint64_t threads = 4;
  constexpr std::uint64_t each = 250;
  auto work = boost::asio::make_work_guard(context_);
  std::vector<std::thread> workers;
  for (std::uint64_t worker = 0; worker < threads; ++worker) {
    workers.emplace_back([this, worker] {
      for (std::uint64_t i = 0; i < each; ++i) {
        const std::uint64_t session = worker * each + i;
        policy::Question question{"main", "client", session, "hello", milliseconds{0}, ""};
        desk_->ask(std::move(question), policy::PendingReply(std::make_shared<FakeClient>(), {}));
        if (i % 2 == 0) desk_->withdraw(session);
      }
    });
  }
  for (auto& worker : workers)
    worker.join();
  poll();
  EXPECT_EQ(desk_->waiting(), threads * each / 2);
}

}  // namespace
}  // namespace lanchat::control
