// SPDX-License-Identifier: MIT

// The load: clients of a server on the loopback that check every byte of every reply. Prints what was done,
// what it cost and how long it took as one JSON object.
//
// usage: load closed|open|connect|datagram|idle port=PORT [key=value]...      (the keys: plan.hpp)

#include "works.hpp"

#include <cstdio>
#include <map>

int main(int argc, char** argv) {
  using namespace lanchat::bench;
  const std::map<std::string, void (*)(const Plan&)> works{{"closed", closed_loop},
                                                           {"open", open_loop},
                                                           {"connect", connect_loop},
                                                           {"datagram", datagram_loop},
                                                           {"idle", idle}};
  const Plan plan = plan_from(argc, argv);
  const auto work = works.find(plan.work);
  if (work == works.end() || plan.port == 0) {
    std::fprintf(stderr, "usage: load closed|open|connect|datagram|idle port=PORT [key=value]...\n");
    return 64;
  }
  work->second(plan);
  return 0;
}
