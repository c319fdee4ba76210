// SPDX-License-Identifier: MIT
#include "lanchat/protocol/datagram.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <string_view>

namespace lanchat::protocol {
namespace {

Message line(std::string_view datagram) {
  return decode_datagram(datagram, Framing::line);
}

TEST(Datagram, IsOneMessage) {
  EXPECT_EQ(line("hello"), (Message{"hello", Ending::none}));
  EXPECT_EQ(line(""), (Message{"", Ending::none}));
}

TEST(Datagram, LosesTheLineEndingAtItsEnd) {
  EXPECT_EQ(line("hello\n"), (Message{"hello", Ending::lf}));
  EXPECT_EQ(line("hello\r\n"), (Message{"hello", Ending::crlf}));
  EXPECT_EQ(line("\n"), (Message{"", Ending::lf}));
  EXPECT_EQ(line("\r\n"), (Message{"", Ending::crlf}));
}

TEST(Datagram, LosesOneLineEndingOnly) {
  EXPECT_EQ(line("hello\n\n"), (Message{"hello\n", Ending::lf}));
  EXPECT_EQ(line("hello\r\n\r\n"), (Message{"hello\r\n", Ending::crlf}));
  EXPECT_EQ(line("hello\r\r\n"), (Message{"hello\r", Ending::crlf}));
}

TEST(Datagram, KeepsLineEndingsWithin) {
  EXPECT_EQ(line("one\ntwo\r\nthree"), (Message{"one\ntwo\r\nthree", Ending::none}));
}

TEST(Datagram, KeepsLoneCr) {
  EXPECT_EQ(line("hello\r"), (Message{"hello\r", Ending::none}));
  EXPECT_EQ(line("hello\n\r"), (Message{"hello\n\r", Ending::none}));
}

TEST(Datagram, IsTakenAsItIsWhereFramingIsRaw) {
  for (const std::string_view bytes : {"hello", "hello\n", "hello\r\n", "\n", ""})
    EXPECT_EQ(decode_datagram(bytes, Framing::raw), (Message{bytes, Ending::none}));
}

TEST(Datagram, GivesItsEndingToTheReply) {
  EXPECT_EQ(ending_bytes(Ending::none), "");
  EXPECT_EQ(ending_bytes(Ending::lf), "\n");
  EXPECT_EQ(ending_bytes(Ending::crlf), "\r\n");
}

TEST(Datagram, IsItsPayloadAndItsEnding) {
  std::mt19937 random(20260204);
  constexpr std::string_view bytes = "a\r\n";
  for (int round = 0; round < 2000; ++round) {
    std::string datagram;
    for (auto left = random() % 6; left > 0; --left)
      datagram += bytes[random() % bytes.size()];
    for (const Framing framing : {Framing::line, Framing::raw}) {
      const Message message = decode_datagram(datagram, framing);
      EXPECT_EQ(std::string(message.payload).append(ending_bytes(message.ending)), datagram);
    }
  }
}

}  // namespace
}  // namespace lanchat::protocol
