// SPDX-License-Identifier: MIT
#include "load.hpp"
#include "stream_client.hpp"

#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <vector>

namespace lanchat::bench {
namespace {

/// One after the other, many a second, each from a port that stays taken for a minute: so from many
/// addresses.
constexpr unsigned addresses = 250;

class Connector {
 public:
  Connector(const Plan& plan, std::size_t number) : port_(plan.port), batch_(plan, number, 0) {}

  void connect(int poll, unsigned address) {
    began = Clock::now();
    socket_ = connect_to(port_, address);
    batch_.start();
    const std::string_view bytes = batch_.bytes();
    if (send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(bytes.size()))
      fail("send");
    epoll_event event{.events = EPOLLIN, .data = {.ptr = this}};
    if (epoll_ctl(poll, EPOLL_CTL_ADD, socket_, &event) != 0) fail("epoll_ctl");
  }

  /// True: the message is answered, and the connection closed.
  bool receive() {
    std::array<char, 4096> buffer;
    const ssize_t count = recv(socket_, buffer.data(), buffer.size(), 0);
    if (count < 0) fail("recv");
    if (count == 0) wrong_reply("the end of the stream");
    if (!batch_.take({buffer.data(), static_cast<std::size_t>(count)})) return false;
    close(socket_);
    return true;
  }

  Clock::time_point began;

 private:
  std::uint16_t port_;
  int socket_ = -1;
  Batch batch_;
};

class ConnectLoop final : public Load {
 public:
  explicit ConnectLoop(const Plan& plan) {
    for (std::size_t i = 0; i < plan.clients; ++i)
      connectors_.emplace_back(plan, i);
  }

  void work_until(Clock::time_point end, Tally& tally) override {
    for (Connector& connector : connectors_)
      connect(connector);
    std::array<epoll_event, 256> events;
    for (std::size_t answering = connectors_.size(); answering > 0;) {
      const int count = epoll_wait(poll_, events.data(), static_cast<int>(events.size()), 10'000);
      if (count <= 0) wrong_reply("none within ten seconds");
      for (int i = 0; i < count; ++i) {
        auto& connector = *static_cast<Connector*>(events[static_cast<std::size_t>(i)].data.ptr);
        if (!connector.receive()) continue;
        const Clock::time_point now = Clock::now();
        tally.finished(1, now - connector.began);
        now < end ? connect(connector) : static_cast<void>(--answering);
      }
    }
  }

 private:
  void connect(Connector& connector) { connector.connect(poll_, ++address_ % addresses + 1); }

  int poll_ = epoll_create1(EPOLL_CLOEXEC);
  unsigned address_ = 0;
  std::vector<Connector> connectors_;
};

}  // namespace

std::unique_ptr<Load> connect_loop(const Plan& plan) {
  return std::make_unique<ConnectLoop>(plan);
}

}  // namespace lanchat::bench
