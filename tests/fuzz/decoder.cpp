// SPDX-License-Identifier: MIT

// The decoders under hostile streams. However a stream is cut into pieces, the same messages come out of it
// with the same ending; every message is within its limit and its bytes stand in the stream in order. A
// datagram, which is one message, comes back whole.
//
// The input's first four bytes choose the framing and where the stream is cut; the rest is the stream.

#include "lanchat/protocol/decoder.hpp"

#include "lanchat/protocol/datagram.hpp"
#include "lanchat/protocol/encoder.hpp"

#include "fuzz/require.hpp"
#include "fuzz/targets.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lanchat::fuzz {
namespace {

using protocol::ByteOrder;
using protocol::CloseReason;
using protocol::Decoded;
using protocol::Decoder;
using protocol::Encoder;
using protocol::Ending;
using protocol::Framing;
using protocol::FramingOptions;

struct Outcome {
  std::vector<std::pair<std::string, Ending>> messages;
  std::optional<CloseReason> failure;

  bool operator==(const Outcome&) const = default;
};

// What a session does: keeps what is unfinished and shows it again, longer.
class Stream {
 public:
  explicit Stream(const FramingOptions& options) : options_(options), decoder_(options) {}

  void feed(std::string_view piece) {
    if (outcome_.failure) return;
    unconsumed_ += piece;
    while (take(exactly_sized(), false)) {
    }
  }

  Outcome end() {
    if (!outcome_.failure) take(exactly_sized(), true);
    return outcome_;
  }

 private:
  // A copy on the heap without a spare byte behind it, so that the sanitizer sees a read beyond its end.
  std::string_view exactly_sized() {
    copy_ = std::make_unique<char[]>(unconsumed_.size());
    std::ranges::copy(unconsumed_, copy_.get());
    return {copy_.get(), unconsumed_.size()};
  }

  bool take(std::string_view input, bool last) {
    const std::size_t expected = decoder_.expected_size(input);
    const auto found = last ? decoder_.finish(input) : decoder_.next(input);
    if (!found) {
      outcome_.failure = found.error();
      return false;
    }
    if (!found->whole()) return false;
    check(*found, input, expected);
    outcome_.messages.emplace_back(found->message.payload, found->message.ending);
    unconsumed_.erase(0, found->consumed);
    return !last;
  }

  void check(const Decoded& found, std::string_view input, std::size_t expected) const {
    const auto payload = found.message.payload;
    const std::size_t limit = options_.max_message_size;
    require(found.consumed <= input.size(), "no more is consumed than there is");
    require(payload.size() <= found.consumed, "a payload is part of what was consumed");
    require(limit == 0 || payload.size() <= limit, "a message is within the limit");
    require(payload.empty() || (payload.data() >= input.data() &&
                                payload.data() + payload.size() <= input.data() + found.consumed),
            "a payload is a view into the input");
    require(expected == 0 || expected == found.consumed, "the announced size is the size");
    if (options_.framing == Framing::line) {
      require(payload.find('\n') == std::string_view::npos, "a line holds no line feed");
    }
  }

  FramingOptions options_;
  Decoder decoder_;
  std::string unconsumed_;
  std::unique_ptr<char[]> copy_;
  Outcome outcome_;
};

Outcome whole(const FramingOptions& options, std::string_view stream) {
  Stream decoding(options);
  decoding.feed(stream);
  return decoding.end();
}

Outcome in_two(const FramingOptions& options, std::string_view stream, std::size_t cut) {
  Stream decoding(options);
  decoding.feed(stream.substr(0, cut));
  decoding.feed(stream.substr(cut));
  return decoding.end();
}

Outcome byte_by_byte(const FramingOptions& options, std::string_view stream) {
  Stream decoding(options);
  for (const char byte : stream)
    decoding.feed({&byte, 1});
  return decoding.end();
}

// `raw` promises no boundaries, only the bytes.
std::string joined(const Outcome& outcome) {
  std::string bytes;
  for (const auto& [payload, ending] : outcome.messages)
    bytes += payload;
  return bytes;
}

// What was decoded, encoded again, decodes to the same.
void require_round_trip(const FramingOptions& options, const Outcome& outcome) {
  // The exception: an unfinished line's last CR is part of it, and no longer once a LF follows.
  const auto& messages = outcome.messages;
  if (!messages.empty() && messages.back().first.ends_with('\r') && messages.back().second == Ending::lf)
    return;
  const Encoder encoder(options);
  std::string bytes;
  for (const auto& [payload, ending] : outcome.messages) {
    require(encoder.append(bytes, payload, ending), "a payload that came in a frame fits a frame");
  }
  const Outcome again = whole(options, bytes);
  require(again.messages == outcome.messages, "what is encoded decodes to the same");
  require(!again.failure, "what is encoded decodes to its end");
}

FramingOptions options_from(std::uint8_t choice, std::uint8_t limit) {
  constexpr Framing framings[] = {Framing::line, Framing::length, Framing::raw};
  FramingOptions options;
  options.framing = framings[choice % 3];
  options.length_bytes = static_cast<std::uint8_t>(1U << (choice / 3 % 4));
  options.length_order = choice / 12 % 2 == 0 ? ByteOrder::big : ByteOrder::little;
  options.max_message_size = limit;
  return options;
}

// One datagram is one message: what was taken off it comes back on its reply.
void require_datagram(Framing framing, std::string_view datagram) {
  const protocol::Message message = protocol::decode_datagram(datagram, framing);
  std::string bytes(message.payload);
  bytes += protocol::ending_bytes(message.ending);
  require(bytes == datagram, "a datagram is its message and its ending");
}

}  // namespace

void decoder(std::string_view input) {
  constexpr std::size_t header = 4;
  if (input.size() < header) return;
  const auto number = [input](std::size_t at) { return static_cast<std::uint8_t>(input[at]); };
  const FramingOptions options = options_from(number(0), number(1));
  const std::string text(input.substr(header));
  const std::size_t cut = (number(2) * 256U + number(3)) % (text.size() + 1);

  if (options.framing != Framing::length) require_datagram(options.framing, text);
  const Outcome reference = whole(options, text);
  if (options.framing == Framing::raw) {
    require(joined(reference) == text, "raw loses nothing");
    require(joined(in_two(options, text, cut)) == text, "raw loses nothing in two pieces");
    return;
  }
  require(in_two(options, text, cut) == reference, "two pieces give the same messages as one");
  require(byte_by_byte(options, text) == reference, "single bytes give the same messages as one piece");
  require_round_trip(options, reference);
}

}  // namespace lanchat::fuzz
