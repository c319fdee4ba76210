// SPDX-License-Identifier: MIT
// Whole lives of lanchat, chosen by a seed. tests/simulation/run says how to have more of them, or one again:
// LANCHAT_SIMULATION_SEED=N, LANCHAT_SIMULATION_SEEDS=COUNT.
#include "simulation/memory.hpp"
#include "simulation/scenario.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <map>
#include <string>

namespace lanchat::simulation {
namespace {

std::uint64_t number(const char* name, std::uint64_t otherwise) {
  const char* const text = std::getenv(name);
  return text == nullptr ? otherwise : std::stoull(text);
}

std::string told(const Scenario& scenario, std::uint64_t seed, const Scenario::Outcome& outcome) {
  std::string text = outcome.trace + scenario.describe() + "\n";
  for (const std::string& each : outcome.complaints)
    text += "  " + each + "\n";
  return text + "again: tests/simulation/run --seed " + std::to_string(seed);
}

TEST(Simulator, FindsEverySeedRight) {
  const std::uint64_t first = number("LANCHAT_SIMULATION_SEED", 1);
  const std::uint64_t count =
      number("LANCHAT_SIMULATION_SEEDS", std::getenv("LANCHAT_SIMULATION_SEED") != nullptr ? 1 : 2000);
  std::map<std::string, std::uint64_t> reasons;
  for (std::size_t i = 0; i < protocol::close_reason_count; ++i)
    reasons[std::string(to_string(static_cast<protocol::CloseReason>(i)))] = 0;
  int wrong = 0;
  for (std::uint64_t seed = first; seed < first + count && wrong < 3; ++seed) {
    const std::int64_t before = held_memory();
    std::int64_t after = 0;
    {
      const Scenario scenario(seed);
      const Scenario::Outcome outcome = scenario.run();
      for (std::size_t i = 0; i < protocol::close_reason_count; ++i)
        reasons[std::string(to_string(static_cast<protocol::CloseReason>(i)))] += outcome.counters.closed[i];
      EXPECT_TRUE(outcome.complaints.empty()) << told(scenario, seed, outcome);
      wrong += outcome.complaints.empty() ? 0 : 1;
      if (count == 1) std::cout << told(scenario, seed, outcome) << "\n";
    }
    after = held_memory();
    if (seed != first && wrong == 0) {
      EXPECT_EQ(after, before) << "seed " << seed << " left memory behind";
    }
  }
  for (const auto& [reason, times] : reasons)
    std::cout << reason << " " << times << "\n";
  if (count < 1000) return;
  for (const char* const each :
       {"client_closed", "client_reset", "message_too_long", "malformed_message", "message_timeout",
        "idle_timeout", "write_timeout", "pending_output_full", "server_stopping", "disconnected_by_operator",
        "too_many_clients", "connection_rate", "denied", "memory_limit"})
    EXPECT_GT(reasons[each], 0U) << each << ": the seeds do not try it";
}

TEST(Simulator, RunsTheSameSeedTheSameWay) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const Scenario scenario(seed);
    EXPECT_EQ(scenario.run().trace, Scenario(seed).run().trace) << "seed " << seed;
  }
}

}  // namespace
}  // namespace lanchat::simulation
