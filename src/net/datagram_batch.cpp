// SPDX-License-Identifier: MIT
#include "net/datagram_batch.hpp"

#include <cerrno>
#include <cstring>
#include <utility>

namespace lanchat::net {

namespace {

// As upper case can make three times as much of a text, which is then too large to be sent.
constexpr std::size_t room_for_one_more = 4;

}  // namespace

DatagramBatch::DatagramBatch() : memory_(std::make_unique_for_overwrite<char[]>(most * largest)) {
  pending_.reserve(most);
  replies_.reserve((most + room_for_one_more) * largest);
}

std::size_t DatagramBatch::receive(int fd) {
  replies_.clear();
  pending_.clear();
  sent_ = 0;
  for (std::size_t i = 0; i < most; ++i) {
    vectors_[i] = {memory_.get() + i * largest, largest};
    headers_[i].msg_hdr = {&names_[i], sizeof names_[i], &vectors_[i], 1, &controls_[i], sizeof controls_[i],
                           0};
    headers_[i].msg_len = 0;
  }
  const int count = recvmmsg(fd, headers_.data(), most, MSG_DONTWAIT, nullptr);
  const std::size_t received = count > 0 ? static_cast<std::size_t>(count) : 0;
  for (std::size_t i = 0; i < received; ++i)
    deliveries_[i] = DatagramDelivery::take(headers_[i].msg_hdr);
  return received;
}

std::string_view DatagramBatch::payload(std::size_t index) const noexcept {
  return {memory_.get() + index * largest, headers_[index].msg_len};
}

boost::asio::ip::udp::endpoint DatagramBatch::source(std::size_t index) const {
  boost::asio::ip::udp::endpoint source;
  const std::size_t size = headers_[index].msg_hdr.msg_namelen;
  if (size > source.capacity()) return source;
  std::memcpy(source.data(), &names_[index], size);
  return source;
}

std::string_view DatagramBatch::asked_at(std::size_t index) const noexcept {
  return {controls_[index].bytes.data(), headers_[index].msg_hdr.msg_controllen};
}

void DatagramBatch::add_reply(std::size_t index, std::size_t mark) {
  pending_.push_back({index, mark, replies_.size() - mark, false});
}

DatagramBatch::Sent DatagramBatch::send(int fd) {
  Sent result;
  while (sent_ < pending_.size()) {
    std::array<iovec, most> vectors{};
    std::array<mmsghdr, most> headers{};
    const std::size_t count = pending_.size() - sent_;
    for (std::size_t i = 0; i < count; ++i) {
      const Reply& reply = pending_[sent_ + i];
      vectors[i] = {replies_.data() + reply.mark, reply.size};
      headers[i].msg_hdr = headers_[reply.index].msg_hdr;  // back to where it came from
      headers[i].msg_hdr.msg_iov = &vectors[i];
      headers[i].msg_hdr.msg_flags = 0;
      if (reply.by_route) headers[i].msg_hdr.msg_controllen = 0;
    }
    const int went = sendmmsg(fd, headers.data(), static_cast<unsigned>(count), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (went < 0) {
      result.starved = errno == ENOBUFS || errno == ENOMEM;
      result.blocked = errno == EAGAIN || result.starved;
      if (result.blocked) return result;
      if (errno == EINTR) continue;
      if (!std::exchange(pending_[sent_].by_route, true)) continue;
      ++result.refused;  // the first of them: too large, or its address cannot be reached
      ++sent_;
      continue;
    }
    for (int i = 0; i < went; ++i)
      result.bytes += pending_[sent_ + static_cast<std::size_t>(i)].size;
    result.replies += static_cast<std::size_t>(went);
    sent_ += static_cast<std::size_t>(went);
  }
  return result;
}

}  // namespace lanchat::net
