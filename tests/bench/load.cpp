// SPDX-License-Identifier: MIT

// The load: CONNECTIONS clients of a line server on the loopback, each with DEPTH messages of 64 bytes on the
// way at any time, for SECONDS. Every byte of every reply is checked. Prints one line for a program:
//
//   replies seconds p50_us p99_us        (the latencies of a whole batch of DEPTH messages)
//
// usage: load PORT CONNECTIONS DEPTH SECONDS

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t message_size = 64;

[[noreturn]] void fail(const char* what) {
  std::perror(what);
  std::exit(1);
}

struct Plan {
  std::uint16_t port = 0;
  std::size_t connections = 0;
  std::size_t depth = 0;
  Clock::duration length{};
};

class Client {
 public:
  Client(const Plan& plan, std::size_t number) : socket_(connect_to(plan.port)) {
    for (std::size_t i = 0; i < plan.depth; ++i) {
      std::string message = std::to_string(number) + " message " + std::to_string(i) + ' ';
      message.resize(message_size - 1, static_cast<char>('a' + (number + i) % 26));
      batch_ += message + '\n';
    }
  }

  [[nodiscard]] int socket() const noexcept { return socket_; }

  void send_batch() {
    began_ = Clock::now();
    if (send(socket_, batch_.data(), batch_.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(batch_.size())) {
      fail("send");
    }
    received_ = 0;
  }

  /// Takes what has come; true: the batch is answered.
  bool receive(std::string& buffer) {
    const ssize_t count = recv(socket_, buffer.data(), buffer.size(), 0);
    if (count <= 0) fail("recv");
    const auto size = static_cast<std::size_t>(count);
    if (received_ + size > batch_.size() ||
        std::memcmp(buffer.data(), batch_.data() + received_, size) != 0) {
      std::fputs("a wrong reply\n", stderr);
      std::exit(1);
    }
    received_ += size;
    return received_ == batch_.size();
  }

  [[nodiscard]] float latency() const {
    return std::chrono::duration<float, std::micro>(Clock::now() - began_).count();
  }

 private:
  static int connect_to(std::uint16_t port) {
    const int one = 1;
    const int client = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    if (connect(client, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) fail("connect");
    setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    return client;
  }

  int socket_;
  std::string batch_;
  std::size_t received_ = 0;
  Clock::time_point began_;
};

Plan plan_from(char** arguments) {
  Plan plan;
  plan.port = static_cast<std::uint16_t>(std::strtoul(arguments[1], nullptr, 10));
  plan.connections = std::strtoul(arguments[2], nullptr, 10);
  plan.depth = std::strtoul(arguments[3], nullptr, 10);
  const std::chrono::duration<double> length{std::strtod(arguments[4], nullptr)};
  plan.length = std::chrono::duration_cast<Clock::duration>(length);
  return plan;
}

void run(const Plan& plan) {
  const int poll = epoll_create1(EPOLL_CLOEXEC);
  std::vector<Client> clients;
  clients.reserve(plan.connections);
  for (std::size_t i = 0; i < plan.connections; ++i) {
    Client& client = clients.emplace_back(plan, i);
    epoll_event event{.events = EPOLLIN, .data = {.ptr = &client}};
    if (epoll_ctl(poll, EPOLL_CTL_ADD, client.socket(), &event) != 0) fail("epoll_ctl");
  }
  std::vector<float> latencies;
  std::string buffer(std::size_t{64} * 1024, '\0');
  const auto began = Clock::now();
  for (Client& client : clients)
    client.send_batch();
  for (std::size_t answering = clients.size(); answering > 0;) {
    std::vector<epoll_event> events(clients.size());
    const int count = epoll_wait(poll, events.data(), static_cast<int>(events.size()), 10'000);
    if (count <= 0) fail("epoll_wait: no reply for ten seconds");
    const bool over = Clock::now() - began >= plan.length;
    for (int i = 0; i < count; ++i) {
      auto& client = *static_cast<Client*>(events[static_cast<std::size_t>(i)].data.ptr);
      if (!client.receive(buffer)) continue;
      latencies.push_back(client.latency());
      over ? static_cast<void>(--answering) : client.send_batch();
    }
  }
  const double seconds = std::chrono::duration<double>(Clock::now() - began).count();
  std::ranges::sort(latencies);
  std::printf("%zu %.6f %.1f %.1f\n", latencies.size() * plan.depth, seconds,
              static_cast<double>(latencies[latencies.size() / 2]),
              static_cast<double>(latencies[latencies.size() * 99 / 100]));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) {
    std::fputs("usage: load PORT CONNECTIONS DEPTH SECONDS\n", stderr);
    return 64;
  }
  run(plan_from(argv));
  return 0;
}
