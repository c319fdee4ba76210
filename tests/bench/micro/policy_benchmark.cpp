// SPDX-License-Identifier: MIT

// Policies: one reply after the other into a buffer that is as large as it will get; and the whole way of a
// message without the system: decoded, answered, encoded.

#include "lanchat/policy/policy_table.hpp"
#include "lanchat/protocol/decoder.hpp"

#include "messages.hpp"

#include <stdexcept>

namespace lanchat::bench {
namespace {

/// The client of policies that answer at once and ask nothing of it.
class Client final : public policy::Conversation {
 public:
  [[nodiscard]] std::string_view listener() const override { return "main"; }

  [[nodiscard]] std::string client() const override { return "192.0.2.7:4711"; }

  [[nodiscard]] std::uint64_t session() const override { return 42; }

  [[nodiscard]] policy::PendingReply defer() override { throw std::logic_error("no reply comes later here"); }

  [[nodiscard]] std::shared_ptr<policy::Recipient> recipient() override { return nullptr; }
};

void reply(benchmark::State& state, const policy::PolicyEntry& entry, const std::string& message) {
  policy::PolicyEnvironment environment;
  const auto policy = entry.make(policy::default_policy_settings(), environment);
  Client client;
  std::string replies;
  const std::size_t times = block_size / message.size();
  for (auto _ : state) {
    replies.clear();
    for (std::size_t i = 0; i < times; ++i)
      policy->on_message(message, client, replies);
    benchmark::DoNotOptimize(replies.data());
  }
  count_bytes(state, times * message.size());
}

void answer_block(benchmark::State& state, protocol::Framing framing) {
  const std::string block = block_of(framing, 64);
  policy::PolicyEnvironment environment;
  const auto policy = policy::find_policy("echo")->make(policy::default_policy_settings(), environment);
  protocol::Decoder decoder({.framing = framing});
  const protocol::Encoder encoder({.framing = framing});
  Client client;
  std::string replies;
  for (auto _ : state) {
    replies.clear();
    for (std::string_view rest = block; !rest.empty();) {
      const auto found = decoder.next(rest);
      const std::size_t mark = encoder.begin(replies);
      policy->on_message(found->message.payload, client, replies);
      benchmark::DoNotOptimize(encoder.end(replies, mark, found->message.ending));
      rest.remove_prefix(found->consumed);
    }
  }
  count_bytes(state, block.size());
}

/// Every policy that answers at once, so that a new one is measured without a word here.
const bool registered = [] {
  for (const policy::PolicyEntry& entry : policy::policy_table()) {
    if (entry.name == "operator") continue;
    for (const std::size_t size : {std::size_t{64}, block_size}) {
      const std::string name = "reply/" + std::string(entry.name) + "/size:" + std::to_string(size);
      benchmark::RegisterBenchmark(name.c_str(), reply, entry, payload_of(size));
    }
  }
  std::string accents;
  while (accents.size() < 64)
    accents += "straße ";
  benchmark::RegisterBenchmark("reply/uppercase/accents", reply, *policy::find_policy("uppercase"), accents);
  benchmark::RegisterBenchmark("answer/line/size:64", answer_block, protocol::Framing::line);
  benchmark::RegisterBenchmark("answer/length/size:64", answer_block, protocol::Framing::length);
  return true;
}();

}  // namespace
}  // namespace lanchat::bench
