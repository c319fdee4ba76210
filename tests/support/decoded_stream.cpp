// SPDX-License-Identifier: MIT
#include "support/decoded_stream.hpp"

#include "lanchat/protocol/decoder.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <ostream>
#include <utility>

namespace lanchat::support {
namespace {

using protocol::Decoded;

class Feed {
 public:
  explicit Feed(const protocol::FramingOptions& options) : decoder_(options) {}

  void show(std::string_view fragment) {
    unconsumed_.append(fragment);
    while (!unconsumed_.empty() && take(false)) {
    }
  }

  DecodedStream end() {
    if (!decoded_.failure) {
      take(true);
      EXPECT_TRUE(decoded_.failure || unconsumed_.empty()) << "bytes are left that nobody will look at";
    }
    return std::move(decoded_);
  }

  [[nodiscard]] bool failed() const { return decoded_.failure.has_value(); }

 private:
  // Whether a message was there.
  bool take(bool last) {
    const auto copy = std::make_unique<char[]>(unconsumed_.size());
    std::ranges::copy(unconsumed_, copy.get());
    const std::string_view input(copy.get(), unconsumed_.size());
    const std::size_t expected = decoder_.expected_size(input);
    const auto found = last ? decoder_.finish(input) : decoder_.next(input);
    if (!found) {
      decoded_.failure = found.error();
      return false;
    }
    if (!found->whole()) return false;
    EXPECT_LE(found->consumed, input.size());
    if (expected != 0) {
      EXPECT_EQ(found->consumed, expected);
    }
    decoded_.messages.push_back({std::string(found->message.payload), found->message.ending});
    unconsumed_.erase(0, found->consumed);
    return true;
  }

  protocol::Decoder decoder_;
  std::string unconsumed_;
  DecodedStream decoded_;
};

}  // namespace

DecodedStream decode_stream(const protocol::FramingOptions& options, std::string_view stream,
                            std::size_t size) {
  Feed feed(options);
  while (!stream.empty() && !feed.failed()) {
    const std::string_view fragment = stream.substr(0, size);
    feed.show(fragment);
    stream.remove_prefix(fragment.size());
  }
  return feed.end();
}

std::ostream& operator<<(std::ostream& out, const OwnedMessage& message) {
  constexpr std::string_view endings[] = {"none", "LF", "CRLF"};
  constexpr std::size_t shown = 200;
  return out << testing::PrintToString(message.payload.substr(0, shown)) << " (" << message.payload.size()
             << " bytes, " << endings[static_cast<std::size_t>(message.ending)] << ')';
}

std::ostream& operator<<(std::ostream& out, const DecodedStream& decoded) {
  for (const OwnedMessage& message : decoded.messages)
    out << message << ", ";
  return out << (decoded.failure ? to_string(*decoded.failure) : "then its end");
}

}  // namespace lanchat::support
