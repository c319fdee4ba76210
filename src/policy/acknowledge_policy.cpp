// SPDX-License-Identifier: MIT
#include "policy/policy_key_checks.hpp"

namespace lanchat::policy {
namespace {

constexpr PolicyKey keys[] = {
    {"acknowledge-text", "received", "the reply to every message", any_text},
};

class AcknowledgePolicy final : public Policy {
 public:
  explicit AcknowledgePolicy(std::string text) : text_(std::move(text)) {}

  Outcome on_message(std::string_view, Conversation&, std::string& reply) override {
    reply.append(text_);
    return Outcome::reply;
  }

 private:
  std::string text_;
};

std::unique_ptr<Policy> make(const PolicySettings& settings, PolicyEnvironment&) {
  return std::make_unique<AcknowledgePolicy>(text_setting(settings, keys, "acknowledge-text"));
}

}  // namespace

extern const PolicyEntry acknowledge_policy;
constinit const PolicyEntry acknowledge_policy{"acknowledge", "a fixed text", keys, nullptr, make};

}  // namespace lanchat::policy
