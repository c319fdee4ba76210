// SPDX-License-Identifier: MIT
#pragma once

// What the load is to do, as the command line says it: words `key=value`. What stands before the first port
// is for every server; a port begins a server, and what follows is for that one.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace lanchat::bench {

using Clock = std::chrono::steady_clock;

struct Plan {
  std::string work;              ///< the first word: closed, open, connect, datagram, idle, watch
  std::uint16_t port = 0;        ///< of the server, on 127.0.0.1
  int server = 0;                ///< its process, whose processor time is told; 0: nobody's
  bool family = false;           ///< that process and all it has begotten
  std::size_t clients = 50;      ///< at one time
  std::size_t depth = 1;         ///< messages on the way for each client
  std::size_t size = 64;         ///< of a message without its framing, bytes
  std::size_t rate = 20'000;     ///< messages a second, for `open` and `watch`
  std::size_t crowd = 0;         ///< hostile clients of each kind beside those of `open`
  double seconds = 1;            ///< measured, for each server
  double warm = 0;               ///< seconds at least that each is at work before that
  double slice = 0.05;           ///< seconds that one server is at work before it is the next one's turn
  std::string framing = "line";  ///< line, raw, length
  std::string policy = "echo";   ///< echo, uppercase, timestamp, random, acknowledge
};

/// Seconds as the clock counts.
[[nodiscard]] Clock::duration duration_of(double seconds);

/// One for each server. Ends the program with status 64 where a word is not understood.
std::vector<Plan> plans_from(int count, char** words);

/// Ends the program with what the system says.
[[noreturn]] void fail(const char* what);

/// Ends the program: the server answered what it should not.
[[noreturn]] void wrong_reply(const char* what);

}  // namespace lanchat::bench
