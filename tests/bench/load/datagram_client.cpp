// SPDX-License-Identifier: MIT
#include "datagram_client.hpp"

#include <arpa/inet.h>
#include <sys/socket.h>

namespace lanchat::bench {
namespace {

// Slot and turn, in hexadecimal digits at the front of a datagram.
constexpr std::size_t slot_digits = 2;
constexpr std::size_t turn_digits = 8;
constexpr std::size_t header_size = slot_digits + turn_digits;

unsigned number_at(std::string_view text) noexcept {
  unsigned number = 0;
  for (const char digit : text)
    number = number * 16 + static_cast<unsigned>(digit <= '9' ? digit - '0' : digit - 'a' + 10);
  return number;
}

void write_number(char* text, std::size_t size, std::size_t number) noexcept {
  for (; size > 0; number /= 16)
    text[--size] = "0123456789abcdef"[number % 16];
}

/// Arrays for sendmmsg and recvmmsg.
struct Messages {
  std::array<iovec, DatagramClient::most_depth> parts;
  std::array<mmsghdr, DatagramClient::most_depth> headers;

  void set(std::size_t index, void* bytes, std::size_t size) {
    parts[index] = {.iov_base = bytes, .iov_len = size};
    headers[index] = {};
    headers[index].msg_hdr.msg_iov = &parts[index];
    headers[index].msg_hdr.msg_iovlen = 1;
  }
};

}  // namespace

DatagramClient::DatagramClient(const Plan& plan, std::size_t number)
    : socket_(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)), slots_(plan.depth) {
  if (plan.depth > most_depth) wrong_reply("the depth of datagrams is at most 64");
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

void DatagramClient::send_all(Clock::time_point now) {
  for (std::size_t i = 0; i < slots_.size(); ++i)
    due_[due_count_++] = i;
  send_due(now);
}

void DatagramClient::receive(Tally& tally, Clock::time_point now, bool more) {
  Messages messages;
  for (std::size_t i = 0; i < slots_.size(); ++i)
    messages.set(i, buffers_[i].data(), buffers_[i].size());
  const int count =
      recvmmsg(socket_, messages.headers.data(), static_cast<unsigned>(slots_.size()), 0, nullptr);
  for (int i = 0; i < count; ++i) {
    const auto index = static_cast<std::size_t>(i);
    answered({buffers_[index].data(), messages.headers[index].msg_len}, tally, now);
  }
  more ? send_due(now) : static_cast<void>(due_count_ = 0);
}

void DatagramClient::give_up(Tally& tally, Clock::time_point now, bool more) {
  for (std::size_t i = 0; i < slots_.size(); ++i) {
    if (!slots_[i].waits || now - slots_[i].sent < patience) continue;
    ++tally.lost;
    settle(i);
  }
  more ? send_due(now) : static_cast<void>(due_count_ = 0);
}

void DatagramClient::answered(std::string_view reply, Tally& tally, Clock::time_point now) {
  if (reply.size() < header_size) wrong_reply("a short datagram");
  const unsigned index = number_at(reply.substr(0, slot_digits));
  if (index >= slots_.size()) wrong_reply("no such datagram");
  const Slot& slot = slots_[index];
  if (number_at(reply.substr(slot_digits, turn_digits)) != slot.turn || !slot.waits)
    return;  // given up already
  if (reply != slot.bytes) wrong_reply("other bytes");
  tally.finished(1, now - slot.sent);
  settle(index);
}

void DatagramClient::settle(std::size_t index) {
  slots_[index].waits = false;
  --waiting_;
  due_[due_count_++] = index;
}

void DatagramClient::send_due(Clock::time_point now) {
  Messages messages;
  for (std::size_t i = 0; i < due_count_; ++i) {
    Slot& slot = slots_[due_[i]];
    write_number(slot.bytes.data(), slot_digits, due_[i]);
    write_number(slot.bytes.data() + slot_digits, turn_digits, ++slot.turn);
    slot.waits = true;
    slot.sent = now;
    messages.set(i, slot.bytes.data(), slot.bytes.size());
  }
  waiting_ += due_count_;
  for (std::size_t sent = 0; sent < due_count_;) {
    const int count =
        sendmmsg(socket_, messages.headers.data() + sent, static_cast<unsigned>(due_count_ - sent), 0);
    sent +=
        count > 0 ? static_cast<std::size_t>(count) : 1;  // refused: lost, and noticed when nobody answers
  }
  due_count_ = 0;
}

}  // namespace lanchat::bench
