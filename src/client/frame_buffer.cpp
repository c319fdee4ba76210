// SPDX-License-Identifier: MIT
#include "client/frame_buffer.hpp"

#include <algorithm>

namespace lanchat::client {
namespace {

constexpr std::size_t least_room = 64 * 1024;

}  // namespace

std::span<char> FrameBuffer::room() {
  bytes_.erase(0, begin_);
  end_ -= begin_;
  begin_ = 0;
  // Doubling keeps the cost of a long message linear.
  if (bytes_.size() - end_ < least_room) bytes_.resize(std::max(end_ + least_room, 2 * end_));
  return {bytes_.data() + end_, bytes_.size() - end_};
}

FrameBuffer::Next FrameBuffer::next() {
  const std::string_view rest(bytes_.data() + begin_, end_ - begin_);
  if (rest.empty()) return std::nullopt;
  auto decoded = decoder_.next(rest);
  if (decoded && !decoded->whole() && ended_) decoded = decoder_.finish(rest);
  if (!decoded) return std::unexpected(decoded.error());
  if (!decoded->whole()) return std::nullopt;
  begin_ += decoded->consumed;
  return decoded->message.payload;
}

}  // namespace lanchat::client
