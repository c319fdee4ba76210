// SPDX-License-Identifier: MIT
#pragma once

// Compares what happened in a World with what should have: every byte a client got, why and when it was let
// go, and the accounts of the whole.

#include "simulation/world.hpp"

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace lanchat::simulation {

class Referee {
 public:
  struct Leniency {
    bool connections_fail = false;  ///< errors that end a connection were injected
    bool memory_fails = false;      ///< so that an end may be internal_error, and go without a log line
    bool timing = false;            ///< errors that only delay were injected
  };

  Referee(const World& world, const net::ListenerOptions& options, Leniency leniency);

  /// What was wrong, one sentence each; empty: nothing.
  [[nodiscard]] const std::vector<std::string>& complaints() const noexcept { return complaints_; }

 private:
  using End = EndLog::End;

  void check_accounts();
  void check_answers();
  void check(const Client& client);
  void check_end(const Client& client, const End& end);
  void check_reason(const Client& client, const End& end);
  void check_time(const Client& client, const End& end);
  void check_bytes(const Client& client, const End& end);
  void check_rejected(const Client& client);
  [[nodiscard]] bool prompt(const Client& client) const;
  [[nodiscard]] std::size_t least_answered(const Client& client, const End& end) const;
  [[nodiscard]] std::size_t most_answered(const Client& client, const End& end) const;
  void demand(bool holds, std::string_view what, const Client* client = nullptr);

  const World& world_;
  const net::ListenerOptions& options_;
  Leniency leniency_;
  std::vector<std::string> complaints_;
};

}  // namespace lanchat::simulation
