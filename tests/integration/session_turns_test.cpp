// SPDX-License-Identifier: MIT
// What a session may do at once while others wait.
#include "integration/served.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <exception>
#include <future>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lanchat::integration {
namespace {

// How many messages of each session are answered when each has had the worker's attention, after each client
// has written what it has to say while the worker was busy.
std::map<std::uint64_t, std::uint64_t> answered_at_once(
    Served& served, const std::vector<std::pair<const Client*, std::string_view>>& writing) {
  std::promise<std::vector<net::ClientInfo>> looked;
  served.ask(0, [&](net::Worker& worker) {
    for (const auto& [client, text] : writing)
      client->write(text);
    // Work that is posted comes before the clients in the next round, so the look is for the one after it.
    worker.post([&] { worker.post([&] { looked.set_value(worker.clients()); }); });
    return true;
  });
  auto seen = looked.get_future();
  if (seen.wait_for(patience) != std::future_status::ready) std::terminate();  // it is in use
  std::map<std::uint64_t, std::uint64_t> answered;
  for (const net::ClientInfo& client : seen.get())
    answered[client.session] = client.messages;
  return answered;
}

TEST(SessionTurns, LetOthersComeBetweenManySmallMessages) {
  Served served;
  const net::BindAddress address = served.open("unix", listener("echo"));
  const Client much(address);
  const Client little(address);
  EXPECT_EQ(much.exchange("a\n", 2), "a\n");
  EXPECT_EQ(little.exchange("b\n", 2), "b\n");
  std::string lines;
  for (int i = 0; i < 30'000; ++i)
    lines += "m\n";
  const auto answered = answered_at_once(served, {{&much, lines}, {&little, "one\n"}});
  ASSERT_EQ(answered.size(), 2U);
  EXPECT_LE(answered.begin()->second, 1U + 3 * 1'000) << "in more than three turns";
  EXPECT_EQ(answered.rbegin()->second, 2U);
  EXPECT_TRUE(much.read(lines.size()) == lines);
  EXPECT_EQ(little.read(4), "one\n");
}

}  // namespace
}  // namespace lanchat::integration
