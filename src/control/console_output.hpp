// SPDX-License-Identifier: MIT
#pragma once

// What an open console is told: lines that queue up and are written one batch after the other. The only
// writer of its connection while the console is open. A console that does not read is cut off before its
// queue outgrows `most_waiting_output`.

#include "lanchat/control/operator_desk.hpp"

#include "control/stream.hpp"

#include <boost/json/object.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <string_view>

namespace lanchat::control {

/// Room for everything a desk may hold, in the widest form JSON gives it (six bytes for one, and base64), so
/// that a console which opens late and reads is never cut off; and for answers to what it says.
[[nodiscard]] constexpr std::size_t most_waiting_output(OperatorDesk::Limits limits) noexcept {
  if (limits.message_bytes == 0 || limits.questions == 0) return std::numeric_limits<std::size_t>::max();
  return limits.message_bytes * 8 + limits.questions * 1024 + (64U << 10U);
}

class ConsoleOutput final : public Console {
 public:
  /// In bytes, as it is now: a reload may change it.
  using Limit = std::function<std::size_t()>;

  /// `stream` outlives it. A peer that lets more than `limit` wait is cut off; once `stream` is closed it is
  /// not asked any more.
  ConsoleOutput(Stream& stream, Limit limit);

  /// Queues one line.
  void say(const boost::json::object& line);

  // Where there is no memory to tell it, the console is cut off rather than left with half of the news.
  void show(std::uint64_t number, const policy::Question& question) noexcept override;
  void settled(std::uint64_t number, std::string_view why) noexcept override;
  void delivery(std::uint64_t number, bool delivered) noexcept override;

  /// Writes what is queued until finish() has been called and all is written, or the peer has gone.
  async::Task<> write();

  /// Lets write() end once all is written.
  void finish();

 private:
  template <typename Making>
  void tell(Making making) noexcept;
  void cut_off() noexcept;

  Stream& stream_;
  Limit limit_;
  Timer wake_;          ///< never expires; cancelled when there is something to do
  std::string queued_;  ///< what comes after `writing_`
  std::string writing_;
  bool finishing_ = false;
};

}  // namespace lanchat::control
