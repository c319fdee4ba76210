// SPDX-License-Identifier: MIT
// What goes in and what comes out, for every framing over every kind of stream.
#include "integration/served.hpp"

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace lanchat::integration {
namespace {

using protocol::ByteOrder;
using protocol::Framing;

class SessionFraming : public testing::TestWithParam<const char*> {
 protected:
  /// One conversation, its bytes sent all at once and one by one; then the client ends its half.
  static void expect_replies(const net::ListenerOptions& options, const std::string& sent,
                             const std::string& replies) {
    Served served;
    const net::BindAddress address = served.open(GetParam(), options);
    const Client whole(address);
    whole.write(sent);
    whole.half_close();
    EXPECT_EQ(whole.read_to_end(), replies);
    EXPECT_EQ(served.log.disconnected(), "client_closed");
    const Client single(address);
    single.write_singly(sent);
    single.half_close();
    EXPECT_EQ(single.read_to_end(), replies) << "byte by byte";
    EXPECT_EQ(served.log.disconnected(), "client_closed");
  }
};

INSTANTIATE_TEST_SUITE_P(Streams, SessionFraming, testing::Values("tcp", "tcp6", "unix"),
                         [](const auto& of) { return std::string(of.param); });

TEST_P(SessionFraming, EndsEachReplyAsTheLineEnded) {
  expect_replies(listener("echo"), "one\n\ntwo\r\nthree", "one\n\ntwo\r\nthree\n");
}

TEST_P(SessionFraming, RepliesWithTheLengthHeaderOfTheListener) {
  const std::vector<std::pair<protocol::FramingOptions, std::string>> headers{
      {{Framing::length, 1, ByteOrder::big}, std::string("\x03", 1)},
      {{Framing::length, 2, ByteOrder::little}, std::string("\x03\x00", 2)},
      {{Framing::length, 4, ByteOrder::big}, std::string("\x00\x00\x00\x03", 4)},
      {{Framing::length, 8, ByteOrder::little}, std::string("\x03\x00\x00\x00\x00\x00\x00\x00", 8)},
  };
  for (const auto& [framing, header] : headers) {
    auto options = listener("echo");
    options.framing = framing;
    const std::string empty(header.size(), '\0');
    const std::string sent = header + "o\ne" + empty + header + "two";
    expect_replies(options, sent, sent);
  }
}

TEST_P(SessionFraming, GivesRawBytesBackAsTheyAre) {
  expect_replies(listener("echo", Framing::raw), std::string("a\0b\r\n\xff", 6),
                 std::string("a\0b\r\n\xff", 6));
}

TEST_P(SessionFraming, SaysThatTheStreamEndedInsideALengthMessage) {
  Served served;
  auto options = listener("echo", Framing::length);
  options.framing.length_bytes = 1;
  const Client client(served.open(GetParam(), options));
  client.write("\x02ok\x05half");
  client.half_close();
  EXPECT_EQ(client.read_to_end(),
            "\x02ok\x32"
            "error: the stream ended in the middle of a message");
  EXPECT_EQ(served.log.disconnected(), "malformed_message");
}

TEST_P(SessionFraming, AnswersSixtyFourMessagesOfOneWriteWithOneWrite) {
  Served served;
  const Client client(served.open(GetParam(), listener("echo")));
  std::string lines;
  for (int i = 0; i < 64; ++i)
    lines += "line " + std::to_string(i) + "\n";
  client.write(lines);
  EXPECT_EQ(client.read_some(), lines);
}

TEST_P(SessionFraming, AnswersEverythingBeforeTheConnectionCloses) {
  Served served;
  const Client client(served.open(GetParam(), listener("uppercase")));
  std::string lines;
  std::string replies;
  for (int i = 0; i < 10'000; ++i) {
    lines += "line\n";
    replies += "LINE\n";
  }
  client.write(lines);
  client.half_close();
  EXPECT_EQ(client.read_to_end(), replies);
  const logging::Event end = served.log.take("client_disconnected");
  EXPECT_EQ(text_field(end, "reason"), "client_closed");
  EXPECT_EQ(number_field(end, "messages"), 10'000U);
  EXPECT_EQ(number_field(end, "bytes_in"), lines.size());
  EXPECT_EQ(number_field(end, "bytes_out"), replies.size());
}

TEST_P(SessionFraming, CarriesAMessageFarLargerThanItsBuffers) {
  Served served;
  auto options = listener("echo");
  options.framing.max_message_size = 0;
  options.limits.max_pending_output = 0;
  const Client client(served.open(GetParam(), options));
  const std::string line = std::string(3'000'000, 'x') + "\n";
  std::thread writer([&] { client.write(line); });
  const std::string reply = client.read(line.size());
  writer.join();
  EXPECT_TRUE(reply == line) << reply.size() << " bytes came back";
}

}  // namespace
}  // namespace lanchat::integration
