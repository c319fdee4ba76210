// SPDX-License-Identifier: MIT
#include "policy/policy_key_checks.hpp"

namespace lanchat::policy {
namespace {

constexpr PolicyKey keys[] = {
    {"operator-timeout", "60s", "how long a message waits for a person's answer", duration},
    {"operator-absent-text", "no operator is available", "the reply when nobody answers in time", any_text},
};

class OperatorPolicy final : public Policy {
 public:
  OperatorPolicy(std::chrono::milliseconds timeout, std::string absent_text, OperatorPort& port)
      : timeout_(timeout), absent_text_(std::move(absent_text)), port_(port) {}

  Outcome on_message(std::string_view message, Conversation& conversation, std::string&) override {
    Question question{std::string(conversation.listener()),
                      conversation.client(),
                      conversation.session(),
                      std::string(message),
                      timeout_,
                      absent_text_,
                      conversation.is_datagram()};
    port_.ask(std::move(question), conversation.defer());
    return Outcome::later;
  }

  void on_leave(std::uint64_t session) override { port_.withdraw(session); }

 private:
  std::chrono::milliseconds timeout_;
  std::string absent_text_;
  OperatorPort& port_;
};

std::unique_ptr<Policy> make(const PolicySettings& settings, PolicyEnvironment& environment) {
  return std::make_unique<OperatorPolicy>(duration_setting(settings, keys, "operator-timeout"),
                                          text_setting(settings, keys, "operator-absent-text"),
                                          *environment.operator_port);
}

}  // namespace

extern const PolicyEntry operator_policy;
constinit const PolicyEntry operator_policy{"operator", "what a person at lanchatctl's console types", keys,
                                            nullptr, make};

}  // namespace lanchat::policy
