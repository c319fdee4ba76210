// SPDX-License-Identifier: MIT
#include "integration/stage.hpp"

#include "integration/patience.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <stdexcept>
#include <utility>

namespace lanchat::integration {
namespace {

using policy::Conversation;
using policy::Outcome;

class Counting final : public policy::Policy {
 public:
  explicit Counting(Stage&) {}

  Outcome on_message(std::string_view, Conversation&, std::string& reply) override {
    reply += std::to_string(++messages_);
    return Outcome::reply;
  }

 private:
  int messages_ = 0;
};

class Throwing final : public policy::Policy {
 public:
  explicit Throwing(Stage&) {}

  Outcome on_message(std::string_view message, Conversation&, std::string& reply) override {
    reply += message;
    if (message == "boom") throw std::runtime_error("the policy has a defect");
    return Outcome::reply;
  }
};

class Deferring final : public policy::Policy {
 public:
  explicit Deferring(Stage& stage) : stage_(stage) {}

  Outcome on_message(std::string_view message, Conversation& conversation, std::string& reply) override {
    if (message.starts_with("later")) {
      policy::Question question;
      question.session = conversation.session();
      question.message = message;
      stage_.ask(std::move(question), conversation.defer());
      return Outcome::later;
    }
    reply += message;
    return Outcome::reply;
  }

  void on_leave(std::uint64_t session) override { stage_.withdraw(session); }

 private:
  Stage& stage_;
};

class Speaking final : public policy::Policy {
 public:
  explicit Speaking(Stage& stage) : stage_(stage) {}

  Outcome on_message(std::string_view message, Conversation& conversation, std::string& reply) override {
    stage_.bring(conversation.recipient());
    reply += message;
    return Outcome::reply;
  }

  void on_leave(std::uint64_t session) override { stage_.withdraw(session); }

 private:
  Stage& stage_;
};

class Silent final : public policy::Policy {
 public:
  explicit Silent(Stage&) {}

  Outcome on_message(std::string_view, Conversation& conversation, std::string&) override {
    last_ = conversation.session();
    return Outcome::silent;
  }

 private:
  std::uint64_t last_ = 0;
};

class Long final : public policy::Policy {
 public:
  explicit Long(Stage&) {}

  Outcome on_message(std::string_view message, Conversation&, std::string& reply) override {
    reply.append(std::stoul(std::string(message)), 'x');
    return Outcome::reply;
  }
};

template <typename Policy>
policy::PolicyEntry entry(std::string_view name) {
  return {name, "", {}, nullptr, [](const policy::PolicySettings&, policy::PolicyEnvironment& environment) {
            auto& stage = static_cast<Stage&>(*environment.operator_port);
            return std::unique_ptr<policy::Policy>(std::make_unique<Policy>(stage));
          }};
}

}  // namespace

void Stage::ask(policy::Question question, policy::PendingReply reply) {
  const std::scoped_lock lock(mutex_);
  deferred_.push_back({std::move(question.message), std::move(reply)});
  changed_.notify_all();
}

void Stage::withdraw(std::uint64_t session) noexcept {
  const std::scoped_lock lock(mutex_);
  left_.push_back(session);
  changed_.notify_all();
}

void Stage::bring(std::shared_ptr<policy::Recipient> recipient) {
  const std::scoped_lock lock(mutex_);
  recipients_.push_back(std::move(recipient));
  changed_.notify_all();
}

template <typename Thing>
Thing Stage::take(std::deque<Thing>& from) {
  std::unique_lock lock(mutex_);
  if (!changed_.wait_for(lock, patience, [&from] { return !from.empty(); }))
    throw std::runtime_error("nothing came to the stage");
  Thing first = std::move(from.front());
  from.pop_front();
  return first;
}

Deferred Stage::take_deferred() {
  return take(deferred_);
}

std::vector<Deferred> Stage::take_all_deferred() {
  std::vector<Deferred> all;
  all.push_back(take_deferred());
  const std::scoped_lock lock(mutex_);
  std::ranges::move(deferred_, std::back_inserter(all));
  deferred_.clear();
  return all;
}

std::shared_ptr<policy::Recipient> Stage::take_recipient() {
  return take(recipients_);
}

std::uint64_t Stage::take_left() {
  return take(left_);
}

const policy::PolicyEntry* find_staged_policy(std::string_view name) {
  static const std::array table{entry<Counting>("counting"),   entry<Throwing>("throwing"),
                                entry<Deferring>("deferring"), entry<Speaking>("speaking"),
                                entry<Silent>("silent"),       entry<Long>("long")};
  const auto found = std::ranges::find(table, name, &policy::PolicyEntry::name);
  return found == table.end() ? policy::find_policy(name) : &*found;
}

}  // namespace lanchat::integration
