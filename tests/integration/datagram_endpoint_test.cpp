// SPDX-License-Identifier: MIT
// Messages that are datagrams.
#include "integration/live_memory.hpp"
#include "integration/served.hpp"

#include <gtest/gtest.h>

#include <deque>
#include <memory>
#include <string>

namespace lanchat::integration {
namespace {

using protocol::Framing;

TEST(DatagramEndpoint, PutsTheLineEndingOfTheMessageOnTheReply) {
  Served served;
  const Client client(served.open("udp", listener("uppercase")));
  EXPECT_EQ(client.exchange("none", 4), "NONE");
  EXPECT_EQ(client.exchange("lf\n", 3), "LF\n");
  EXPECT_EQ(client.exchange("crlf\r\n", 6), "CRLF\r\n");
  EXPECT_EQ(client.exchange("two\nlines\n", 10), "TWO\nLINES\n");
}

TEST(DatagramEndpoint, NeverAnswersAnEmptyDatagram) {
  Served served;
  const Client client(served.open("udp", listener("acknowledge")));
  client.write("");
  EXPECT_EQ(client.exchange("next", 8), "received");
  EXPECT_FALSE(client.readable());
  EXPECT_EQ(served.counters().of(net::DropReason::empty), 1U);
  EXPECT_EQ(served.counters().messages, 1U);
}

TEST(DatagramEndpoint, SendsNoReplyThatIsTooLargeAndSaysSo) {
  Served served;
  const Client client(served.open("udp", listener("long")));
  client.write("61");  // 2 and 28 bytes of headers, three times, are 62 and 28
  EXPECT_EQ(client.read_some(), std::string(61, 'x'));
  client.write("63");
  client.write("62");
  EXPECT_EQ(client.read_some(), std::string(62, 'x'));
  EXPECT_EQ(text_field(served.log.take("datagram_dropped"), "reason"), "reply_too_large");
  EXPECT_EQ(served.counters().of(net::DropReason::reply_too_large), 1U);
  EXPECT_EQ(served.counters().replies, 2U);
}

// Replies are made one after the other in one buffer, and many datagrams wait while the first are answered.
TEST(DatagramEndpoint, KeepsNoReplyThatNoDatagramHolds) {
  Served served;
  auto options = listener("long");
  options.udp.reply_ratio = options.udp.repeat_limit = options.udp.replies_per_address = 0;
  const Client client(served.open("udp", options));
  EXPECT_EQ(client.exchange("3", 3), "xxx");
  const std::int64_t before = live_bytes();
  for (int i = 0; i < 200; ++i)
    client.write("1000000");
  EXPECT_EQ(client.exchange("2", 2), "xx");
  EXPECT_GT(served.counters().of(net::DropReason::not_sent), 100U);
  EXPECT_LT(live_bytes() - before, 4 << 20U);
}

TEST(DatagramEndpoint, EndsTheRepetitionOfOneSource) {
  Served served;
  auto options = listener("echo");
  options.udp.repeat_limit = 5;
  const Client client(served.open("udp", options));
  for (int i = 0; i < 50; ++i)
    client.write("again");
  client.write("else");
  std::string last;
  int replies = 0;
  for (; last != "else"; ++replies)
    last = client.read_some();
  EXPECT_LT(replies, 50);
  EXPECT_EQ(text_field(served.log.take("datagram_dropped"), "reason"), "repeat");
  EXPECT_EQ(served.counters().of(net::DropReason::repeat) + static_cast<std::uint64_t>(replies), 51U);
}

TEST(DatagramEndpoint, LeavesRawDatagramsAsTheyAre) {
  Served served;
  const Client client(served.open("udp", listener("echo", Framing::raw)));
  EXPECT_EQ(client.exchange("bytes\r\n", 7), "bytes\r\n");
}

TEST(DatagramEndpoint, AnswersEachSourceItself) {
  Served served;
  const net::BindAddress address = served.open("udp", listener("echo"));
  std::deque<Client> clients;
  for (int i = 0; i < 100; ++i) {
    clients.emplace_back(address);
    clients.back().write(std::to_string(i));
  }
  for (std::size_t i = 0; i < clients.size(); ++i)
    EXPECT_EQ(clients[i].read_some(), std::to_string(i));
}

TEST(DatagramEndpoint, SharesItsPolicyWithTheStreamsOfTheListener) {
  Served served;
  const auto options = std::make_shared<const net::ListenerOptions>(listener("counting"));
  const Client stream(served.open("tcp", options));
  const Client datagrams(served.open("udp", options));
  const Client local(served.open("unix", options));
  EXPECT_EQ(stream.exchange("a\n", 2), "1\n");
  EXPECT_EQ(datagrams.exchange("b", 1), "2");
  EXPECT_EQ(local.exchange("c\n", 2), "3\n");
  EXPECT_EQ(datagrams.exchange("d", 1), "4");
}

TEST(DatagramEndpoint, DropsWhatIsTooLongAndSaysSo) {
  Served served;
  auto options = listener("echo");
  options.framing.max_message_size = 10;
  const Client client(served.open("udp", options));
  client.write("0123456789A");
  EXPECT_EQ(client.exchange("0123456789\n", 11), "0123456789\n");
  EXPECT_EQ(text_field(served.log.take("client_rejected"), "reason"), "message_too_long");
  EXPECT_EQ(served.counters().datagrams_dropped(), 1U);
  EXPECT_EQ(served.counters().messages, 1U);
}

TEST(DatagramEndpoint, DropsWhatIsDenied) {
  Served served;
  auto options = listener("echo");
  options.access.deny.push_back(net::Cidr::parse("127.0.0.2").value());
  const net::BindAddress address = served.open("udp", options);
  const Client denied(address, {.from = "127.0.0.2"});
  denied.write("one");
  EXPECT_EQ(text_field(served.log.take("client_rejected"), "reason"), "denied");
  EXPECT_EQ(Client(address).exchange("two", 3), "two");
  EXPECT_FALSE(denied.readable());
}

TEST(DatagramEndpoint, DropsWhatComesAboveTheRateOfItsSource) {
  Served served;
  auto options = listener("echo");
  options.limits.rate_limit = 1;
  const net::BindAddress address = served.open("udp", options);
  const Client fast(address);
  const Client other(address);
  for (int i = 0; i < 50; ++i)
    fast.write("again");
  EXPECT_EQ(other.exchange("one", 3), "one");  // came last, so all before it were decided upon
  const net::Counters counters = served.counters();
  EXPECT_EQ(counters.messages + counters.datagrams_dropped(), 51U);
  EXPECT_GE(counters.messages, 2U);
  EXPECT_GE(counters.datagrams_dropped(), 1U);
}

TEST(DatagramEndpoint, GoesOnAfterADefectInThePolicy) {
  Served served;
  const Client client(served.open("udp", listener("throwing")));
  client.write("boom");
  EXPECT_EQ(client.exchange("after", 5), "after");
  EXPECT_EQ(text_field(served.log.take("internal_error"), "error"), "the policy has a defect");
}

TEST(DatagramEndpoint, RemembersNoSourceThatIsOwedNothing) {
  Served served;
  const net::BindAddress address = served.open("udp", listener("silent"));
  constexpr int sources = 5000;  // more than may wait for a reply at one time
  std::uint64_t alike = 0;       // come from the daemon's own port, at another address: dropped for that
  for (int i = 0; i < sources / 100; ++i) {
    std::deque<Client> clients;
    for (int j = 0; j < 100; ++j) {
      clients.emplace_back(address, ClientOptions{.from = "127.0.0." + std::to_string(i + 1)});
      clients.back().write("listen");
      if (clients.back().port() == std::to_string(address.port)) ++alike;
    }
    // All of these must have been taken before the next hundred come, for a socket queues only so many.
    EXPECT_EQ(served.counters().accepted, 0U);
  }
  served.finish();
  EXPECT_EQ(served.counters().datagrams_dropped(), alike);
}

TEST(DatagramEndpoint, AnswersWhatHasArrivedBeforeItCloses) {
  Served served;
  const Client client(served.open("udp", listener("echo")));
  for (int i = 0; i < 100; ++i)
    client.write(std::to_string(i));
  served.finish();
  for (int i = 0; i < 100; ++i)
    EXPECT_EQ(client.read_some(), std::to_string(i));
  EXPECT_EQ(served.counters().messages, 100U);
  EXPECT_EQ(served.counters().replies, 100U);
}

}  // namespace
}  // namespace lanchat::integration
