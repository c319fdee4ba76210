// SPDX-License-Identifier: MIT
#include "turns.hpp"

#include "account.hpp"

#include <algorithm>
#include <cstdio>
#include <vector>

namespace lanchat::bench {
namespace {

struct Turn {
  Plan plan;
  std::unique_ptr<Load> load;
  Tally tally;
  std::size_t warming_up = 0;  // operations before those that are measured
  double warming_up_p99_us = 0;
  ServerReading before;
  ServerReading after;

  void warm_up() {
    do {
      work();
    } while (tally.active < duration_of(plan.warm));
    warming_up = tally.operations;
    warming_up_p99_us = tally.latencies.quantile(0.99);
    tally = {};
  }

  void work() {
    const Clock::time_point began = Clock::now();
    load->work_until(began + duration_of(plan.slice), tally);
    tally.active += Clock::now() - began;
  }

  /// Whether it has worked for as long as it should.
  [[nodiscard]] bool over() const { return tally.active >= duration_of(plan.seconds); }
};

void print(const Turn& turn) {
  std::printf(
      R"({"operations":%zu,"warming_up":%zu,"warming_up_p99_us":%.2f,"lost":%zu,"crowd_gone":%zu,"crowd_bytes":%zu,"active":%.6f,"p50_us":%.2f,"p99_us":%.2f,"ran_ns":%ld,"waited_ns":%ld})",
      turn.tally.operations, turn.warming_up, turn.warming_up_p99_us, turn.tally.lost, turn.tally.crowd_gone,
      turn.tally.crowd_bytes, std::chrono::duration<double>(turn.tally.active).count(),
      turn.tally.latencies.quantile(0.5), turn.tally.latencies.quantile(0.99),
      turn.after.ran_ns - turn.before.ran_ns, turn.after.waited_ns - turn.before.waited_ns);
}

void print(const Reading& before, const Reading& after, const std::vector<Turn>& turns) {
  std::printf(R"({"seconds":%.6f,"load_ns":%ld,"load_wait_ns":%ld,"busy_ns":%ld,"stolen_ns":%ld,"servers":[)",
              std::chrono::duration<double>(after.time - before.time).count(), after.load_ns - before.load_ns,
              after.load_wait_ns - before.load_wait_ns, after.busy_ns - before.busy_ns,
              after.stolen_ns - before.stolen_ns);
  for (const Turn& turn : turns) {
    if (&turn != &turns.front()) std::printf(",");
    print(turn);
  }
  std::printf("]}\n");
  std::fflush(stdout);
}

}  // namespace

void take_turns(std::span<const Plan> plans, std::unique_ptr<Load> (*make)(const Plan&)) {
  std::vector<Turn> turns;
  for (const Plan& plan : plans)
    turns.push_back({.plan = plan, .load = make(plan), .tally = {}, .before = {}, .after = {}});
  for (Turn& turn : turns) {
    turn.warm_up();
  }
  const Reading before = Reading::now();
  for (Turn& turn : turns)
    turn.before = ServerReading::now(turn.plan);
  // There and back, so that none is always the one after another.
  for (bool back = false; !std::ranges::all_of(turns, &Turn::over); back = !back) {
    for (std::size_t i = 0; i < turns.size(); ++i)
      turns[back ? turns.size() - 1 - i : i].work();
  }
  for (Turn& turn : turns)
    turn.after = ServerReading::now(turn.plan);
  print(before, Reading::now(), turns);
}

}  // namespace lanchat::bench
