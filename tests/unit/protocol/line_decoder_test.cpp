// SPDX-License-Identifier: MIT
#include "lanchat/protocol/decoder.hpp"

#include "support/decoded_stream.hpp"
#include "support/fragment_sizes.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace lanchat::protocol {
namespace {

using support::DecodedStream;
using support::OwnedMessage;

FramingOptions lines(std::size_t limit) {
  FramingOptions options;
  options.max_message_size = limit;
  return options;
}

// At every fragment size, `stream` holds `messages` and then fails with `failure` or ends.
void expect_lines(std::size_t limit, std::string_view stream, const std::vector<OwnedMessage>& messages,
                  std::optional<CloseReason> failure = std::nullopt) {
  support::for_each_fragment_size([&](std::size_t size) {
    EXPECT_EQ(support::decode_stream(lines(limit), stream, size), (DecodedStream{messages, failure}));
  });
}

constexpr std::size_t unlimited = 0;
constexpr auto too_long = CloseReason::message_too_long;

TEST(LineDecoder, EndsMessagesAtLf) {
  expect_lines(unlimited, "one\ntwo\nthree\n",
               {{"one", Ending::lf}, {"two", Ending::lf}, {"three", Ending::lf}});
}

TEST(LineDecoder, TakesTheCrBeforeLfOff) {
  expect_lines(unlimited, "one\r\ntwo\r\n", {{"one", Ending::crlf}, {"two", Ending::crlf}});
}

TEST(LineDecoder, TellsEachLineItsOwnEnding) {
  expect_lines(unlimited, "a\nb\r\nc\n", {{"a", Ending::lf}, {"b", Ending::crlf}, {"c", Ending::lf}});
}

TEST(LineDecoder, TakesOneCrOffAndNoMore) {
  expect_lines(unlimited, "a\r\r\n", {{"a\r", Ending::crlf}});
}

TEST(LineDecoder, KeepsLoneCr) {
  expect_lines(unlimited, "a\rb\n\rc\n", {{"a\rb", Ending::lf}, {"\rc", Ending::lf}});
}

TEST(LineDecoder, YieldsEmptyLines) {
  expect_lines(unlimited, "\n\r\n\n", {{"", Ending::lf}, {"", Ending::crlf}, {"", Ending::lf}});
}

TEST(LineDecoder, YieldsNothingFromAnEmptyStream) {
  expect_lines(unlimited, "", {});
}

TEST(LineDecoder, YieldsUnfinishedLineAtTheEndAsIfItEndedWithLf) {
  expect_lines(unlimited, "one\r\ntwo", {{"one", Ending::crlf}, {"two", Ending::lf}});
}

TEST(LineDecoder, KeepsTheCrOfAnUnfinishedLine) {
  expect_lines(unlimited, "one\r", {{"one\r", Ending::lf}});
}

TEST(LineDecoder, LetsEveryOtherByteThrough) {
  std::string payload;
  for (int byte = 0; byte < 256; ++byte) {
    if (byte != '\n') payload += static_cast<char>(byte);
  }
  expect_lines(unlimited, payload + "\n", {{payload, Ending::lf}});
}

TEST(LineDecoder, AcceptsLineOfExactlyTheLimit) {
  expect_lines(8, "12345678\n", {{"12345678", Ending::lf}});
  expect_lines(8, "12345678\r\n", {{"12345678", Ending::crlf}});
  expect_lines(8, "12345678", {{"12345678", Ending::lf}});
}

TEST(LineDecoder, CountsCrThatIsPartOfTheLine) {
  expect_lines(4, "123\r\r\n", {{"123\r", Ending::crlf}});
  expect_lines(4, "1234\r\r\n", {}, too_long);
  expect_lines(4, "1234\r", {}, too_long);
  expect_lines(4, "1234\rx\n", {}, too_long);
}

TEST(LineDecoder, RejectsLineOneByteBeyondLimit) {
  expect_lines(8, "123456789\n", {}, too_long);
  expect_lines(8, "123456789\r\n", {}, too_long);
  expect_lines(8, "123456789", {}, too_long);
}

TEST(LineDecoder, YieldsWhatCameBeforeLineBeyondLimit) {
  expect_lines(3, "one\ntwo\r\nthree\n", {{"one", Ending::lf}, {"two", Ending::crlf}}, too_long);
}

TEST(LineDecoder, LimitsEachLineAndNotTheirSum) {
  std::string stream;
  for (int i = 0; i < 100; ++i)
    stream += "12345678\r\n";
  expect_lines(8, stream, std::vector<OwnedMessage>(100, {"12345678", Ending::crlf}));
}

TEST(LineDecoder, RejectsUnterminatedLineBeyondLimit) {
  Decoder decoder(lines(4));
  EXPECT_TRUE(decoder.next("1234"));
  const auto found = decoder.next("12345");
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error(), too_long);
}

TEST(LineDecoder, GivesCrAtTheLimitThatMayBelongToTheEndingTheBenefitOfTheDoubt) {
  Decoder decoder(lines(4));
  EXPECT_TRUE(decoder.next("1234\r"));
  const auto found = decoder.next("1234\r\n");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->message, (Message{"1234", Ending::crlf}));
}

TEST(LineDecoder, HasNoLimitWhereItIsZero) {
  const std::string line(std::size_t{300} * 1024, 'x');
  const FramingOptions options = lines(unlimited);
  for (const std::size_t size : {support::whole, std::size_t{4096}, std::size_t{1000}}) {
    EXPECT_EQ(support::decode_stream(options, line + "\n", size),
              (DecodedStream{{{line, Ending::lf}}, std::nullopt}));
  }
}

TEST(LineDecoder, YieldsViewsIntoTheInput) {
  const std::string_view input = "hello\r\nworld\n";
  Decoder decoder(lines(unlimited));
  const auto found = decoder.next(input);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->message.payload.data(), input.data());
  EXPECT_EQ(found->consumed, 7U);
}

TEST(LineDecoder, YieldsTheSameLineUntilItIsConsumed) {
  Decoder decoder(lines(unlimited));
  ASSERT_TRUE(decoder.next("on"));
  for (int i = 0; i < 3; ++i) {
    const auto found = decoder.next("one\ntwo");
    ASSERT_TRUE(found);
    EXPECT_EQ(found->message.payload, "one");
  }
  ASSERT_TRUE(decoder.next("two"));
  for (int i = 0; i < 3; ++i) {
    const auto found = decoder.finish("two");
    ASSERT_TRUE(found);
    EXPECT_EQ(found->message.payload, "two");
  }
}

// What keeps the cost of a long line linear. The only sign of it without a clock: a LF planted where the
// decoder has looked already stays unseen.
TEST(LineDecoder, SearchesNewBytesOnly) {
  Decoder decoder(lines(unlimited));
  ASSERT_FALSE(decoder.next("abcd")->whole());
  EXPECT_FALSE(decoder.next("a\ncdefgh")->whole());
  const auto found = decoder.next("a\ncdefghi\n");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->consumed, 10U);
}

TEST(LineDecoder, SearchesTheNextLineFromItsBeginning) {
  Decoder decoder(lines(unlimited));
  ASSERT_FALSE(decoder.next("a long beginning")->whole());
  ASSERT_EQ(decoder.next("a long beginning\nb\n")->consumed, 17U);
  EXPECT_EQ(decoder.next("b\n")->consumed, 2U);
}

TEST(LineDecoder, CannotTellHowLongLineWillBe) {
  EXPECT_EQ(Decoder(lines(unlimited)).expected_size("12345678"), 0U);
}

}  // namespace
}  // namespace lanchat::protocol
