// SPDX-License-Identifier: MIT
#include "net/rejection_log.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

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

std::string field(const Event& event, std::string_view name) {
  for (const logging::Field& known : event.fields) {
    if (known.name == name) return std::get<std::string>(known.value);
  }
  return "no such field";
}

TEST(RejectionLog, SaysWhoWasTurnedAwayAndWhy) {
  CollectingLog log;
  RejectionLog(log).write("main", "192.0.2.7:4711", CloseReason::too_many_clients);
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
  for (int client = 0; client < 10'000; ++client)
    rejections.write("main", "192.0.2.7:4711", CloseReason::denied);
  EXPECT_GE(log.events.size(), 5U);
  EXPECT_LE(log.events.size(), 500U);
}

TEST(RejectionLog, WarnsOfDropsThatAnotherKeyWouldAvoid) {
  CollectingLog log;
  RejectionLog rejections(log);
  EXPECT_TRUE(rejections.tells(DropReason::reply_too_large));
  EXPECT_TRUE(rejections.tells(DropReason::repeat));
  EXPECT_TRUE(rejections.tells(DropReason::own_reply));
  EXPECT_FALSE(rejections.tells(DropReason::own_port));
  rejections.write_dropped("main", "192.0.2.7:4711", DropReason::repeat);
  ASSERT_EQ(log.events.size(), 1U);
  const Event& event = log.events.front();
  EXPECT_EQ(event.level, Level::warning);
  EXPECT_EQ(event.name, "datagram_dropped");
  EXPECT_THAT(event.message, testing::HasSubstr("udp-repeat-limit"));
  EXPECT_EQ(field(event, "listener"), "main");
  EXPECT_EQ(field(event, "client"), "192.0.2.7:4711");
  EXPECT_EQ(field(event, "reason"), "repeat");
}

TEST(RejectionLog, KeepsRoomForWarningsAmongManyDrops) {
  CollectingLog log;
  log.from = Level::debug;
  RejectionLog rejections(log);
  for (int client = 0; client < 100; ++client)
    rejections.write_dropped("main", "192.0.2.7:4711", DropReason::own_port);
  EXPECT_EQ(log.events.front().level, Level::debug);
  rejections.write_dropped("main", "192.0.2.7:4711", DropReason::reply_too_large);
  EXPECT_EQ(log.events.back().level, Level::warning);
}

TEST(RejectionLog, SaysNothingBelowTheLevel) {
  CollectingLog log;
  log.from = Level::error;
  RejectionLog(log).write("main", "192.0.2.7:4711", CloseReason::denied);
  EXPECT_TRUE(log.events.empty());
}

}  // namespace
}  // namespace lanchat::net
