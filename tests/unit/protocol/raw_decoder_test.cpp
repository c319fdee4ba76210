// SPDX-License-Identifier: MIT
#include "lanchat/protocol/decoder.hpp"

#include "support/decoded_stream.hpp"
#include "support/fragment_sizes.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>

namespace lanchat::protocol {
namespace {

using support::DecodedStream;

FramingOptions raw(std::size_t limit) {
  FramingOptions options;
  options.framing = Framing::raw;
  options.max_message_size = limit;
  return options;
}

constexpr std::size_t unlimited = 0;
const std::string stream =
    "line one\r\nline two\n\n" + std::string("\0\xFF\x80", 3) + " and more than seven bytes";

TEST(RawDecoder, MakesEachReadOneMessage) {
  EXPECT_EQ(support::decode_stream(raw(unlimited), "one\ntwo", support::whole),
            (DecodedStream{{{"one\ntwo"}}, std::nullopt}));
  EXPECT_EQ(support::decode_stream(raw(unlimited), "one\ntwo", 3),
            (DecodedStream{{{"one"}, {"\ntw"}, {"o"}}, std::nullopt}));
}

TEST(RawDecoder, LosesAndAddsNothing) {
  for (const std::size_t limit : {unlimited, std::size_t{1}, std::size_t{5}, std::size_t{64 * 1024}}) {
    SCOPED_TRACE(limit);
    support::for_each_fragment_size([&](std::size_t size) {
      const DecodedStream decoded = support::decode_stream(raw(limit), stream, size);
      EXPECT_FALSE(decoded.failure);
      std::string bytes;
      for (const auto& message : decoded.messages) {
        EXPECT_EQ(message.ending, Ending::none);
        EXPECT_FALSE(message.payload.empty());
        bytes += message.payload;
      }
      EXPECT_EQ(bytes, stream);
    });
  }
}

TEST(RawDecoder, CutsLargerReadsAtTheLimit) {
  EXPECT_EQ(support::decode_stream(raw(4), "12345678", support::whole),
            (DecodedStream{{{"1234"}, {"5678"}}, std::nullopt}));
  EXPECT_EQ(support::decode_stream(raw(4), "123456789", support::whole),
            (DecodedStream{{{"1234"}, {"5678"}, {"9"}}, std::nullopt}));
}

TEST(RawDecoder, YieldsMessagesWithinTheLimitAtEveryFragmentSize) {
  support::for_each_fragment_size([&](std::size_t size) {
    for (const auto& message : support::decode_stream(raw(5), stream, size).messages)
      EXPECT_LE(message.payload.size(), std::min<std::size_t>(5, size));
  });
}

TEST(RawDecoder, YieldsNothingFromAnEmptyStream) {
  EXPECT_EQ(support::decode_stream(raw(unlimited), "", support::whole), DecodedStream{});
}

TEST(RawDecoder, YieldsViewsIntoTheInput) {
  const std::string_view input = "hello";
  Decoder decoder(raw(unlimited));
  const auto found = decoder.next(input);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->message.payload.data(), input.data());
  EXPECT_EQ(found->consumed, input.size());
}

TEST(RawDecoder, ExpectsNothing) {
  EXPECT_EQ(Decoder(raw(unlimited)).expected_size("12345678"), 0U);
}

}  // namespace
}  // namespace lanchat::protocol
