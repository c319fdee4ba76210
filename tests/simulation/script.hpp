// SPDX-License-Identifier: MIT
#pragma once

// A conversation that always goes the same way, to be had again with one thing going wrong.

#include "simulation/referee.hpp"
#include "simulation/world.hpp"

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace lanchat::simulation {

struct Script {
  std::string name;
  World::Options options;
  std::function<void(World& world)> prepare;

  /// What goes wrong in one run.
  struct Trouble {
    Fault fault;
    std::uint64_t allocation = 0;
    bool lasting = false;
  };

  struct Run {
    std::array<std::uint64_t, call_count> calls{};
    std::uint64_t allocations = 0;
    std::uint64_t datagrams = 0;                 ///< that lanchat sent
    std::map<std::string, std::string> reasons;  ///< by client
    std::vector<std::string> complaints;
    std::string trace;
    std::int64_t left_behind = 0;  ///< bytes
  };

  [[nodiscard]] Run run(const Trouble& trouble, Referee::Leniency leniency) const;
};

/// TCP with every framing, late replies, half-closed clients, too long a message, a crowd, a stop in the
/// middle, a reload, datagrams.
[[nodiscard]] const std::vector<Script>& scripts();

}  // namespace lanchat::simulation
