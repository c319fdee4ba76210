// SPDX-License-Identifier: MIT
#include "load.hpp"
#include "stream_client.hpp"

#include <sys/epoll.h>
#include <sys/socket.h>

#include <array>
#include <deque>
#include <string>
#include <utility>

namespace lanchat::bench {
namespace {

/// A client whose messages leave by the clock, so that several may be on the way; their replies come in
/// order.
class PacedClient {
 public:
  PacedClient(const Plan& plan, std::size_t number)
      : socket_(connect_to(plan.port)), batches_{Batch(plan, number, 0), Batch(plan, number, 1)} {}

  [[nodiscard]] int socket() const noexcept { return socket_; }

  void send(Clock::time_point intended) {
    const std::string_view bytes = batches_[next_].bytes();
    if (::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(bytes.size()))
      fail("send");
    waiting_.push_back({intended, next_});
    next_ = 1 - next_;
  }

  /// Takes what has come and tells `tally` of every reply that is complete.
  std::size_t receive(Tally& tally) {
    std::array<char, 16 * 1024> buffer;
    const ssize_t count = recv(socket_, buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (count < 0) fail("recv");
    if (count == 0) wrong_reply("the end of the stream");
    std::string_view rest(buffer.data(), static_cast<std::size_t>(count));
    std::size_t replies = 0;
    for (; !rest.empty(); ++replies) {
      if (waiting_.empty()) wrong_reply("more than was asked for");
      Batch& batch = batches_[waiting_.front().second];
      const std::string_view part = rest.substr(0, batch.bytes().size() - taken_);
      rest.remove_prefix(part.size());
      taken_ += part.size();
      if (!batch.take(part)) break;
      batch.start();
      taken_ = 0;
      tally.finished(1, Clock::now() - waiting_.front().first);
      waiting_.pop_front();
    }
    return replies;
  }

 private:
  int socket_;
  std::array<Batch, 2> batches_;
  std::size_t next_ = 0;
  std::size_t taken_ = 0;  // bytes of the reply in hand
  std::deque<std::pair<Clock::time_point, std::size_t>> waiting_;
};

class OpenLoop final : public Load {
 public:
  explicit OpenLoop(const Plan& plan) : pause_(1'000'000'000 / plan.rate) {
    clients_.reserve(plan.clients);
    for (std::size_t i = 0; i < plan.clients; ++i) {
      PacedClient& client = clients_.emplace_back(plan, i);
      epoll_event event{.events = EPOLLIN, .data = {.ptr = &client}};
      if (epoll_ctl(poll_, EPOLL_CTL_ADD, client.socket(), &event) != 0) fail("epoll_ctl");
    }
  }

  /// Looks without waiting: a load that slept would be late by as much as it takes to wake it.
  void work_until(Clock::time_point end, Tally& tally) override {
    std::array<epoll_event, 64> events;
    std::size_t waiting = 0;
    Clock::time_point now = Clock::now();
    for (Clock::time_point next = now; now < end || waiting > 0; now = Clock::now()) {
      for (; next <= now && now < end; next += pause_, ++waiting)
        clients_[turn_++ % clients_.size()].send(next);
      const int count = epoll_wait(poll_, events.data(), static_cast<int>(events.size()), 0);
      for (int i = 0; i < count; ++i)
        waiting -= static_cast<PacedClient*>(events[static_cast<std::size_t>(i)].data.ptr)->receive(tally);
      if (now > end + std::chrono::seconds(10)) wrong_reply("none within ten seconds");
    }
  }

 private:
  std::chrono::nanoseconds pause_;
  int poll_ = epoll_create1(EPOLL_CLOEXEC);
  std::size_t turn_ = 0;
  std::vector<PacedClient> clients_;
};

}  // namespace

std::unique_ptr<Load> open_loop(const Plan& plan) {
  return std::make_unique<OpenLoop>(plan);
}

}  // namespace lanchat::bench
