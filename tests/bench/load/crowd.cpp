// SPDX-License-Identifier: MIT
#include "crowd.hpp"

#include "stream_client.hpp"

#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <string_view>

namespace lanchat::bench {
namespace {

constexpr std::size_t message_size = 64'000;  // of at most 65,536
constexpr std::size_t at_once = 16 * 1024;    // bytes in one step
constexpr int small_window = 4096;            // of who never reads: what is sent to it waits at the server
constexpr unsigned addresses = 200;

}  // namespace

Crowd::Crowd(const Plan& plan)
    : port_(plan.port), poll_(epoll_create1(EPOLL_CLOEXEC)), message_(message_size, 'h') {
  message_.back() = '\n';
  members_.reserve(3 * plan.crowd);
  for (std::size_t i = 0; i < plan.crowd; ++i) {
    for (const Kind kind : {Kind::never_reads, Kind::half_message, Kind::byte_a_second})
      members_.push_back({.kind = kind});
  }
  for (Member& member : members_)
    connect(member);
}

void Crowd::step(Clock::time_point now, Tally& tally) {
  active_ += now - last_;
  last_ = now;
  const std::size_t slow = members_.size() / 3;
  const auto due =
      static_cast<std::size_t>(std::chrono::duration<double>(active_).count() * static_cast<double>(slow));
  if (bytes_due_ < due) return send(members_[bytes_due_++ % slow * 3 + 2], 1, tally);
  epoll_event event{};
  if (epoll_wait(poll_, &event, 1, 0) == 1)
    return serve(*static_cast<Member*>(event.data.ptr), event.events, tally);
  if (gone_.empty()) return;
  connect(*gone_.front());
  gone_.pop_front();
}

void Crowd::connect(Member& member) {
  const bool reads = member.kind != Kind::never_reads;
  member.socket = connect_to(port_, ++address_ % addresses + 2, reads ? 0 : small_window);
  member.sent = 0;
  watch(EPOLL_CTL_ADD, member);
}

void Crowd::serve(Member& member, std::uint32_t events, Tally& tally) {
  if ((events & (EPOLLERR | EPOLLHUP | EPOLLRDHUP)) != 0) return let_go(member, tally);
  if ((events & EPOLLIN) != 0) {
    std::array<char, 4096> words;
    if (recv(member.socket, words.data(), words.size(), MSG_DONTWAIT) <= 0 && errno != EAGAIN)
      return let_go(member, tally);
  }
  if ((events & EPOLLOUT) == 0) return;
  const std::size_t rest = member.kind == Kind::half_message ? message_size - 1000 - member.sent : at_once;
  send(member, std::min(rest, at_once), tally);
  if (member.socket >= 0 && !wants_to_send(member)) watch(EPOLL_CTL_MOD, member);
}

void Crowd::send(Member& member, std::size_t most, Tally& tally) {
  if (member.socket < 0) return;
  std::string_view bytes = message_;
  // A message that comes a byte at a time never ends.
  bytes.remove_prefix(member.kind == Kind::byte_a_second ? 0 : member.sent % message_size);
  const ssize_t count =
      ::send(member.socket, bytes.data(), std::min(most, bytes.size()), MSG_NOSIGNAL | MSG_DONTWAIT);
  if (count < 0 && errno != EAGAIN) return let_go(member, tally);
  if (count <= 0) return;
  member.sent += static_cast<std::size_t>(count);
  tally.crowd_bytes += static_cast<std::size_t>(count);
}

void Crowd::let_go(Member& member, Tally& tally) {
  close(member.socket);
  member.socket = -1;
  ++tally.crowd_gone;
  gone_.push_back(&member);
}

void Crowd::watch(int operation, Member& member) const {
  std::uint32_t wanted = EPOLLRDHUP;
  if (member.kind != Kind::never_reads) wanted |= EPOLLIN;
  if (wants_to_send(member)) wanted |= EPOLLOUT;
  epoll_event event{.events = wanted, .data = {.ptr = &member}};
  if (epoll_ctl(poll_, operation, member.socket, &event) != 0) fail("epoll_ctl");
}

bool Crowd::wants_to_send(const Member& member) noexcept {
  return member.kind == Kind::never_reads ||
         (member.kind == Kind::half_message && member.sent < message_size - 1000);
}

}  // namespace lanchat::bench
