// SPDX-License-Identifier: MIT
#include "paced_client.hpp"

#include "stream_client.hpp"

#include <sys/socket.h>

#include <string_view>

namespace lanchat::bench {

PacedClient::PacedClient(const Plan& plan, std::size_t number)
    : socket_(connect_to(plan.port)), batches_{Batch(plan, number, 0), Batch(plan, number, 1)} {}

void PacedClient::send(Clock::time_point intended) {
  const std::string_view bytes = batches_[next_].bytes();
  if (::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(bytes.size()))
    fail("send");
  waiting_.push_back({intended, next_});
  next_ = 1 - next_;
}

std::size_t PacedClient::receive(Tally& tally) {
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

}  // namespace lanchat::bench
