// SPDX-License-Identifier: MIT
#pragma once

// Datagrams to lanchat and back: who asked is who is answered, each datagram at most once, with the right
// answer. The network loses some, and brings some late.

#include "simulation/world.hpp"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace lanchat::simulation {

class Correspondence {
 public:
  using Letters = std::vector<std::pair<Time, std::string>>;  ///< when each is sent, no two alike

  Correspondence(World& world, Rules rules, const Letters& letters);

  /// After the run: what was wrong.
  void judge(std::vector<std::string>& complaints) const;

 private:
  void send(const std::string& letter, std::size_t number);
  void take(const DatagramSocket::Datagram& reply);

  World& world_;
  Rules rules_;
  std::map<std::string, std::uint16_t> expected_;  ///< the answer, and the port of who asked
  std::map<std::string, int> replies_;
  std::vector<std::string> wrong_;
  std::uint64_t arrived_ = 0;
};

}  // namespace lanchat::simulation
