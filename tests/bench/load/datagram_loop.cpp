// SPDX-License-Identifier: MIT
#include "datagram_client.hpp"
#include "load.hpp"

#include <sys/epoll.h>

#include <algorithm>
#include <array>
#include <vector>

namespace lanchat::bench {
namespace {

class DatagramLoop final : public Load {
 public:
  explicit DatagramLoop(const Plan& plan) {
    clients_.reserve(plan.clients);
    for (std::size_t i = 0; i < plan.clients; ++i) {
      DatagramClient& client = clients_.emplace_back(plan, i);
      epoll_event event{.events = EPOLLIN, .data = {.ptr = &client}};
      if (epoll_ctl(poll_, EPOLL_CTL_ADD, client.socket(), &event) != 0) fail("epoll_ctl");
    }
  }

  void work_until(Clock::time_point end, Tally& tally) override {
    Clock::time_point now = Clock::now();
    for (DatagramClient& client : clients_)
      client.send_all(now);
    std::array<epoll_event, 64> events;
    for (Clock::time_point look = now + DatagramClient::patience; now < end || waiting();) {
      const int count = epoll_wait(poll_, events.data(), static_cast<int>(events.size()), 10);
      now = Clock::now();
      for (int i = 0; i < count; ++i)
        static_cast<DatagramClient*>(events[static_cast<std::size_t>(i)].data.ptr)
            ->receive(tally, now, now < end);
      if (now < look) continue;
      for (DatagramClient& client : clients_)
        client.give_up(tally, now, now < end);
      look = now + DatagramClient::patience / 4;
    }
  }

 private:
  [[nodiscard]] bool waiting() const {
    return std::ranges::any_of(clients_, [](const DatagramClient& client) { return client.waiting() > 0; });
  }

  int poll_ = epoll_create1(EPOLL_CLOEXEC);
  std::vector<DatagramClient> clients_;
};

}  // namespace

std::unique_ptr<Load> datagram_loop(const Plan& plan) {
  return std::make_unique<DatagramLoop>(plan);
}

}  // namespace lanchat::bench
