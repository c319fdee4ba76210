// SPDX-License-Identifier: MIT
#include "lanchat/policy/policy_table.hpp"

namespace lanchat::policy {
namespace {

class EchoPolicy final : public Policy {
 public:
  Outcome on_message(std::string_view message, Conversation&, std::string& reply) override {
    reply.append(message);
    return Outcome::reply;
  }
};

std::unique_ptr<Policy> make(const PolicySettings&, PolicyEnvironment&) {
  return std::make_unique<EchoPolicy>();
}

}  // namespace

extern const PolicyEntry echo_policy;
constinit const PolicyEntry echo_policy{"echo", "the message", {}, nullptr, make};

}  // namespace lanchat::policy
