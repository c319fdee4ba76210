// SPDX-License-Identifier: MIT
#pragma once

// Frames replies in place: the payload is appended to the buffer it will be sent from, between begin() and
// end(). The counterpart of Decoder; holds nothing but the options and what follows from them.

#include "lanchat/protocol/framing.hpp"
#include "lanchat/protocol/length_header.hpp"
#include "lanchat/protocol/message.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace lanchat::protocol {

class Encoder {
 public:
  explicit Encoder(const FramingOptions& options) noexcept;

  /// Starts a frame at the end of `out` and returns its mark for end(). Append the payload afterwards.
  [[nodiscard]] std::size_t begin(std::string& out) const;

  /// Completes the frame that began at `mark`. False: the payload does not fit the length header, and `out`
  /// is as it was before begin().
  [[nodiscard]] bool end(std::string& out, std::size_t mark, Ending ending) const;

  /// Both at once, for a payload that exists already.
  [[nodiscard]] bool append(std::string& out, std::string_view payload, Ending ending) const;

  /// The largest payload the framing can express.
  [[nodiscard]] std::size_t max_payload() const noexcept { return max_payload_; }

 private:
  [[nodiscard]] bool put_length(std::string& out, std::size_t mark) const;

  FramingOptions options_;
  std::size_t max_payload_;
};

// Here and not in a source file, for the compiler to merge with the loop over messages.

inline std::size_t Encoder::begin(std::string& out) const {
  const std::size_t mark = out.size();
  constexpr char room[8]{};
  if (options_.framing == Framing::length) out.append(room, options_.length_bytes);
  return mark;
}

inline bool Encoder::end(std::string& out, std::size_t mark, Ending ending) const {
  if (options_.framing == Framing::length) return put_length(out, mark);
  if (options_.framing == Framing::raw) return true;
  if (ending == Ending::crlf) out.push_back('\r');
  if (ending != Ending::none) out.push_back('\n');
  return true;
}

inline bool Encoder::put_length(std::string& out, std::size_t mark) const {
  const std::size_t length = out.size() - mark - options_.length_bytes;
  if (length <= max_payload_) {
    write_length(out.data() + mark, options_.length_bytes, options_.length_order, length);
    return true;
  }
  out.resize(mark);
  return false;
}

/// The ending an unasked or an error frame gets where no message set an example: LF for lines, else nothing.
[[nodiscard]] constexpr Ending default_ending(Framing framing) noexcept {
  return framing == Framing::line ? Ending::lf : Ending::none;
}

}  // namespace lanchat::protocol
