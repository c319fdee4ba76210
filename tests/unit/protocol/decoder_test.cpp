// SPDX-License-Identifier: MIT

// What holds for the framings that have boundaries, whatever the bytes: seeded random streams.

#include "lanchat/protocol/decoder.hpp"

#include "lanchat/protocol/encoder.hpp"

#include "support/decoded_stream.hpp"
#include "support/fragment_sizes.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace lanchat::protocol {
namespace {

using support::DecodedStream;
using support::OwnedMessage;

std::vector<FramingOptions> every_framing(std::size_t limit) {
  std::vector<FramingOptions> framings{{Framing::line, 4, ByteOrder::big, limit}};
  for (const int size : {1, 2, 4, 8}) {
    const auto bytes = static_cast<std::uint8_t>(size);
    framings.push_back({Framing::length, bytes, ByteOrder::big, limit});
    framings.push_back({Framing::length, bytes, ByteOrder::little, limit});
  }
  return framings;
}

std::string describe(const FramingOptions& options) {
  return options.framing == Framing::line ? "line"
                                          : "length " + std::to_string(options.length_bytes) +
                                                (options.length_order == ByteOrder::big ? " big" : " little");
}

// Mostly what means something to a decoder: line endings, small lengths, NUL.
std::string random_stream(std::mt19937& random) {
  using namespace std::string_view_literals;
  constexpr std::string_view telling = "\r\n\n\0\0\0\1\2\5\x7F\xFF"sv;
  std::string bytes;
  for (auto left = random() % 200; left > 0; --left) {
    bytes += random() % 3 == 0 ? static_cast<char>(random() % 256) : telling[random() % telling.size()];
  }
  return bytes;
}

std::string random_payload(std::mt19937& random, const FramingOptions& options) {
  std::string bytes;
  for (auto left = random() % 40; left > 0; --left) {
    const char byte = random() % 4 == 0 ? '\r' : static_cast<char>(random() % 256);
    if (options.framing == Framing::line && byte == '\n') continue;
    bytes += byte;
  }
  return bytes;
}

TEST(Decoder, FindsTheSameAtAnyFragmentation) {
  std::mt19937 random(20260201);
  for (const std::size_t limit : {std::size_t{0}, std::size_t{1}, std::size_t{5}, std::size_t{70}}) {
    for (const FramingOptions& options : every_framing(limit)) {
      SCOPED_TRACE(describe(options) + ", at most " + std::to_string(limit));
      for (int round = 0; round < 30 && !testing::Test::HasFailure(); ++round) {
        const std::string stream = random_stream(random);
        const DecodedStream reference = support::decode_stream(options, stream, support::whole);
        support::for_each_fragment_size([&](std::size_t size) {
          EXPECT_EQ(support::decode_stream(options, stream, size), reference)
              << testing::PrintToString(stream);
        });
      }
    }
  }
}

TEST(Decoder, ReadsBackWhatTheEncoderWrote) {
  std::mt19937 random(20260202);
  for (const FramingOptions& options : every_framing(0)) {
    SCOPED_TRACE(describe(options));
    const Encoder encoder(options);
    for (int round = 0; round < 30 && !testing::Test::HasFailure(); ++round) {
      std::vector<OwnedMessage> messages;
      std::string stream;
      for (auto left = random() % 10; left > 0; --left) {
        // A payload that ends with CR and then LF reads as CRLF, so such a line is ended with CRLF.
        OwnedMessage message{random_payload(random, options), default_ending(options.framing)};
        const bool ambiguous = message.payload.ends_with('\r');
        if (options.framing == Framing::line && (ambiguous || random() % 2 == 0))
          message.ending = Ending::crlf;
        ASSERT_TRUE(encoder.append(stream, message.payload, message.ending));
        messages.push_back(std::move(message));
      }
      support::for_each_fragment_size([&](std::size_t size) {
        EXPECT_EQ(support::decode_stream(options, stream, size), (DecodedStream{messages, std::nullopt}));
      });
    }
  }
}

TEST(Decoder, YieldsNothingBeyondTheLimit) {
  std::mt19937 random(20260203);
  for (const FramingOptions& options : every_framing(3)) {
    for (int round = 0; round < 30; ++round) {
      for (const auto& message : support::decode_stream(options, random_stream(random), 2).messages)
        EXPECT_LE(message.payload.size(), 3U);
    }
  }
}

TEST(Decoder, HasNothingWholeInNoBytes) {
  for (const FramingOptions& options : every_framing(3)) {
    Decoder decoder(options);
    const auto found = decoder.next({});
    ASSERT_TRUE(found);
    EXPECT_FALSE(found->whole());
    const auto rest = decoder.finish({});
    ASSERT_TRUE(rest);
    EXPECT_FALSE(rest->whole());
  }
}

}  // namespace
}  // namespace lanchat::protocol
