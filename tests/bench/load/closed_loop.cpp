// SPDX-License-Identifier: MIT
#include "load.hpp"
#include "stream_client.hpp"

#include <sys/epoll.h>

#include <array>
#include <cstdint>
#include <string>

namespace lanchat::bench {
namespace {

class ClosedLoop final : public Load {
 public:
  explicit ClosedLoop(const Plan& plan)
      : depth_(plan.depth), clients_(connect_all(plan)), poll_(poll_all(clients_)) {}

  void work_until(Clock::time_point end, Tally& tally) override {
    const Clock::time_point began = Clock::now();
    for (StreamClient& client : clients_)
      send(client, began);
    std::array<epoll_event, 1024> events;
    for (answering_ = clients_.size(); answering_ > 0;) {
      const int count = epoll_wait(poll_, events.data(), static_cast<int>(events.size()), 10'000);
      if (count <= 0) wrong_reply("none within ten seconds");
      const Clock::time_point now = Clock::now();
      for (int i = 0; i < count; ++i)
        serve(events[static_cast<std::size_t>(i)], now, now < end, tally);
    }
  }

 private:
  void serve(const epoll_event& event, Clock::time_point now, bool more, Tally& tally) {
    auto& client = *static_cast<StreamClient*>(event.data.ptr);
    if ((event.events & EPOLLOUT) != 0) {
      client.send_more();
      if (!client.sending()) watch_again(poll_, client);
    }
    if ((event.events & ~std::uint32_t{EPOLLOUT}) == 0 || !client.receive(buffer_)) return;
    tally.finished(depth_, now - client.began);
    if (more) {
      send(client, now);
    } else {
      --answering_;
    }
  }

  void send(StreamClient& client, Clock::time_point now) {
    client.began = now;
    client.send_batch();
    if (client.sending()) watch_again(poll_, client);
  }

  std::size_t depth_;
  std::size_t answering_ = 0;  ///< clients whose replies are not complete
  std::vector<StreamClient> clients_;
  int poll_;
  std::string buffer_ = std::string(std::size_t{256} * 1024, '\0');
};

}  // namespace

std::unique_ptr<Load> closed_loop(const Plan& plan) {
  return std::make_unique<ClosedLoop>(plan);
}

}  // namespace lanchat::bench
