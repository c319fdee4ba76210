// SPDX-License-Identifier: MIT
#include "lanchat/protocol/encoder.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <string_view>

namespace lanchat::protocol {
namespace {

FramingOptions framed(Framing framing) {
  FramingOptions options;
  options.framing = framing;
  return options;
}

FramingOptions lengths(unsigned bytes, ByteOrder order) {
  return {Framing::length, static_cast<std::uint8_t>(bytes), order, 0};
}

std::string encoded(const FramingOptions& options, std::string_view payload, Ending ending) {
  std::string out;
  EXPECT_TRUE(Encoder(options).append(out, payload, ending));
  return out;
}

TEST(Encoder, EndsLineAsTheMessageEnded) {
  EXPECT_EQ(encoded(framed(Framing::line), "hello", Ending::lf), "hello\n");
  EXPECT_EQ(encoded(framed(Framing::line), "hello", Ending::crlf), "hello\r\n");
  EXPECT_EQ(encoded(framed(Framing::line), "", Ending::crlf), "\r\n");
}

TEST(Encoder, LeavesDatagramWithoutLineEndingAlone) {
  EXPECT_EQ(encoded(framed(Framing::line), "hello", Ending::none), "hello");
}

TEST(Encoder, AddsNothingToRaw) {
  EXPECT_EQ(encoded(framed(Framing::raw), "hello", Ending::none), "hello");
  EXPECT_EQ(encoded(framed(Framing::raw), "", Ending::none), "");
}

TEST(Encoder, WritesLengthInNetworkOrder) {
  EXPECT_EQ(encoded(lengths(1, ByteOrder::big), "hello", Ending::none), "\5hello");
  EXPECT_EQ(encoded(lengths(2, ByteOrder::big), "hello", Ending::none), std::string("\0\5hello", 7));
  EXPECT_EQ(encoded(lengths(4, ByteOrder::big), "hello", Ending::none), std::string("\0\0\0\5hello", 9));
  EXPECT_EQ(encoded(lengths(8, ByteOrder::big), "hello", Ending::none),
            std::string("\0\0\0\0\0\0\0\5hello", 13));
}

TEST(Encoder, WritesLengthLittleEndian) {
  EXPECT_EQ(encoded(lengths(1, ByteOrder::little), "hello", Ending::none), "\5hello");
  EXPECT_EQ(encoded(lengths(2, ByteOrder::little), "hello", Ending::none), std::string("\5\0hello", 7));
  EXPECT_EQ(encoded(lengths(4, ByteOrder::little), "hello", Ending::none), std::string("\5\0\0\0hello", 9));
  EXPECT_EQ(encoded(lengths(8, ByteOrder::little), "hello", Ending::none),
            std::string("\5\0\0\0\0\0\0\0hello", 13));
}

TEST(Encoder, WritesEveryByteOfTheLength) {
  const std::string payload(0x010203, 'x');
  EXPECT_EQ(encoded(lengths(4, ByteOrder::big), payload, Ending::none), std::string("\0\1\2\3", 4) + payload);
  EXPECT_EQ(encoded(lengths(4, ByteOrder::little), payload, Ending::none),
            std::string("\3\2\1\0", 4) + payload);
}

TEST(Encoder, FramesBehindWhatIsThere) {
  const Encoder encoder(lengths(2, ByteOrder::big));
  std::string out = "before";
  const std::size_t mark = encoder.begin(out);
  EXPECT_EQ(mark, 6U);
  out += "pay";
  out += "load";
  ASSERT_TRUE(encoder.end(out, mark, Ending::none));
  EXPECT_EQ(out, std::string("before\0\7payload", 15));
}

TEST(Encoder, FramesTheEmptyPayload) {
  EXPECT_EQ(encoded(lengths(4, ByteOrder::big), "", Ending::none), std::string(4, '\0'));
  EXPECT_EQ(encoded(framed(Framing::line), "", Ending::lf), "\n");
}

TEST(Encoder, WritesTheLargestPayloadTheHeaderCanExpress) {
  EXPECT_EQ(encoded(lengths(1, ByteOrder::big), std::string(255, 'x'), Ending::none),
            "\xFF" + std::string(255, 'x'));
  EXPECT_EQ(encoded(lengths(2, ByteOrder::little), std::string(65535, 'x'), Ending::none),
            "\xFF\xFF" + std::string(65535, 'x'));
}

TEST(Encoder, TakesBackWhatDoesNotFitTheHeader) {
  std::string out = "before";
  EXPECT_FALSE(Encoder(lengths(1, ByteOrder::big)).append(out, std::string(256, 'x'), Ending::none));
  EXPECT_EQ(out, "before");
  EXPECT_FALSE(Encoder(lengths(2, ByteOrder::little)).append(out, std::string(65536, 'x'), Ending::none));
  EXPECT_EQ(out, "before");
}

TEST(Encoder, KnowsTheLargestPayload) {
  constexpr std::size_t any = std::numeric_limits<std::size_t>::max();
  EXPECT_EQ(Encoder(lengths(1, ByteOrder::big)).max_payload(), 255U);
  EXPECT_EQ(Encoder(lengths(2, ByteOrder::big)).max_payload(), 65535U);
  EXPECT_EQ(Encoder(lengths(4, ByteOrder::big)).max_payload(), 4294967295U);
  EXPECT_EQ(Encoder(lengths(8, ByteOrder::big)).max_payload(), any);
  EXPECT_EQ(Encoder(framed(Framing::line)).max_payload(), any);
  EXPECT_EQ(Encoder(framed(Framing::raw)).max_payload(), any);
}

TEST(Encoder, EndsUnaskedLineWithLfAndOthersWithNothing) {
  EXPECT_EQ(default_ending(Framing::line), Ending::lf);
  EXPECT_EQ(default_ending(Framing::length), Ending::none);
  EXPECT_EQ(default_ending(Framing::raw), Ending::none);
}

}  // namespace
}  // namespace lanchat::protocol
