// SPDX-License-Identifier: MIT
#include "net/datagram_guard.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace lanchat::net {
namespace {

using namespace std::chrono_literals;
using boost::asio::ip::make_address;

constexpr DatagramGuard::Time start = DatagramGuard::Time{} + 1h;
constexpr std::optional<DropReason> answered = std::nullopt;

DatagramGuard::Source source(const std::string& address, std::uint16_t port = 50000) {
  return {make_address(address), port};
}

class DatagramGuardTest : public testing::Test {
 protected:
  UdpLimits udp;
  Limits limits;
  OpenPorts own;

  [[nodiscard]] DatagramGuard guard() const { return {udp, limits, own, KeyedHash(1, 2)}; }

  [[nodiscard]] std::optional<DropReason> from(const DatagramGuard::Source& source,
                                               std::string_view payload = "message") const {
    return guard().arrive({source, payload}, start);
  }

  // Of a reply to somebody who has had none yet.
  [[nodiscard]] std::optional<DropReason> sized(const std::string& address, std::size_t request,
                                                std::size_t reply) const {
    return guard().reply(source(address), request, reply, start);
  }
};

// How many small replies go to the sources `to(0)`, `to(1)` and so on until one does not, and why.
template <typename To>
std::pair<int, std::optional<DropReason>> replies_until_dropped(DatagramGuard& guard, To to,
                                                                DatagramGuard::Time now = start) {
  for (int sent = 0; sent < 1000; ++sent) {
    if (const auto reason = guard.reply(to(sent), 10, 10, now)) return {sent, reason};
  }
  return {1000, answered};
}

TEST_F(DatagramGuardTest, AnswersOrdinaryClients) {
  EXPECT_EQ(from(source("192.0.2.1")), answered);
  EXPECT_EQ(from(source("2001:db8::1")), answered);
  EXPECT_EQ(from(source("::ffff:192.0.2.1")), answered);
  EXPECT_EQ(from(source("127.0.0.1")), answered);
  EXPECT_EQ(from(source("::1")), answered);
}

TEST_F(DatagramGuardTest, NeverAnswersAnEmptyDatagram) {
  EXPECT_EQ(from(source("192.0.2.1"), ""), DropReason::empty);
  EXPECT_EQ(from(source("192.0.2.1"), "\n"), answered);
}

TEST_F(DatagramGuardTest, NeverAnswersAnAddressThatIsNoHosts) {
  for (const char* address : {"0.0.0.0", "255.255.255.255", "224.0.0.1", "239.255.255.255", "::", "ff02::1",
                              "::ffff:0.0.0.0", "::ffff:224.0.0.251", "::ffff:255.255.255.255"})
    EXPECT_EQ(from(source(address)), DropReason::source_address) << address;
  for (const char* address : {"0.0.0.1", "223.255.255.255", "240.0.0.1", "::2", "fe80::1"})
    EXPECT_EQ(from(source(address)), answered) << address;
}

TEST_F(DatagramGuardTest, RefusesPortsOfServers) {
  EXPECT_EQ(from(source("192.0.2.1", 0)), DropReason::source_port);
  EXPECT_EQ(from(source("192.0.2.1", 1023)), DropReason::source_port);
  EXPECT_EQ(from(source("192.0.2.1", 1024)), answered);
  udp.source_port_min = 0;
  EXPECT_EQ(from(source("192.0.2.1", 0)), DropReason::source_port);
  EXPECT_EQ(from(source("192.0.2.1", 1)), answered);
}

TEST_F(DatagramGuardTest, RefusesTheListedPorts) {
  for (const std::uint16_t port : udp.refused_ports)
    EXPECT_EQ(from(source("192.0.2.1", port)), DropReason::refused_port) << port;
  EXPECT_EQ(from(source("192.0.2.1", 8889)), answered);
  udp.refused_ports = {};
  EXPECT_EQ(from(source("192.0.2.1", 8888)), answered);
}

TEST_F(DatagramGuardTest, NeverAnswersThePortsOfItsOwnDaemon) {
  udp.refused_ports = {};
  own.add(9999);
  EXPECT_EQ(from(source("192.0.2.1", 9999)), DropReason::own_port);
  own.remove(9999);
  EXPECT_EQ(from(source("192.0.2.1", 9999)), answered);
}

TEST_F(DatagramGuardTest, AnswersBroadcastsWhereItMay) {
  const auto client = source("192.0.2.1");
  EXPECT_EQ(guard().arrive({client, "all", true}, start), DropReason::broadcast);
  udp.broadcast = true;
  EXPECT_EQ(guard().arrive({client, "all", true}, start), answered);
}

TEST_F(DatagramGuardTest, NeverAnswersAReply) {
  const auto client = source("192.0.2.1");
  EXPECT_EQ(guard().arrive({client, "reply", false, 3}, start), DropReason::reply_mark);
  EXPECT_EQ(guard().arrive({client, "reply", false, 2}, start), answered);
  udp.reply_dscp = 46;
  EXPECT_EQ(guard().arrive({client, "reply", false, 3}, start), answered);
  EXPECT_EQ(guard().arrive({client, "reply", false, 46}, start), DropReason::reply_mark);
  udp.reply_dscp = 0;
  EXPECT_EQ(guard().arrive({client, "reply", false, 0}, start), answered);
}

TEST_F(DatagramGuardTest, BoundsRepliesByThePacketsOfTheirRequests) {
  EXPECT_EQ(sized("192.0.2.1", 1, 3 * 29 - 28), answered);
  EXPECT_EQ(sized("192.0.2.1", 1, 3 * 29 - 27), DropReason::reply_too_large);
  EXPECT_EQ(sized("::ffff:192.0.2.1", 1, 3 * 29 - 27), DropReason::reply_too_large);
  EXPECT_EQ(sized("2001:db8::1", 1, 3 * 49 - 48), answered);
  EXPECT_EQ(sized("2001:db8::1", 1, 3 * 49 - 47), DropReason::reply_too_large);
  udp.reply_ratio = 1;
  EXPECT_EQ(sized("192.0.2.1", 100, 100), answered);
  EXPECT_EQ(sized("192.0.2.1", 100, 101), DropReason::reply_too_large);
  udp.reply_ratio = 0;
  EXPECT_EQ(sized("192.0.2.1", 1, 65507), answered);
}

TEST_F(DatagramGuardTest, LetsEveryRepliedMessageGrowAsUpperCaseDoes) {
  for (std::size_t size = 1; size <= 65507 / 3; ++size)
    ASSERT_EQ(sized("192.0.2.1", size, 3 * size), answered) << size;
}

TEST_F(DatagramGuardTest, LimitsTheRepliesToAnAddress) {
  udp.replies_per_address = 5;
  DatagramGuard guard = this->guard();
  const auto ports = [](int i) { return source("192.0.2.1", static_cast<std::uint16_t>(2000 + i)); };
  EXPECT_EQ(replies_until_dropped(guard, ports),
            std::pair(5, std::optional(DropReason::replies_per_address)));
  EXPECT_EQ(guard.reply(source("::ffff:192.0.2.1"), 9, 9, start), DropReason::replies_per_address);
  EXPECT_EQ(guard.reply(source("192.0.2.2"), 9, 9, start), answered);
  EXPECT_EQ(guard.reply(source("192.0.2.1"), 9, 9, start + 200ms), answered);
}

TEST_F(DatagramGuardTest, LimitsTheRepliesToAPrefix) {
  udp.replies_per_prefix = 5;
  DatagramGuard guard = this->guard();
  const auto v4 = [](int i) { return source("192.0.2." + std::to_string(i)); };
  EXPECT_EQ(replies_until_dropped(guard, v4), std::pair(5, std::optional(DropReason::replies_per_prefix)));
  EXPECT_EQ(guard.reply(source("192.0.3.1"), 9, 9, start), answered);
  const auto v6 = [](int i) { return source("2001:db8:0:" + std::to_string(i) + "::1"); };
  EXPECT_EQ(replies_until_dropped(guard, v6), std::pair(5, std::optional(DropReason::replies_per_prefix)));
  EXPECT_EQ(guard.reply(source("2001:db8:0:100::1"), 9, 9, start), answered);
}

TEST_F(DatagramGuardTest, HasPrefixesOfTheLengthThatIsSet) {
  udp.replies_per_prefix = 1;
  limits.ipv4_prefix = 32;
  DatagramGuard guard = this->guard();
  EXPECT_EQ(guard.reply(source("192.0.2.1"), 9, 9, start), answered);
  EXPECT_EQ(guard.reply(source("192.0.2.2"), 9, 9, start), answered);
  EXPECT_EQ(guard.reply(source("192.0.2.1"), 9, 9, start), DropReason::replies_per_prefix);
}

TEST_F(DatagramGuardTest, LimitsAllReplies) {
  udp.replies = 5;
  DatagramGuard guard = this->guard();
  const auto anywhere = [](int i) { return source("192.0." + std::to_string(i) + ".1"); };
  EXPECT_EQ(replies_until_dropped(guard, anywhere), std::pair(5, std::optional(DropReason::replies_in_all)));
}

TEST_F(DatagramGuardTest, LimitsNothingWhereZeroIsSet) {
  udp.replies_per_address = udp.replies_per_prefix = udp.replies = udp.repeat_limit = 0;
  DatagramGuard guard = this->guard();
  const auto client = source("192.0.2.1");
  for (int i = 0; i < 200'000; ++i) {
    ASSERT_EQ(guard.arrive({client, "again"}, start), answered);
    ASSERT_EQ(guard.reply(client, 5, 5, start), answered);
  }
}

TEST_F(DatagramGuardTest, LimitsTheMessagesOfASource) {
  limits.rate_limit = 2;
  DatagramGuard guard = this->guard();
  const auto client = source("192.0.2.1");
  const auto neighbour = source("192.0.2.1", 50001);
  EXPECT_EQ(guard.arrive({client, "1"}, start), answered);
  EXPECT_EQ(guard.arrive({client, "2"}, start), answered);
  EXPECT_EQ(guard.arrive({client, "3"}, start), DropReason::rate_limit);
  EXPECT_EQ(guard.arrive({neighbour, "1"}, start), answered);
  EXPECT_EQ(guard.arrive({client, "4"}, start + 500ms), answered);
}

TEST_F(DatagramGuardTest, EndsALoopThatNothingElseTells) {
  udp.repeat_limit = 3;
  DatagramGuard guard = this->guard();
  const auto client = source("192.0.2.1");
  for (int i = 0; i < 3; ++i)
    EXPECT_EQ(guard.arrive({client, "echo"}, start), answered);
  EXPECT_EQ(guard.arrive({client, "echo"}, start), DropReason::repeat);
  EXPECT_TRUE(guard.began_repeating());
  EXPECT_EQ(guard.arrive({client, "echo"}, start), DropReason::repeat);
  EXPECT_FALSE(guard.began_repeating());
  EXPECT_EQ(guard.arrive({client, "else"}, start), answered);
  EXPECT_EQ(guard.arrive({client, "echo"}, start), answered);
}

TEST_F(DatagramGuardTest, EndsALoopWithWhoSendsItsRepliesBack) {
  const auto echo = source("192.0.2.1");
  const auto answered_until_dropped = [&](DatagramGuard guard) {
    std::string message = "m";
    for (int replies = 0; replies < 100; ++replies) {
      if (guard.arrive({echo, message}, start) == DropReason::own_reply) return replies;
      const std::string asked = std::exchange(message, message + "m");
      guard.replied(echo, asked, message, start);
      if (replies % 2 == 1) continue;  // the policy happens to say the same once
      EXPECT_EQ(guard.arrive({echo, message}, start), answered);
      guard.replied(echo, message, message, start);
    }
    return 100;
  };
  EXPECT_EQ(answered_until_dropped(guard()), 1 + RepeatTable::most_returns);
  udp.repeat_limit = 0;
  EXPECT_EQ(answered_until_dropped(guard()), 100);
}

TEST_F(DatagramGuardTest, GoesOnCountingWhatHasNotChanged) {
  udp.replies_per_address = udp.replies_per_prefix = udp.replies = limits.rate_limit = 1;
  const auto client = source("192.0.2.1");
  DatagramGuard guard = this->guard();
  EXPECT_EQ(guard.arrive({client, "1"}, start), answered);
  EXPECT_EQ(guard.reply(client, 9, 9, start), answered);
  udp.refused_ports.clear();
  limits.idle_timeout = 1s;
  guard.set_limits(udp, limits);
  EXPECT_EQ(guard.arrive({client, "2"}, start), DropReason::rate_limit);
  EXPECT_EQ(guard.reply(client, 9, 9, start), DropReason::replies_per_address);
  udp.replies_per_address = 2;
  guard.set_limits(udp, limits);
  EXPECT_EQ(guard.reply(client, 9, 9, start), DropReason::replies_per_prefix);
  udp.replies_per_prefix = 0;
  guard.set_limits(udp, limits);
  EXPECT_EQ(guard.reply(client, 9, 9, start), DropReason::replies_in_all);
}

TEST_F(DatagramGuardTest, TakesNewLimits) {
  DatagramGuard guard = this->guard();
  udp.refused_ports = {50000};
  udp.reply_ratio = 1;
  limits.rate_limit = 1;
  guard.set_limits(udp, limits);
  EXPECT_EQ(guard.arrive({source("192.0.2.1"), "1"}, start), DropReason::refused_port);
  EXPECT_EQ(guard.reply(source("192.0.2.1"), 9, 10, start), DropReason::reply_too_large);
  EXPECT_EQ(guard.arrive({source("192.0.2.1", 50001), "1"}, start), answered);
  EXPECT_EQ(guard.arrive({source("192.0.2.1", 50001), "2"}, start), DropReason::rate_limit);
  limits.max_sources = 8;
  guard.set_limits(udp, limits);
  EXPECT_EQ(guard.arrive({source("192.0.2.1", 50001), "3"}, start), answered);
}

}  // namespace
}  // namespace lanchat::net
