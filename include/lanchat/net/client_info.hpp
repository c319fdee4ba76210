// SPDX-License-Identifier: MIT
#pragma once

// A snapshot of one session, for whoever lists clients.

#include <chrono>
#include <cstdint>
#include <string>

namespace lanchat::net {

struct ClientInfo {
  std::uint64_t session = 0;
  std::string listener;
  std::string client;  ///< `ADDR:PORT`, or the process of a unix client
  std::chrono::system_clock::time_point since;
  std::uint64_t messages = 0;
  std::uint64_t bytes_in = 0;
  std::uint64_t bytes_out = 0;
  std::uint64_t waiting_output = 0;  ///< bytes
};

}  // namespace lanchat::net
