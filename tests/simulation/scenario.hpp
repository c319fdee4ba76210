// SPDX-License-Identifier: MIT
#pragma once

// One seed's choice of everything: the listener's options, the clients and their habits, what the
// administrator does meanwhile; and its run.

#include "simulation/world.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace lanchat::simulation {

class Scenario {
 public:
  explicit Scenario(std::uint64_t seed);

  /// What was chosen, for a person.
  [[nodiscard]] std::string describe() const;

  struct Outcome {
    std::vector<std::string> complaints;
    std::string trace;
    std::size_t clients = 0;
    net::Counters counters;
  };

  /// Runs it to its end; leaves nothing behind.
  [[nodiscard]] Outcome run() const;

 private:
  struct Planned {
    Talk talk;
    Habits habits;
  };

  void choose_listener(Chance& chance);
  void choose_clients(Chance& chance);
  void choose_habits(Chance& chance, Habits& habits) const;
  void choose_events(Chance& chance);
  void choose_rejections(Chance& chance, net::ListenerOptions& listener) const;

  std::uint64_t seed_;
  Rules rules_;
  World::Options options_;
  std::vector<Planned> clients_;
  std::vector<std::pair<Time, std::size_t>> disconnects_;  ///< when, and which client
  std::vector<std::pair<Time, net::ListenerOptions>> reloads_;
  std::optional<Time> dismissal_;
  std::vector<std::pair<Time, std::string>> datagrams_;
};

}  // namespace lanchat::simulation
