// SPDX-License-Identifier: MIT

// The load: clients of servers on the loopback that check every byte of every reply. Prints what was done,
// what it cost and how long it took as one JSON object.
//
// usage: load closed|open|connect|datagram|idle|watch [KEY=VALUE]... port=PORT [KEY=VALUE]... [port=PORT ...]
// (the keys: plan.hpp)

#include "load.hpp"
#include "turns.hpp"

#include <cstdio>
#include <map>

int main(int argc, char** argv) {
  using namespace lanchat::bench;
  const std::map<std::string, std::unique_ptr<Load> (*)(const Plan&)> works{
      {"closed", closed_loop}, {"open", open_loop}, {"connect", connect_loop}, {"datagram", datagram_loop}};
  const std::vector<Plan> plans = plans_from(argc, argv);
  if (!plans.empty() && plans.front().work == "idle") {
    idle(plans.front());
    return 0;
  }
  if (!plans.empty() && plans.front().work == "watch") {
    watch(plans);
    return 0;
  }
  const auto work = plans.empty() ? works.end() : works.find(plans.front().work);
  if (work == works.end()) {
    std::fprintf(
        stderr,
        "usage: load closed|open|connect|datagram|idle|watch [KEY=VALUE]... port=PORT [KEY=VALUE]...\n");
    return 64;
  }
  take_turns(plans, work->second);
  return 0;
}
