// SPDX-License-Identifier: MIT
#include "support/fake_conversation.hpp"
#include "unit/policy/make_policy.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace lanchat::policy {
namespace {

using support::RecordingRecipient;

// Keeps what was asked, to be answered when the test says so.
class WaitingDesk final : public OperatorPort {
 public:
  void ask(Question question, PendingReply reply) override {
    questions.push_back(std::move(question));
    replies.push_back(std::move(reply));
  }

  void withdraw(std::uint64_t session) noexcept override { withdrawn.push_back(session); }

  std::vector<Question> questions;
  std::vector<PendingReply> replies;
  std::vector<std::uint64_t> withdrawn;
};

struct OperatorPolicy : testing::Test {
  OperatorPolicy() { environment.operator_port = &desk; }

  WaitingDesk desk;
  PolicyEnvironment environment;
  support::FakeConversation conversation;
  std::string reply = "bytes of another message";
};

TEST_F(OperatorPolicy, AsksAndRepliesLater) {
  const auto policy = make_policy("operator", environment);
  EXPECT_EQ(policy->on_message("is anybody there?", conversation, reply), Outcome::later);
  EXPECT_EQ(reply, "bytes of another message");
  EXPECT_EQ(conversation.deferred, 1U);
  ASSERT_EQ(desk.questions.size(), 1U);
  EXPECT_TRUE(conversation.peer->settled.empty());

  desk.replies.front().answer("yes", {});
  EXPECT_EQ(conversation.peer->settled, (std::vector<RecordingRecipient::Settled>{{1, "yes"}}));
}

TEST_F(OperatorPolicy, SaysWhoAsks) {
  const auto policy = make_policy("operator", environment);
  policy->on_message("hello", conversation, reply);
  ASSERT_EQ(desk.questions.size(), 1U);
  const Question& question = desk.questions.front();
  EXPECT_EQ(question.listener, "main");
  EXPECT_EQ(question.client, "192.0.2.7:4711");
  EXPECT_EQ(question.session, 42U);
  EXPECT_EQ(question.message, "hello");
  EXPECT_EQ(question.timeout, std::chrono::seconds{60});
  EXPECT_EQ(question.absent_text, "no operator is available");
}

TEST_F(OperatorPolicy, AsksWithTheSettingsItIsTold) {
  const auto policy = make_policy("operator", environment,
                                  {{"operator-timeout", "1500ms"}, {"operator-absent-text", "away"}});
  policy->on_message("hello", conversation, reply);
  ASSERT_EQ(desk.questions.size(), 1U);
  EXPECT_EQ(desk.questions.front().timeout, std::chrono::milliseconds{1500});
  EXPECT_EQ(desk.questions.front().absent_text, "away");
}

TEST_F(OperatorPolicy, AsksForEachMessageItsOwnPlace) {
  const auto policy = make_policy("operator", environment);
  policy->on_message("first", conversation, reply);
  policy->on_message("second", conversation, reply);
  ASSERT_EQ(desk.replies.size(), 2U);
  desk.replies[1].answer("b", {});
  desk.replies[0].answer("a", {});
  EXPECT_EQ(conversation.peer->settled, (std::vector<RecordingRecipient::Settled>{{2, "b"}, {1, "a"}}));
}

TEST_F(OperatorPolicy, KeepsTheMessageBeyondTheCall) {
  const auto policy = make_policy("operator", environment);
  {
    std::string message = "a message that is longer than a small string can be";
    policy->on_message(message, conversation, reply);
    message.assign(message.size(), '#');
  }
  EXPECT_EQ(desk.questions.at(0).message, "a message that is longer than a small string can be");
}

TEST_F(OperatorPolicy, WithdrawsTheQuestionsOfClientThatHasGone) {
  make_policy("operator", environment)->on_leave(42);
  EXPECT_EQ(desk.withdrawn, std::vector<std::uint64_t>{42});
}

TEST_F(OperatorPolicy, ChecksItsTimeout) {
  for (const auto* const right : {"60s", "500ms", "2h", "0"})
    EXPECT_EQ(check_key("operator", "operator-timeout", right), std::nullopt) << right;
  for (const auto* const wrong : {"", "60", "soon", "-1s", "1 s"})
    EXPECT_NE(check_key("operator", "operator-timeout", wrong), std::nullopt) << wrong;
}

}  // namespace
}  // namespace lanchat::policy
