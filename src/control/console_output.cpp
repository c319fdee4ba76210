// SPDX-License-Identifier: MIT
#include "control/console_output.hpp"

#include "control/reply.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>

#include <exception>
#include <utility>

namespace lanchat::control {
namespace {

constexpr std::size_t largest_kept = 64 * 1024;

}  // namespace

ConsoleOutput::ConsoleOutput(Stream& stream, Limit limit)
    : stream_(stream), limit_(std::move(limit)), wake_(stream.get_executor(), Timer::time_point::max()) {}

void ConsoleOutput::say(const boost::json::object& line) {
  if (!stream_.is_open()) return;
  queued_ += to_line(line);
  if (queued_.size() + writing_.size() > limit_()) return cut_off();
  wake_.cancel();
}

void ConsoleOutput::cut_off() noexcept {
  boost::system::error_code ignored;
  stream_.close(ignored);
  wake_.cancel();
}

template <typename Making>
void ConsoleOutput::tell(Making making) noexcept try {
  say(making());
} catch (const std::exception&) {
  cut_off();
}

void ConsoleOutput::show(std::uint64_t number, const policy::Question& question) noexcept {
  tell([&] { return question_event(number, question); });
}

void ConsoleOutput::settled(std::uint64_t number, std::string_view why) noexcept {
  tell([&] { return settled_event(number, why); });
}

void ConsoleOutput::delivery(std::uint64_t number, bool delivered) noexcept {
  tell([&] { return delivery_event(number, delivered); });
}

async::Task<> ConsoleOutput::write() {
  while (stream_.is_open()) {
    if (queued_.empty()) {
      if (finishing_) co_return;
      co_await wake_.async_wait(as_result);
      continue;
    }
    std::swap(queued_, writing_);
    const auto [error, size] =
        co_await boost::asio::async_write(stream_, boost::asio::buffer(writing_), as_result);
    if (error) co_return;
    writing_.clear();
    if (writing_.capacity() > largest_kept) std::string().swap(writing_);  // it had fallen behind
  }
}

void ConsoleOutput::finish() {
  finishing_ = true;
  wake_.cancel();
}

}  // namespace lanchat::control
