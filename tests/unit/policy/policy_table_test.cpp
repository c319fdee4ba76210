// SPDX-License-Identifier: MIT
#include "lanchat/policy/policy_table.hpp"

#include "support/fake_conversation.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace lanchat::policy {
namespace {

// Answers at once, so that every policy can be tried alike.
class PresentOperator final : public OperatorPort {
 public:
  void ask(Question, PendingReply reply) override { reply.answer("from a person", {}); }

  void withdraw(std::uint64_t) noexcept override {}
};

TEST(PolicyTable, HasTheDocumentedPolicies) {
  std::vector<std::string_view> names;
  for (const PolicyEntry& entry : policy_table())
    names.push_back(entry.name);
  EXPECT_THAT(names,
              testing::IsSupersetOf({"echo", "timestamp", "uppercase", "random", "acknowledge", "operator"}));
}

TEST(PolicyTable, NamesEachPolicyOnce) {
  std::set<std::string_view> names;
  for (const PolicyEntry& entry : policy_table())
    EXPECT_TRUE(names.insert(entry.name).second) << entry.name;
}

TEST(PolicyTable, NamesEachKeyOnceOverAllPolicies) {
  std::set<std::string_view> names;
  for (const PolicyEntry& entry : policy_table()) {
    for (const PolicyKey& key : entry.keys)
      EXPECT_TRUE(names.insert(key.name).second) << key.name;
  }
}

TEST(PolicyTable, FindsPolicyByItsName) {
  for (const PolicyEntry& entry : policy_table())
    EXPECT_EQ(find_policy(entry.name), &entry);
  for (const std::string_view name : {"", "Echo", "echo ", "ech", "none"})
    EXPECT_EQ(find_policy(name), nullptr) << name;
}

TEST(PolicyTable, HasTheDocumentedDefaults) {
  const PolicySettings documented{{"timestamp-format", "[%a %b %e %H:%M:%S %Y] "},
                                  {"timestamp-zone", "local"},
                                  {"random-min", "0"},
                                  {"random-max", "100"},
                                  {"acknowledge-text", "received"},
                                  {"operator-timeout", "60s"},
                                  {"operator-absent-text", "no operator is available"}};
  const PolicySettings defaults = default_policy_settings();
  for (const auto& setting : documented)
    EXPECT_THAT(defaults, testing::Contains(setting));
}

TEST(PolicyTable, AcceptsItsOwnDefaults) {
  for (const PolicyEntry& entry : policy_table()) {
    for (const PolicyKey& key : entry.keys)
      EXPECT_EQ(key.check(key.default_value), std::nullopt) << key.name;
    if (entry.check != nullptr) {
      EXPECT_FALSE(entry.check(default_policy_settings())) << entry.name;
    }
  }
}

TEST(PolicyTable, DescribesEverythingInOneLine) {
  for (const PolicyEntry& entry : policy_table()) {
    EXPECT_THAT(entry.summary, testing::Not(testing::IsEmpty())) << entry.name;
    EXPECT_EQ(entry.summary.find('\n'), std::string_view::npos) << entry.name;
    for (const PolicyKey& key : entry.keys) {
      EXPECT_THAT(key.help, testing::Not(testing::IsEmpty())) << key.name;
      EXPECT_EQ(key.help.find('\n'), std::string_view::npos) << key.name;
    }
  }
}

TEST(PolicyTable, MakesPoliciesThatLeaveOthersBytesAlone) {
  PresentOperator desk;
  PolicyEnvironment environment;
  environment.operator_port = &desk;
  for (const PolicyEntry& entry : policy_table()) {
    const auto policy = entry.make(default_policy_settings(), environment);
    for (const std::string_view message : {"", "hello", "straße", "\xFF\x80"}) {
      support::FakeConversation conversation;
      std::string reply = "bytes of another message";
      const Outcome outcome = policy->on_message(message, conversation, reply);
      EXPECT_THAT(reply, testing::StartsWith("bytes of another message")) << entry.name;
      EXPECT_EQ(conversation.deferred, outcome == Outcome::later ? 1U : 0U) << entry.name;
      if (outcome != Outcome::reply) {
        EXPECT_EQ(reply, "bytes of another message") << entry.name;
      }
    }
    policy->on_leave(42);
  }
}

TEST(PolicyTable, MakesPoliciesFromNothingButDefaults) {
  PresentOperator desk;
  PolicyEnvironment environment;
  environment.operator_port = &desk;
  for (const PolicyEntry& entry : policy_table())
    EXPECT_NE(entry.make(PolicySettings{}, environment), nullptr) << entry.name;
}

}  // namespace
}  // namespace lanchat::policy
