// SPDX-License-Identifier: MIT
#include "lanchat/logging/escape.hpp"
#include "lanchat/logging/formats.hpp"
#include "lanchat/logging/message_ids.hpp"

#include "unit/logging/arbitrary_bytes.hpp"
#include "unit/logging/journal_entry.hpp"

#include <gmock/gmock.h>

namespace lanchat::logging {
namespace {

using namespace std::chrono_literals;
using testing::Optional;

const Time moment = std::chrono::sys_days{std::chrono::January / 2 / 2026} + 3h + 4min + 5s + 123456us;

TEST(JournalFormat, WritesTheFieldsOfTheJournalAndOurs) {
  const Event event{Level::warning,
                    "client_rejected",
                    "client 10.0.0.1:5 rejected: denied",
                    {{"listener", std::string("main")},
                     {"bytes_in", std::uint64_t{18446744073709551615U}},
                     {"delta", std::int64_t{-4}},
                     {"inherited", false}}};
  EXPECT_THAT(parse_journal_entry(format_journal(event, moment)),
              Optional(JournalEntry{{"MESSAGE", "client 10.0.0.1:5 rejected: denied"},
                                    {"PRIORITY", "4"},
                                    {"SYSLOG_IDENTIFIER", "lanchatd"},
                                    {"MESSAGE_ID", std::string(message_id("client_rejected"))},
                                    {"LANCHAT_TIME", "2026-01-02T03:04:05.123456Z"},
                                    {"LANCHAT_EVENT", "client_rejected"},
                                    {"LANCHAT_LISTENER", "main"},
                                    {"LANCHAT_BYTES_IN", "18446744073709551615"},
                                    {"LANCHAT_DELTA", "-4"},
                                    {"LANCHAT_INHERITED", "false"}}));
}

TEST(JournalFormat, WritesStringsBehindTheirLength) {
  const std::string entry = format_journal({Level::info, "ready", "Ready", {}}, moment);
  EXPECT_TRUE(entry.starts_with(std::string("MESSAGE\n\x05\0\0\0\0\0\0\0Ready\nPRIORITY=6\n", 33))) << entry;
}

TEST(JournalFormat, HasAPriorityForEveryLevel) {
  const auto priority = [](Level level) {
    const auto entry = parse_journal_entry(format_journal({level, "ready", "", {}}, moment));
    return entry ? entry->find("PRIORITY")->second : "no entry";
  };
  EXPECT_EQ(priority(Level::error), "3");
  EXPECT_EQ(priority(Level::warning), "4");
  EXPECT_EQ(priority(Level::info), "6");
  EXPECT_EQ(priority(Level::debug), "7");
  EXPECT_EQ(priority(Level::trace), "7");
}

TEST(JournalFormat, ShowsTheEventWhereThereIsNoSentence) {
  const auto entry = parse_journal_entry(format_journal({Level::trace, "unknown", "", {}}, moment));
  ASSERT_TRUE(entry);
  EXPECT_EQ(entry->find("MESSAGE")->second, "unknown");
  EXPECT_EQ(entry->count("MESSAGE_ID"), 0U);
}

// No more fields and no fewer, and each holds plain text: nothing a client sends forges, splits or blanks.
TEST(JournalFormat, IsOneEntryWithExactlyItsFieldsForArbitraryBytes) {
  JournalEntry expected{{"PRIORITY", "7"},
                        {"SYSLOG_IDENTIFIER", "lanchatd"},
                        {"MESSAGE_ID", std::string(message_id("client_connected"))},
                        {"LANCHAT_TIME", "2026-01-02T03:04:05.123456Z"},
                        {"LANCHAT_EVENT", "client_connected"}};
  std::string& message = expected.emplace("MESSAGE", "")->second;
  std::string& client = expected.emplace("LANCHAT_CLIENT", "")->second;
  std::string& listener = expected.emplace("LANCHAT_LISTENER", "")->second;
  for_arbitrary_bytes([&](const std::string& bytes) {
    const Event event{
        Level::debug, "client_connected", bytes, {{"client", bytes}, {"listener", "x" + bytes}}};
    const auto entry = parse_journal_entry(format_journal(event, moment));
    ASSERT_TRUE(entry) << escape(bytes);
    client = escape(bytes);
    ASSERT_TRUE(is_plain_line(client)) << client;
    message = bytes.empty() ? "client_connected" : client;
    listener = "x" + client;
    ASSERT_EQ(*entry, expected);
  });
}

// The reader above is strict enough to notice: what escaping alone keeps out is found by it.
TEST(JournalEntry, RejectsWhatIsNoSingleEntry) {
  EXPECT_TRUE(parse_journal_entry("MESSAGE=a\nPRIORITY=6\n"));
  EXPECT_FALSE(parse_journal_entry("MESSAGE=a\n\nMESSAGE=b\n"));
  EXPECT_FALSE(parse_journal_entry("MESSAGE=a\nb\n"));
  EXPECT_FALSE(parse_journal_entry("MESSAGE=a\n_PID=1\n"));
  EXPECT_FALSE(parse_journal_entry("MESSAGE=a"));
  EXPECT_FALSE(parse_journal_entry(std::string_view("MESSAGE\n\x02\0\0\0\0\0\0\0a\n", 18)));
  EXPECT_THAT(parse_journal_entry(std::string_view("MESSAGE\n\x03\0\0\0\0\0\0\0a\nb\n", 20)),
              Optional(JournalEntry{{"MESSAGE", "a\nb"}}));
}

}  // namespace
}  // namespace lanchat::logging
