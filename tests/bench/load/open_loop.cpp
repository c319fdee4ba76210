// SPDX-License-Identifier: MIT
#include "crowd.hpp"
#include "load.hpp"
#include "paced_client.hpp"

#include <sys/epoll.h>

#include <array>
#include <cstddef>
#include <memory>
#include <vector>

namespace lanchat::bench {
namespace {

class OpenLoop final : public Load {
 public:
  explicit OpenLoop(const Plan& plan) : pause_(1'000'000'000 / plan.rate) {
    clients_.reserve(plan.clients);
    for (std::size_t i = 0; i < plan.clients; ++i) {
      PacedClient& client = clients_.emplace_back(plan, i);
      epoll_event event{.events = EPOLLIN, .data = {.ptr = &client}};
      if (epoll_ctl(poll_, EPOLL_CTL_ADD, client.socket(), &event) != 0) fail("epoll_ctl");
    }
    if (plan.crowd > 0) crowd_ = std::make_unique<Crowd>(plan);
  }

  /// Looks without waiting: a load that slept would be late by as much as it takes to wake it.
  void work_until(Clock::time_point end, Tally& tally) override {
    std::array<epoll_event, 64> events;
    std::size_t waiting = 0;
    Clock::time_point now = Clock::now();
    if (crowd_) crowd_->begin(now);
    for (Clock::time_point next = now; now < end || waiting > 0; now = Clock::now()) {
      for (; next <= now && now < end; next += pause_, ++waiting)
        clients_[turn_++ % clients_.size()].send(next);
      const int count = epoll_wait(poll_, events.data(), static_cast<int>(events.size()), 0);
      for (int i = 0; i < count; ++i)
        waiting -= static_cast<PacedClient*>(events[static_cast<std::size_t>(i)].data.ptr)->receive(tally);
      if (crowd_) crowd_->step(now, tally);
      if (now > end + std::chrono::seconds(10)) wrong_reply("none within ten seconds");
    }
  }

 private:
  std::chrono::nanoseconds pause_;
  int poll_ = epoll_create1(EPOLL_CLOEXEC);
  std::size_t turn_ = 0;
  std::vector<PacedClient> clients_;
  std::unique_ptr<Crowd> crowd_;  // beside the clients, where the plan wants one
};

}  // namespace

std::unique_ptr<Load> open_loop(const Plan& plan) {
  return std::make_unique<OpenLoop>(plan);
}

}  // namespace lanchat::bench
