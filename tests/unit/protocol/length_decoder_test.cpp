// SPDX-License-Identifier: MIT
#include "lanchat/protocol/decoder.hpp"

#include "support/decoded_stream.hpp"
#include "support/fragment_sizes.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace lanchat::protocol {
namespace {

using support::DecodedStream;
using support::OwnedMessage;

constexpr std::size_t unlimited = 0;
constexpr auto too_long = CloseReason::message_too_long;
constexpr auto malformed = CloseReason::malformed_message;

FramingOptions lengths(unsigned bytes, ByteOrder order, std::size_t limit) {
  return {Framing::length, static_cast<std::uint8_t>(bytes), order, limit};
}

// A header as the documentation describes it, not as the encoder writes it.
std::string header(const FramingOptions& options, std::uint64_t value) {
  std::string bytes;
  for (unsigned i = 0; i < options.length_bytes; ++i) {
    const char byte = static_cast<char>(value >> 8U * i & 0xFFU);
    bytes.insert(options.length_order == ByteOrder::little ? bytes.size() : 0, 1, byte);
  }
  return bytes;
}

std::string frame(const FramingOptions& options, std::string_view payload) {
  return header(options, payload.size()).append(payload);
}

template <typename Check>
void for_each_header(std::size_t limit, Check check) {
  for (const unsigned bytes : {1U, 2U, 4U, 8U}) {
    for (const ByteOrder order : {ByteOrder::big, ByteOrder::little}) {
      SCOPED_TRACE(std::to_string(bytes) + (order == ByteOrder::big ? " bytes, big" : " bytes, little"));
      check(lengths(bytes, order, limit));
    }
  }
}

void expect_messages(const FramingOptions& options, std::string_view stream,
                     const std::vector<OwnedMessage>& messages,
                     std::optional<CloseReason> failure = std::nullopt) {
  support::for_each_fragment_size([&](std::size_t size) {
    EXPECT_EQ(support::decode_stream(options, stream, size), (DecodedStream{messages, failure}));
  });
}

TEST(LengthDecoder, CutsWhereTheHeaderSays) {
  for_each_header(unlimited, [](const FramingOptions& options) {
    expect_messages(options, frame(options, "one") + frame(options, "and two\r\n") + frame(options, "3"),
                    {{"one"}, {"and two\r\n"}, {"3"}});
  });
}

TEST(LengthDecoder, ReadsNetworkOrder) {
  const auto options = lengths(4, ByteOrder::big, unlimited);
  expect_messages(options, std::string("\0\0\0\2hi", 6), {{"hi"}});
}

TEST(LengthDecoder, ReadsLittleEndian) {
  const auto options = lengths(4, ByteOrder::little, unlimited);
  expect_messages(options, std::string("\2\0\0\0hi", 6), {{"hi"}});
}

TEST(LengthDecoder, ReadsEveryByteOfTheHeader) {
  const std::string payload(0x0102, 'x');
  for (const ByteOrder order : {ByteOrder::big, ByteOrder::little}) {
    const auto options = lengths(2, order, unlimited);
    const std::string bytes = order == ByteOrder::big ? "\x01\x02" : "\x02\x01";
    EXPECT_EQ(support::decode_stream(options, bytes + payload, 7),
              (DecodedStream{{{payload}}, std::nullopt}));
  }
}

TEST(LengthDecoder, ReadsHighHeaderBytesAsUnsigned) {
  const auto options = lengths(1, ByteOrder::big, unlimited);
  const std::string payload(0xFF, 'x');
  expect_messages(options, "\xFF" + payload, {{payload}});
}

TEST(LengthDecoder, YieldsEmptyMessages) {
  for_each_header(8, [](const FramingOptions& options) {
    expect_messages(options,
                    frame(options, "") + frame(options, "") + frame(options, "x") + frame(options, ""),
                    {{""}, {""}, {"x"}, {""}});
  });
}

TEST(LengthDecoder, YieldsNothingFromAnEmptyStream) {
  for_each_header(8, [](const FramingOptions& options) { expect_messages(options, "", {}); });
}

TEST(LengthDecoder, AcceptsMessageOfExactlyTheLimit) {
  for_each_header(8, [](const FramingOptions& options) {
    expect_messages(options, frame(options, "12345678"), {{"12345678"}});
  });
}

TEST(LengthDecoder, RejectsMessageOneByteBeyondLimit) {
  for_each_header(8, [](const FramingOptions& options) {
    expect_messages(options, frame(options, "before") + frame(options, "123456789"), {{"before"}}, too_long);
  });
}

TEST(LengthDecoder, RejectsAsSoonAsTheHeaderIsThere) {
  for_each_header(8, [](const FramingOptions& options) {
    const std::string bytes = header(options, 9);
    Decoder decoder(options);
    EXPECT_TRUE(decoder.next(std::string_view(bytes).substr(0, bytes.size() - 1)));
    const auto found = decoder.next(bytes);
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error(), too_long);
  });
}

TEST(LengthDecoder, RejectsHugeLengthsUnderTheLimit) {
  for_each_header(100, [](const FramingOptions& options) {
    expect_messages(options, std::string(options.length_bytes, '\xFF') + "payload", {}, too_long);
  });
}

TEST(LengthDecoder, WaitsForHugeMessagesWithoutLimit) {
  constexpr std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
  for (const ByteOrder order : {ByteOrder::big, ByteOrder::little}) {
    const auto options = lengths(8, order, unlimited);
    for (const std::uint64_t length :
         {most, most - 1, most - 7, most - 8, most - 9, most / 2 + 1, most / 2}) {
      SCOPED_TRACE(length);
      expect_messages(options, header(options, length) + "payload", {}, malformed);
    }
  }
}

TEST(LengthDecoder, CallsCutOffMessageMalformed) {
  for_each_header(unlimited, [](const FramingOptions& options) {
    const std::string bytes = frame(options, "message");
    for (std::size_t cut = 1; cut < bytes.size(); ++cut)
      expect_messages(options, frame(options, "ok") + bytes.substr(0, cut), {{"ok"}}, malformed);
  });
}

TEST(LengthDecoder, YieldsViewsIntoTheInput) {
  const std::string bytes = frame(lengths(4, ByteOrder::big, unlimited), "hello") + "rest";
  Decoder decoder(lengths(4, ByteOrder::big, unlimited));
  const auto found = decoder.next(bytes);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->message.payload.data(), bytes.data() + 4);
  EXPECT_EQ(found->consumed, 9U);
}

TEST(LengthDecoder, ExpectsHeaderAndPayload) {
  for_each_header(unlimited, [](const FramingOptions& options) {
    const Decoder decoder(options);
    const std::string bytes = header(options, 100);
    EXPECT_EQ(decoder.expected_size(""), 0U);
    EXPECT_EQ(decoder.expected_size(std::string_view(bytes).substr(1)), 0U);
    EXPECT_EQ(decoder.expected_size(bytes), bytes.size() + 100);
    EXPECT_EQ(decoder.expected_size(bytes + "some more"), bytes.size() + 100);
    EXPECT_EQ(decoder.expected_size(header(options, 0)), bytes.size());
  });
}

TEST(LengthDecoder, ExpectsNothingItCannotExpress) {
  constexpr std::size_t most = std::numeric_limits<std::size_t>::max();
  const auto options = lengths(8, ByteOrder::big, unlimited);
  const Decoder decoder(options);
  EXPECT_EQ(decoder.expected_size(header(options, most)), 0U);
  EXPECT_EQ(decoder.expected_size(header(options, most - 7)), 0U);
  EXPECT_EQ(decoder.expected_size(header(options, most - 8)), most);
}

}  // namespace
}  // namespace lanchat::protocol
