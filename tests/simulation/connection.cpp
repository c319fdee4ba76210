// SPDX-License-Identifier: MIT
#include "simulation/connection.hpp"

#include <sys/epoll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace lanchat::simulation {

// tcp_poll() in Linux' net/ipv4/tcp.c.
std::uint32_t Connection::events() {
  std::uint32_t now = 0;
  const bool no_input = input_ended_ || input_shut_ || reset_;
  if (reset_ || (no_input && output_ended_)) now |= EPOLLHUP;
  if (no_input) now |= EPOLLIN | EPOLLRDHUP;
  if (!arrived_.empty()) now |= EPOLLIN;
  if (output_ended_ || reset_ || writable()) {
    now |= EPOLLOUT;
  } else {
    blocked_ = true;
  }
  if (urgent_) now |= EPOLLPRI;
  if (error_ != 0) now |= EPOLLERR;
  return now;
}

Transferred Connection::receive(char* to, std::size_t most) {
  if (!arrived_.empty()) {
    const std::size_t size = std::min(most, arrived_.size());
    std::copy_n(arrived_.data(), size, to);
    arrived_.erase(0, size);
    read_by_lanchat += size;
    promised_ -= std::min(promised_, size);
    if (on_read) on_read();
    return {static_cast<ssize_t>(size), 0};
  }
  if (error_ != 0) return {-1, take_error()};
  if (input_ended_ || input_shut_ || reset_) return {0, 0};
  return {-1, EAGAIN};
}

Transferred Connection::send(std::string_view bytes) {
  if (error_ != 0) return {-1, take_error()};
  if (output_ended_ || reset_) return {-1, EPIPE};
  const std::size_t room = room_.unsent - std::min(room_.unsent, unsent_.size());
  if (room == 0) {
    blocked_ = true;
    return {-1, EAGAIN};
  }
  const std::size_t size = std::min(room, bytes.size());
  unsent_.append(bytes.substr(0, size));
  sent_by_lanchat += size;
  if (on_output) on_output();
  return {static_cast<ssize_t>(size), 0};
}

int Connection::shut_down(int how) {
  if (reset_) return ENOTCONN;
  if (how != SHUT_WR) input_shut_ = true;
  if (how != SHUT_RD && !std::exchange(output_ended_, true) && on_output) on_output();
  tell(0);
  return 0;
}

// The end of the stream is one more for the other side to acknowledge (tcp_send_fin()).
std::size_t Connection::unsent() const noexcept {
  return reset_ ? 0 : unsent_.size() + (output_ended_ && !end_carried_ ? 1 : 0);
}

int Connection::take_error() noexcept {
  return std::exchange(error_, 0);
}

bool Connection::take_urgent() noexcept {
  return std::exchange(urgent_, false);
}

void Connection::closed() {
  is_closed = true;
  if (!arrived_.empty() || resets_when_closed_) {
    unsent_.clear();
    broken_ = true;
  }
  output_ended_ = true;
  if (on_output) on_output();
}

void Connection::write(std::string_view bytes) {
  if (reset_ || broken_ || bytes.empty()) return;
  if (is_closed || input_shut_) {  // nobody there: answered with a reset
    if (is_closed) {
      unsent_.clear();
      broken_ = true;
    }
    return;
  }
  arrived_.append(bytes);
  tell(EPOLLIN);
}

void Connection::write_urgent() {
  if (reset_ || broken_ || is_closed) return;
  urgent_ = true;
  tell(EPOLLPRI);
}

void Connection::end_output() {
  if (reset_ || broken_ || std::exchange(input_ended_, true)) return;
  tell(0);
}

void Connection::reset() {
  be_reset(input_ended_ ? EPIPE : ECONNRESET);
}

void Connection::be_reset(int error) {
  if (std::exchange(reset_, true)) return;
  broken_ = true;
  error_ = error;
  unsent_.clear();
  received_.clear();
  tell(0);
}

void Connection::leave() {
  if (!received_.empty()) return reset();
  left_ = true;
  end_output();
  carry();
}

std::string Connection::read(std::size_t most) {
  std::string bytes = received_.substr(0, most);
  received_.erase(0, bytes.size());
  return bytes;
}

void Connection::carry() {
  if (reset_) return;
  if (left_ && !unsent_.empty()) return reset();
  const std::size_t room = room_.received - std::min(room_.received, received_.size());
  const std::size_t size = std::min(room, unsent_.size());
  received_.append(unsent_, 0, size);
  unsent_.erase(0, size);
  if (unsent_.empty() && output_ended_ && !broken_) end_carried_ = true;
  if (blocked_ && writable()) {
    blocked_ = false;
    tell(EPOLLOUT);
  }
}

}  // namespace lanchat::simulation
