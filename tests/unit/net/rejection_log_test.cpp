// SPDX-License-Identifier: MIT
#include "net/rejection_log.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <string>
#include <vector>

namespace lanchat::net {
namespace {

using logging::Event;
using logging::Level;
using protocol::CloseReason;

class CollectingLog final : public logging::EventLog {
 public:
  [[nodiscard]] bool enabled(Level level) const noexcept override { return level >= from; }

  void write(Event event) override { events.push_back(std::move(event)); }

  std::vector<Event> events;
  Level from = Level::info;
};

const Peer client = [] {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(4711);
  inet_pton(AF_INET, "192.0.2.7", &address.sin_addr);
  sockaddr_storage storage{};
  std::memcpy(&storage, &address, sizeof address);
  return Peer(storage, -1);
}();

std::string field(const Event& event, std::string_view name) {
  for (const logging::Field& known : event.fields) {
    if (known.name == name) return std::get<std::string>(known.value);
  }
  return "no such field";
}

TEST(RejectionLog, SaysWhoWasTurnedAwayAndWhy) {
  CollectingLog log;
  RejectionLog(log).write("main", client, CloseReason::too_many_clients);
  ASSERT_EQ(log.events.size(), 1U);
  const Event& event = log.events.front();
  EXPECT_EQ(event.level, Level::warning);
  EXPECT_EQ(event.name, "client_rejected");
  EXPECT_EQ(field(event, "listener"), "main");
  EXPECT_EQ(field(event, "client"), "192.0.2.7:4711");
  EXPECT_EQ(field(event, "reason"), "too_many_clients");
  EXPECT_EQ(field(event, "suppressed"), "no such field");
}

// How many seconds the loop meets is the machine's business; the log is far shorter than the crowd anyway.
TEST(RejectionLog, IsNotFlooded) {
  CollectingLog log;
  RejectionLog rejections(log);
  for (int crowd = 0; crowd < 10'000; ++crowd)
    rejections.write("main", client, CloseReason::denied);
  EXPECT_GE(log.events.size(), 5U);
  EXPECT_LE(log.events.size(), 500U);
}

TEST(RejectionLog, WarnsOfDropsThatAnotherKeyWouldAvoid) {
  CollectingLog log;
  RejectionLog rejections(log);
  rejections.write_dropped("main", client, DropReason::own_port);
  EXPECT_TRUE(log.events.empty());
  rejections.write_dropped("main", client, DropReason::repeat);
  rejections.write_dropped("main", client, DropReason::own_reply);
  rejections.write_dropped("main", client, DropReason::reply_too_large);
  ASSERT_EQ(log.events.size(), 3U);
  const Event& event = log.events.front();
  EXPECT_EQ(event.level, Level::warning);
  EXPECT_EQ(event.name, "datagram_dropped");
  EXPECT_THAT(event.message, testing::HasSubstr("udp-repeat-limit"));
  EXPECT_EQ(field(event, "listener"), "main");
  EXPECT_EQ(field(event, "client"), "192.0.2.7:4711");
  EXPECT_EQ(field(event, "reason"), "repeat");
}

TEST(RejectionLog, LetsNoReasonSilenceAnother) {
  CollectingLog log;
  RejectionLog rejections(log);
  for (int crowd = 0; crowd < 100; ++crowd)
    rejections.write("main", client, CloseReason::denied);
  rejections.write("main", client, CloseReason::too_many_clients);
  EXPECT_EQ(field(log.events.back(), "reason"), "too_many_clients");
  rejections.write_dropped("main", client, DropReason::reply_too_large);
  EXPECT_EQ(field(log.events.back(), "reason"), "reply_too_large");
  rejections.write_defect("main", client, "a defect");
  EXPECT_EQ(log.events.back().name, "internal_error");
  rejections.write_paused("main", "no room");
  EXPECT_EQ(log.events.back().name, "accept_paused");
}

TEST(RejectionLog, SaysNothingBelowTheLevel) {
  CollectingLog log;
  log.from = Level::error;
  RejectionLog(log).write("main", client, CloseReason::denied);
  EXPECT_TRUE(log.events.empty());
}

}  // namespace
}  // namespace lanchat::net
