// SPDX-License-Identifier: MIT
#include "load.hpp"
#include "stream_client.hpp"

#include <poll.h>
#include <unistd.h>

#include <cstdio>
#include <string>

namespace lanchat::bench {

void idle(const Plan& plan) {
  std::vector<StreamClient> clients;
  clients.reserve(plan.clients);
  std::string buffer(std::size_t{64} * 1024, '\0');
  for (std::size_t i = 0; i < plan.clients; ++i) {
    StreamClient& client = clients.emplace_back(plan, i);
    client.send_batch();
    for (bool answered = false; !answered;) {
      pollfd readable{.fd = client.socket(), .events = POLLIN, .revents = 0};
      if (poll(&readable, 1, 10'000) != 1) wrong_reply("none within ten seconds");
      answered = client.receive(buffer);
    }
  }
  std::printf("{\"clients\":%zu}\n", clients.size());
  std::fflush(stdout);
  while (read(STDIN_FILENO, buffer.data(), buffer.size()) > 0) {
  }
}

}  // namespace lanchat::bench
