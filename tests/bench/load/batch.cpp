// SPDX-License-Identifier: MIT
#include "batch.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <ctime>

namespace lanchat::bench {
namespace {

constexpr std::size_t prefix_size = std::string_view("[Sat Nov 21 10:37:29 2026] ").size();
constexpr int largest_number = 100;

/// What the policy `timestamp` writes before a message at this second.
std::string prefix_at(std::time_t second) {
  std::tm local{};
  localtime_r(&second, &local);
  char text[64];
  return {text, std::strftime(text, sizeof text, "[%a %b %e %H:%M:%S %Y] ", &local)};
}

/// Whether this was the time within the last ten seconds, no reply being older.
bool recent(std::string_view prefix) {
  static std::string last;
  if (prefix == last) return true;
  const std::time_t next = std::time(nullptr) + 1;  // it may be a tick behind the exact time
  for (std::time_t second = next; second > next - 10; --second) {
    last = prefix_at(second);
    if (prefix == last) return true;
  }
  return false;
}

std::string framed(const std::string& framing, std::string payload) {
  if (framing == "line") return payload + '\n';
  if (framing == "raw") return payload;
  const std::uint32_t header = htonl(static_cast<std::uint32_t>(payload.size()));
  return std::string(reinterpret_cast<const char*>(&header), sizeof header) + payload;
}

}  // namespace

Batch::Batch(const Plan& plan, std::size_t client, std::size_t turn) : depth_(plan.depth) {
  if (plan.policy == "timestamp") reply_ = Reply::timestamps;
  if (plan.policy == "random") reply_ = Reply::numbers;
  for (std::size_t i = 0; i < plan.depth; ++i) {
    const std::string payload = message(plan, client, turn, i);
    bytes_ += framed(plan.framing, payload);
    if (plan.policy == "acknowledge") expected_ += framed(plan.framing, "received");
  }
  if (plan.policy == "uppercase") {
    expected_ = bytes_;
    std::ranges::transform(expected_, expected_.begin(), [](char letter) {
      return letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
    });
  }
}

std::string Batch::message(const Plan& plan, std::size_t client, std::size_t turn, std::size_t index) const {
  std::string text =
      std::to_string(client) + " message " + std::to_string(turn) + '.' + std::to_string(index) + ' ';
  for (std::size_t i = 0; text.size() < plan.size; ++i)
    text += static_cast<char>('a' + (client + turn + index + i) % 26);
  text.resize(plan.size);
  return text;
}

void Batch::start() noexcept {
  taken_ = 0;
  collected_.clear();
}

bool Batch::take(std::string_view reply) {
  if (reply_ == Reply::fixed) return take_fixed(reply);
  collected_ += reply;
  if (reply_ == Reply::timestamps) {
    const std::size_t whole = bytes_.size() + depth_ * prefix_size;
    if (collected_.size() > whole) wrong_reply("more than was asked for");
    if (collected_.size() == whole) check_timestamps();
    return collected_.size() == whole;
  }
  if (std::ranges::count(collected_, '\n') < static_cast<std::ptrdiff_t>(depth_)) return false;
  check_numbers();
  return true;
}

bool Batch::take_fixed(std::string_view reply) {
  const std::string& expected = expected_.empty() ? bytes_ : expected_;
  if (reply.size() > expected.size() - taken_) wrong_reply("more than was asked for");
  if (std::memcmp(reply.data(), expected.data() + taken_, reply.size()) != 0) wrong_reply("other bytes");
  taken_ += reply.size();
  return taken_ == expected.size();
}

void Batch::check_timestamps() const {
  const std::size_t size = bytes_.size() / depth_;
  std::string_view rest = collected_;
  for (std::size_t i = 0; i < depth_; ++i) {
    if (!recent(rest.substr(0, prefix_size))) wrong_reply("not the time");
    if (rest.substr(prefix_size, size) != std::string_view(bytes_).substr(i * size, size))
      wrong_reply("other bytes");
    rest.remove_prefix(prefix_size + size);
  }
}

void Batch::check_numbers() const {
  const char* at = collected_.data();
  const char* const end = at + collected_.size();
  for (std::size_t i = 0; i < depth_; ++i) {
    int number = -1;
    const auto read = std::from_chars(at, end, number);
    if (read.ec != std::errc{} || read.ptr == end || *read.ptr != '\n') wrong_reply("not a number");
    if (number < 0 || number > largest_number) wrong_reply("a number out of range");
    at = read.ptr + 1;
  }
  if (at != end) wrong_reply("more than was asked for");
}

}  // namespace lanchat::bench
