// SPDX-License-Identifier: MIT
#pragma once

// Frames replies in place: the payload is appended to the buffer it will be sent from, between begin() and
// end(). The counterpart of Decoder; holds no state but the options.

#include "lanchat/protocol/framing.hpp"
#include "lanchat/protocol/message.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace lanchat::protocol {

class Encoder {
 public:
  explicit Encoder(const FramingOptions& options) noexcept : options_(options) {}

  /// Starts a frame at the end of `out` and returns its mark for end(). Append the payload afterwards.
  [[nodiscard]] std::size_t begin(std::string& out) const;

  /// Completes the frame that began at `mark`. False: the payload does not fit the length header, and `out`
  /// is as it was before begin().
  [[nodiscard]] bool end(std::string& out, std::size_t mark, Ending ending) const;

  /// Both at once, for a payload that exists already.
  [[nodiscard]] bool append(std::string& out, std::string_view payload, Ending ending) const;

  /// The largest payload the framing can express.
  [[nodiscard]] std::size_t max_payload() const noexcept;

 private:
  FramingOptions options_;
};

/// The ending an unasked or an error frame gets where no message set an example: LF for lines, else nothing.
[[nodiscard]] constexpr Ending default_ending(Framing framing) noexcept {
  return framing == Framing::line ? Ending::lf : Ending::none;
}

}  // namespace lanchat::protocol
