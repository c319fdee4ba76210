// SPDX-License-Identifier: MIT
#include "client/exchange.hpp"

#include "client/typed_lines.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <gmock/gmock.h>

#include <deque>
#include <vector>

namespace lanchat::client {
namespace {

using namespace std::chrono_literals;
using boost::system::error_code;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

const error_code eof = boost::asio::error::make_error_code(boost::asio::error::misc_errors::eof);

// A server as a script: what it does when messages reach it.
class ScriptedWire final : public Wire {
 public:
  using Script = std::function<void(ScriptedWire&, const std::string& message)>;

  ScriptedWire(async::Executor executor, Script script) : script_(std::move(script)), said_(executor) {}

  void say(std::string text) {
    incoming_.push_back(std::move(text));
    said_.notify();
  }

  void fail(error_code error) {
    error_ = error;
    said_.notify();
  }

  bool add(std::string_view message) override {
    if (message.size() > 10) return false;
    batch_.emplace_back(message);
    return true;
  }

  [[nodiscard]] bool full() const noexcept override { return batch_.size() >= 4; }

  async::Task<error_code> flush() override {
    for (const std::string& message : std::exchange(batch_, {})) {
      heard.push_back(message);
      script_(*this, message);
    }
    co_return error_code{};
  }

  async::Task<error_code> receive() override {
    while (incoming_.empty() && !error_ && !closed)
      co_await said_.wait();
    co_return incoming_.empty() ? error_ : error_code{};
  }

  Next next() override {
    if (incoming_.empty()) return std::nullopt;
    current_ = std::move(incoming_.front());
    incoming_.pop_front();
    if (current_ == "malformed") return std::unexpected(protocol::CloseReason::malformed_message);
    return current_;
  }

  void close() noexcept override {
    closed = true;
    said_.notify();
  }

  std::vector<std::string> heard;
  bool closed = false;

 private:
  Script script_;
  std::vector<std::string> batch_;
  std::deque<std::string> incoming_;
  std::string current_;
  error_code error_;
  Wakeup said_;
};

class CollectedReplies final : public ReplySink {
 public:
  void reply(std::string_view text) override { replies.emplace_back(text); }

  void last_word(std::string_view text) override { last_words.emplace_back(text); }

  void lost(std::uint64_t count) override { given_up += count; }

  bool flush() override { return taken; }

  std::vector<std::string> replies;
  std::vector<std::string> last_words;
  std::uint64_t given_up = 0;
  bool taken = true;
};

class ExchangeTest : public testing::Test {
 protected:
  // Sends the messages to a server with this script; whether more could come stays open unless `ended`.
  Outcome run(const std::vector<std::string>& messages, ScriptedWire::Script script, bool ended = true) {
    wire_.emplace(context_.get_executor(), std::move(script));
    for (const std::string& message : messages)
      source_.push(message);
    if (ended) source_.end();
    Exchange exchange(context_.get_executor(), timer_.queue(), options_, *wire_, source_, sink_);
    Outcome outcome;
    async::TaskGroup group(context_.get_executor(), [](std::exception_ptr e) { std::rethrow_exception(e); });
    group.spawn(keep(exchange, outcome));
    group.when_empty([this] { timer_.stop(); });
    context_.run();
    EXPECT_TRUE(wire_->closed);
    return outcome;
  }

  static void echo(ScriptedWire& wire, const std::string& message) { wire.say(message); }

  boost::asio::io_context context_;
  async::DeadlineTimer timer_{context_.get_executor()};
  TypedLines source_{context_.get_executor()};
  CollectedReplies sink_;
  std::optional<ScriptedWire> wire_;
  ExchangeOptions options_{.last_word_grace = 20ms};

 private:
  static async::Task<> keep(Exchange& exchange, Outcome& outcome) { outcome = co_await exchange.run(); }
};

TEST_F(ExchangeTest, EndsWhenEveryReplyHasCome) {
  const Outcome outcome = run({"a", "b", "c", "d", "e"}, echo);
  EXPECT_FALSE(outcome.failure);
  EXPECT_EQ(outcome.sent, 5U);
  EXPECT_EQ(outcome.missing, 0U);
  EXPECT_THAT(sink_.replies, ElementsAre("a", "b", "c", "d", "e"));
}

TEST_F(ExchangeTest, EndsAtOnceWithNothingToSend) {
  EXPECT_FALSE(run({}, echo).failure);
  EXPECT_THAT(wire_->heard, IsEmpty());
}

TEST_F(ExchangeTest, SendsEachMessageAsOftenAsAsked) {
  options_.count = 3;
  EXPECT_EQ(run({"a", "b"}, echo).sent, 6U);
  EXPECT_THAT(wire_->heard, ElementsAre("a", "a", "a", "b", "b", "b"));
}

TEST_F(ExchangeTest, KeepsNoMoreUnderWayThanItsWindow) {
  options_.window = 2;
  std::vector<std::string> waiting;
  const Outcome outcome = run({"a", "b", "c", "d", "e"}, [&](ScriptedWire& wire, const std::string& message) {
    waiting.push_back(message);
    ASSERT_LE(waiting.size(), 2U);
    if (waiting.size() < 2 && message != "e") return;
    for (const std::string& text : std::exchange(waiting, {}))
      wire.say(text);
  });
  EXPECT_FALSE(outcome.failure);
  EXPECT_THAT(sink_.replies, SizeIs(5));
}

TEST_F(ExchangeTest, CountsWhatIsMissingWhenTheServerCloses) {
  const Outcome outcome = run({"a", "b", "c"}, [](ScriptedWire& wire, const std::string& message) {
    if (message == "a") wire.say("a");
    if (message == "c") wire.fail(eof);
  });
  ASSERT_TRUE(outcome.failure);
  EXPECT_EQ(outcome.failure->status, ExitStatus::replies_missing);
  EXPECT_THAT(outcome.failure->reason, HasSubstr("closed the connection"));
  EXPECT_EQ(outcome.missing, 2U);
}

TEST_F(ExchangeTest, DoesNotMindACloseAfterTheLastReply) {
  const Outcome outcome = run({"a"}, [](ScriptedWire& wire, const std::string& message) {
    wire.say(message);
    wire.fail(eof);
  });
  EXPECT_FALSE(outcome.failure);
}

TEST_F(ExchangeTest, MindsACloseWhileMoreMayBeSent) {
  const auto reply_and_close = [](ScriptedWire& wire, const std::string& message) {
    wire.say(message);
    wire.fail(eof);
  };
  const Outcome outcome = run({"a"}, reply_and_close, false);
  ASSERT_TRUE(outcome.failure);
  EXPECT_THAT(outcome.failure->reason, HasSubstr("before the input ended"));
  EXPECT_EQ(outcome.missing, 0U);
}

TEST_F(ExchangeTest, TakesAnErrorBeforeTheCloseForTheLastWord) {
  const Outcome outcome = run({"a", "b"}, [](ScriptedWire& wire, const std::string& message) {
    wire.say(message == "b" ? "error: no" : message);
    if (message == "b") wire.fail(eof);
  });
  ASSERT_TRUE(outcome.failure);
  EXPECT_EQ(outcome.failure->status, ExitStatus::replies_missing);
  EXPECT_EQ(outcome.missing, 1U);
  EXPECT_THAT(sink_.replies, ElementsAre("a"));
  EXPECT_THAT(sink_.last_words, ElementsAre("error: no"));
}

TEST_F(ExchangeTest, TakesAnErrorWithoutACloseForAReply) {
  EXPECT_FALSE(run({"error: a", "b", "error: c"}, echo).failure);
  EXPECT_THAT(sink_.replies, ElementsAre("error: a", "b", "error: c"));
  EXPECT_THAT(sink_.last_words, IsEmpty());
}

TEST_F(ExchangeTest, GivesUpAStreamThatIsSilentTooLong) {
  options_.reply_timeout = 20ms;
  const Outcome outcome = run({"a", "b"}, [](ScriptedWire& wire, const std::string& message) {
    if (message == "a") wire.say("a");
  });
  ASSERT_TRUE(outcome.failure);
  EXPECT_EQ(outcome.failure->status, ExitStatus::replies_missing);
  EXPECT_EQ(outcome.missing, 1U);
}

TEST_F(ExchangeTest, GoesOnAfterLostDatagrams) {
  options_ = {.window = 2, .reply_timeout = 20ms, .replies_may_be_lost = true};
  const Outcome outcome =
      run({"a", "lost", "lost", "b", "c"}, [](ScriptedWire& wire, const std::string& message) {
        if (message != "lost") wire.say(message);
      });
  EXPECT_THAT(sink_.replies, ElementsAre("a", "b", "c"));
  EXPECT_EQ(outcome.missing, 2U);
  ASSERT_TRUE(outcome.failure);
  EXPECT_EQ(outcome.failure->status, ExitStatus::replies_missing);
}

TEST_F(ExchangeTest, GivesUpDatagramsThatNobodyAnswers) {
  options_ = {.window = 2, .reply_timeout = 20ms, .replies_may_be_lost = true};
  const Outcome outcome = run({"a", "b", "c", "d", "e", "f"}, [](ScriptedWire&, const std::string&) {});
  EXPECT_THAT(wire_->heard, SizeIs(4)) << "two windows, then no more";
  EXPECT_EQ(outcome.missing, 4U);
  ASSERT_TRUE(outcome.failure);
}

TEST_F(ExchangeTest, TellsARefusalFromALoss) {
  options_ = {.window = 2, .reply_timeout = 1h, .replies_may_be_lost = true};
  const Outcome outcome = run({"a"}, [](ScriptedWire& wire, const std::string&) {
    wire.fail(boost::asio::error::make_error_code(boost::asio::error::connection_refused));
  });
  ASSERT_TRUE(outcome.failure);
  EXPECT_EQ(outcome.failure->status, ExitStatus::unavailable);
}

TEST_F(ExchangeTest, RefusesMessagesTheWireCannotCarry) {
  const Outcome outcome = run({"a", "this is too long"}, echo);
  ASSERT_TRUE(outcome.failure);
  EXPECT_EQ(outcome.failure->status, ExitStatus::wrong_input);
}

TEST_F(ExchangeTest, RefusesRepliesThatAreNotInTheFraming) {
  const Outcome outcome = run({"a"}, [](ScriptedWire& wire, const std::string&) { wire.say("malformed"); });
  ASSERT_TRUE(outcome.failure);
  EXPECT_EQ(outcome.failure->status, ExitStatus::malformed_reply);
}

TEST_F(ExchangeTest, EndsWhenNobodyTakesTheReplies) {
  sink_.taken = false;
  const Outcome outcome = run({"a"}, echo);
  ASSERT_TRUE(outcome.failure);
  EXPECT_EQ(outcome.failure->status, ExitStatus::input_output);
}

TEST_F(ExchangeTest, PassesDefectsOn) {
  const auto fail = [](ScriptedWire&, const std::string&) { throw std::runtime_error("a defect"); };
  EXPECT_THROW((void)run({"a"}, fail), std::runtime_error);
}

}  // namespace
}  // namespace lanchat::client
