// SPDX-License-Identifier: MIT
#include "load.hpp"
#include "stream_client.hpp"

#include <poll.h>
#include <sys/epoll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <deque>
#include <span>
#include <string>

namespace lanchat::bench {
namespace {

constexpr auto patience = std::chrono::seconds{10};

struct Watched {
  StreamClient client;
  bool waiting = false;  // for a reply
};

class Watch {
 public:
  explicit Watch(std::span<const Plan> plans)
      : pause_(1'000'000'000 / plans.front().rate), window_(duration_of(plans.front().slice)) {
    for (const Plan& plan : plans) {
      for (std::size_t i = 0; i < plan.clients; ++i)
        add(plan, i);
    }
  }

  void run() {
    Clock::time_point next = Clock::now();
    Clock::time_point end = next + window_;
    for (bool more = true; more || waiting_ > 0;) {
      const Clock::time_point now = Clock::now();
      for (; more && next <= now; next += pause_)
        send(now);
      receive();
      if (now < end) continue;
      tell();
      // Windows that nobody could look at are none.
      end = std::max(end + window_, now);
      more = more && !told_to_end();
    }
  }

 private:
  void add(const Plan& plan, std::size_t number) {
    Watched& watched = clients_.emplace_back(Watched{StreamClient(plan, number)});
    epoll_event event{.events = EPOLLIN, .data = {.ptr = &watched}};
    if (epoll_ctl(poll_, EPOLL_CTL_ADD, watched.client.socket(), &event) != 0) fail("epoll_ctl");
  }

  void send(Clock::time_point now) {
    Watched& watched = clients_[turn_++ % clients_.size()];
    if (watched.waiting) {
      if (now - watched.client.began > patience) wrong_reply("none within ten seconds");
      return;
    }
    watched.waiting = true;
    watched.client.began = Clock::now();
    watched.client.send_batch();
    ++waiting_;
  }

  void receive() {
    std::array<epoll_event, 256> events;
    const int count = epoll_wait(poll_, events.data(), static_cast<int>(events.size()), 1);
    for (int i = 0; i < count; ++i) {
      auto& watched = *static_cast<Watched*>(events[static_cast<std::size_t>(i)].data.ptr);
      if (!watched.client.receive(buffer_)) continue;
      const Clock::duration latency = Clock::now() - watched.client.began;
      tally_.finished(1, latency);
      longest_ = std::max(longest_, latency);
      watched.waiting = false;
      --waiting_;
    }
  }

  void tell() {
    std::printf(R"({"operations":%zu,"p50_us":%.2f,"p99_us":%.2f,"max_us":%.2f})"
                "\n",
                tally_.operations, tally_.latencies.quantile(0.5), tally_.latencies.quantile(0.99),
                std::chrono::duration<double, std::micro>(longest_).count());
    std::fflush(stdout);
    tally_ = {};
    longest_ = {};
  }

  static bool told_to_end() {
    pollfd input{.fd = STDIN_FILENO, .events = POLLIN, .revents = 0};
    char byte = 0;
    return poll(&input, 1, 0) == 1 && read(STDIN_FILENO, &byte, 1) <= 0;
  }

  std::chrono::nanoseconds pause_;
  Clock::duration window_;
  int poll_ = epoll_create1(EPOLL_CLOEXEC);
  std::size_t turn_ = 0;
  std::size_t waiting_ = 0;
  std::deque<Watched> clients_;
  Tally tally_;
  Clock::duration longest_{};
  std::string buffer_ = std::string(std::size_t{64} * 1024, '\0');
};

}  // namespace

void watch(const std::vector<Plan>& plans) {
  Watch(plans).run();
}

}  // namespace lanchat::bench
