// SPDX-License-Identifier: MIT
#include "policy/policy_key_checks.hpp"

#include <array>
#include <charconv>

namespace lanchat::policy {
namespace {

constexpr PolicyKey keys[] = {
    {"random-min", "0", "the smallest number", whole_number},
    {"random-max", "100", "the largest number", whole_number},
};

class RandomPolicy final : public Policy {
 public:
  RandomPolicy(std::int64_t min, std::int64_t max, std::mt19937_64& random)
      : numbers_(min, max), random_(random) {}

  Outcome on_message(std::string_view, Conversation&, std::string& reply) override {
    std::array<char, 20> digits;  // the longest is -9223372036854775808
    const auto written = std::to_chars(digits.data(), digits.data() + digits.size(), numbers_(random_));
    reply.append(digits.data(), written.ptr);
    return Outcome::reply;
  }

 private:
  std::uniform_int_distribution<std::int64_t> numbers_;
  std::mt19937_64& random_;
};

std::optional<PolicyMistake> check(const PolicySettings& settings) {
  const auto max = number_setting(settings, keys, "random-max");
  if (number_setting(settings, keys, "random-min") <= max) return std::nullopt;
  return PolicyMistake{"random-min", "larger than random-max, allowed is at most " + std::to_string(max)};
}

std::unique_ptr<Policy> make(const PolicySettings& settings, PolicyEnvironment& environment) {
  return std::make_unique<RandomPolicy>(number_setting(settings, keys, "random-min"),
                                        number_setting(settings, keys, "random-max"), environment.random);
}

}  // namespace

extern const PolicyEntry random_policy;
constinit const PolicyEntry random_policy{"random", "a whole number, uniform from random-min to random-max",
                                          keys, check, make};

}  // namespace lanchat::policy
