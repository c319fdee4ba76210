// SPDX-License-Identifier: MIT
#include "lanchat/protocol/units.hpp"

#include "support/fake_conversation.hpp"
#include "unit/policy/make_policy.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <limits>
#include <set>
#include <string>

namespace lanchat::policy {
namespace {

constexpr auto smallest = std::numeric_limits<std::int64_t>::min();
constexpr auto largest = std::numeric_limits<std::int64_t>::max();

struct RandomPolicy : testing::Test {
  RandomPolicy() { environment.random.seed(20260208); }

  std::unique_ptr<Policy> numbers(std::int64_t min, std::int64_t max) {
    return make_policy("random", environment,
                       {{"random-min", std::to_string(min)}, {"random-max", std::to_string(max)}});
  }

  static std::int64_t draw(Policy& policy) {
    const std::string text = support::reply_to(policy, "any message");
    const auto number = protocol::parse_integer(text);
    EXPECT_TRUE(number) << text;
    return number.value_or(0);
  }

  static std::optional<PolicyMistake> mistake(const PolicySettings& changed) {
    PolicySettings settings = default_policy_settings();
    for (const auto& [key, value] : changed)
      settings.insert_or_assign(key, value);
    return find_policy("random")->check(settings);
  }

  PolicyEnvironment environment;
};

TEST_F(RandomPolicy, RepliesWholeNumberFromZeroToHundred) {
  const auto policy = make_policy("random", environment);
  std::set<std::int64_t> seen;
  for (int round = 0; round < 5000; ++round)
    seen.insert(draw(*policy));
  EXPECT_EQ(*seen.begin(), 0);
  EXPECT_EQ(*seen.rbegin(), 100);
  EXPECT_EQ(seen.size(), 101U);
}

TEST_F(RandomPolicy, ReachesBothEnds) {
  const auto policy = numbers(-1, 1);
  std::set<std::int64_t> seen;
  for (int round = 0; round < 200; ++round)
    seen.insert(draw(*policy));
  EXPECT_EQ(seen, (std::set<std::int64_t>{-1, 0, 1}));
}

TEST_F(RandomPolicy, RepliesTheOneNumberThereIs) {
  for (const std::int64_t only : {std::int64_t{0}, std::int64_t{-5}, smallest, largest}) {
    const auto policy = numbers(only, only);
    for (int round = 0; round < 10; ++round)
      EXPECT_EQ(support::reply_to(*policy, ""), std::to_string(only));
  }
}

TEST_F(RandomPolicy, CoversAllOfSixtyFourBits) {
  const auto policy = numbers(smallest, largest);
  std::array<int, 4> quarters{};
  for (int round = 0; round < 4000; ++round)
    ++quarters.at(static_cast<std::uint64_t>(draw(*policy)) >> 62U);
  for (const int count : quarters)
    EXPECT_NEAR(count, 1000, 150);
}

TEST_F(RandomPolicy, StaysInItsRange) {
  for (const auto& [min, max] : {std::pair<std::int64_t, std::int64_t>{10, 12},
                                 {-3, -1},
                                 {largest - 1, largest},
                                 {smallest, smallest + 1}}) {
    const auto policy = numbers(min, max);
    for (int round = 0; round < 200; ++round) {
      const std::int64_t number = draw(*policy);
      EXPECT_GE(number, min);
      EXPECT_LE(number, max);
    }
  }
}

// Pearson's chi-square over six faces: 5 degrees of freedom, and 20.5 is passed once in a thousand times.
TEST_F(RandomPolicy, IsUniform) {
  constexpr int rolls = 60'000;
  const auto dice = numbers(1, 6);
  std::array<int, 6> faces{};
  for (int roll = 0; roll < rolls; ++roll)
    ++faces.at(static_cast<std::size_t>(draw(*dice) - 1));
  double deviation = 0;
  for (const int count : faces)
    deviation += (count - rolls / 6.0) * (count - rolls / 6.0) / (rolls / 6.0);
  EXPECT_LT(deviation, 20.5);
}

TEST_F(RandomPolicy, TakesItsChanceFromTheEnvironment) {
  const auto first = numbers(0, 1'000'000);
  const std::string drawn = support::reply_to(*first, "");
  environment.random.seed(20260208);
  EXPECT_EQ(support::reply_to(*numbers(0, 1'000'000), ""), drawn);
}

TEST_F(RandomPolicy, ChecksItsNumbers) {
  for (const auto* const key : {"random-min", "random-max"}) {
    for (const auto* const right : {"0", "-7", "9223372036854775807", "-9223372036854775808"})
      EXPECT_EQ(check_key("random", key, right), std::nullopt) << right;
    for (const auto* const wrong : {"", "1.5", "1K", "six", "+1", "9223372036854775808"})
      EXPECT_NE(check_key("random", key, wrong), std::nullopt) << wrong;
  }
}

TEST_F(RandomPolicy, ChecksThatItsRangeIsNotEmpty) {
  EXPECT_FALSE(mistake({{"random-min", "6"}, {"random-max", "6"}}));
  EXPECT_FALSE(mistake({{"random-min", "-6"}, {"random-max", "6"}}));
  const auto found = mistake({{"random-min", "101"}});
  ASSERT_TRUE(found);
  EXPECT_EQ(found->key, "random-min");
  EXPECT_NE(found->what.find("100"), std::string::npos) << found->what;
}

}  // namespace
}  // namespace lanchat::policy
