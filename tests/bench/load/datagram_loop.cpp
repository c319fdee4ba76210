// SPDX-License-Identifier: MIT
#include "window.hpp"
#include "works.hpp"

#include <arpa/inet.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include <array>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace lanchat::bench {
namespace {

constexpr std::size_t most_depth = 64;
constexpr auto patience = std::chrono::milliseconds(200);

/// One socket with a number of slots, each a datagram on the way. A datagram says its slot and its turn in
/// that slot, so that a reply that comes after all is told from the next one's.
class DatagramClient {
 public:
  DatagramClient(const Plan& plan, std::size_t number) : slots_(plan.depth) {
    socket_ = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    sockaddr_in server{};
    server.sin_family = AF_INET;
    server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    server.sin_port = htons(plan.port);
    if (connect(socket_, reinterpret_cast<const sockaddr*>(&server), sizeof server) != 0) fail("connect");
    for (std::size_t i = 0; i < slots_.size(); ++i) {
      slots_[i].bytes = std::string(header_size, '0') + " datagram of socket " + std::to_string(number) + ' ';
      slots_[i].bytes.resize(plan.size, static_cast<char>('a' + (number + i) % 26));
    }
  }

  [[nodiscard]] int socket() const noexcept { return socket_; }

  void send_all(Clock::time_point now) {
    for (std::size_t i = 0; i < slots_.size(); ++i)
      due_[due_count_++] = i;
    send_due(now);
  }

  /// Takes what has come; where `more` is wanted, each slot that is answered sends again, all in one call.
  void receive(Window& window, Clock::time_point now, bool more) {
    std::array<iovec, most_depth> parts;
    std::array<mmsghdr, most_depth> messages;
    for (std::size_t i = 0; i < slots_.size(); ++i) {
      parts[i] = {.iov_base = buffers_[i].data(), .iov_len = buffers_[i].size()};
      messages[i] = {};
      messages[i].msg_hdr.msg_iov = &parts[i];
      messages[i].msg_hdr.msg_iovlen = 1;
    }
    const int count = recvmmsg(socket_, messages.data(), static_cast<unsigned>(slots_.size()), 0, nullptr);
    for (int i = 0; i < count; ++i) {
      const auto index = static_cast<std::size_t>(i);
      answered({buffers_[index].data(), messages[index].msg_len}, window, now);
    }
    if (more) send_due(now);
  }

  /// Gives up what is not answered for too long, and sends it anew.
  void give_up(Window& window, Clock::time_point now) {
    for (std::size_t i = 0; i < slots_.size(); ++i) {
      if (!slots_[i].waits || now - slots_[i].sent < patience) continue;
      window.lost(1);
      due_[due_count_++] = i;
    }
    send_due(now);
  }

 private:
  struct Slot {
    std::string bytes;
    unsigned turn = 0;
    bool waits = false;
    Clock::time_point sent;
  };

  static constexpr std::size_t header_size = 10;  // slot and turn, in hexadecimal digits

  static unsigned number_at(std::string_view text) noexcept {
    unsigned number = 0;
    for (const char digit : text)
      number = number * 16 + static_cast<unsigned>(digit <= '9' ? digit - '0' : digit - 'a' + 10);
    return number;
  }

  static void write_number(char* text, std::size_t size, unsigned number) noexcept {
    for (; size > 0; number /= 16)
      text[--size] = "0123456789abcdef"[number % 16];
  }

  void answered(std::string_view reply, Window& window, Clock::time_point now) {
    if (reply.size() < header_size) wrong_reply("a short datagram");
    const unsigned index = number_at(reply.substr(0, 2));
    if (index >= slots_.size()) wrong_reply("no such datagram");
    Slot& slot = slots_[index];
    if (number_at(reply.substr(2, 8)) != slot.turn || !slot.waits) return;  // given up already
    if (reply != slot.bytes) wrong_reply("other bytes");
    slot.waits = false;
    window.finished(1, now - slot.sent);
    due_[due_count_++] = index;
  }

  void send_due(Clock::time_point now) {
    std::array<iovec, most_depth> parts;
    std::array<mmsghdr, most_depth> messages;
    for (std::size_t i = 0; i < due_count_; ++i) {
      Slot& slot = slots_[due_[i]];
      write_number(slot.bytes.data(), 2, static_cast<unsigned>(due_[i]));
      write_number(slot.bytes.data() + 2, 8, ++slot.turn);
      slot.waits = true;
      slot.sent = now;
      parts[i] = {.iov_base = slot.bytes.data(), .iov_len = slot.bytes.size()};
      messages[i] = {};
      messages[i].msg_hdr.msg_iov = &parts[i];
      messages[i].msg_hdr.msg_iovlen = 1;
    }
    for (std::size_t sent = 0; sent < due_count_;) {
      const int count =
          sendmmsg(socket_, messages.data() + sent, static_cast<unsigned>(due_count_ - sent), 0);
      sent +=
          count > 0 ? static_cast<std::size_t>(count) : 1;  // refused: lost, and noticed when nobody answers
    }
    due_count_ = 0;
  }

  int socket_;
  std::vector<Slot> slots_;
  std::array<std::size_t, most_depth> due_{};  // slots to send
  std::size_t due_count_ = 0;
  std::array<std::array<char, 2048>, most_depth> buffers_{};
};

}  // namespace

void datagram_loop(const Plan& plan) {
  if (plan.depth > most_depth) wrong_reply("the depth is at most 64");
  const int poll = epoll_create1(EPOLL_CLOEXEC);
  std::vector<DatagramClient> clients;
  clients.reserve(plan.clients);
  for (std::size_t i = 0; i < plan.clients; ++i) {
    DatagramClient& client = clients.emplace_back(plan, i);
    epoll_event event{.events = EPOLLIN, .data = {.ptr = &client}};
    if (epoll_ctl(poll, EPOLL_CTL_ADD, client.socket(), &event) != 0) fail("epoll_ctl");
  }
  Window window(plan);
  for (DatagramClient& client : clients)
    client.send_all(Clock::now());
  std::array<epoll_event, 64> events{};
  Clock::time_point look = Clock::now() + patience;
  for (bool more = true; more;) {
    const int count = epoll_wait(poll, events.data(), static_cast<int>(events.size()), 50);
    const Clock::time_point now = Clock::now();
    more = window.open_at(now);
    for (int i = 0; i < count; ++i)
      static_cast<DatagramClient*>(events[static_cast<std::size_t>(i)].data.ptr)->receive(window, now, more);
    if (now < look) continue;
    for (DatagramClient& client : clients)
      client.give_up(window, now);
    look = now + patience / 4;
  }
  window.print();
}

}  // namespace lanchat::bench
