// SPDX-License-Identifier: MIT
#include "lanchat/logging/formats.hpp"

#include "unit/logging/arbitrary_bytes.hpp"

#include <gtest/gtest.h>

namespace lanchat::logging {
namespace {

using namespace std::chrono_literals;

// 2026-01-02T03:04:05.123456Z
const Time moment = std::chrono::sys_days{std::chrono::January / 2 / 2026} + 3h + 4min + 5s + 123456us;

std::string value_as_text(std::string value) {
  const std::string line = format_text({Level::info, "ready", "", {{"value", std::move(value)}}}, moment);
  return line.substr(line.find(" value=") + 7);
}

TEST(TextFormat, WritesTimeLevelEventFieldsAndMessage) {
  const Event event{Level::debug,
                    "client_connected",
                    "Client connected",
                    {{"listener", std::string("main")},
                     {"client", std::string("[::1]:5000")},
                     {"session", std::uint64_t{18446744073709551615U}},
                     {"delta", std::int64_t{-4}},
                     {"inherited", true}}};
  EXPECT_EQ(format_text(event, moment),
            "2026-01-02T03:04:05.123456Z debug event=client_connected listener=main client=[::1]:5000 "
            "session=18446744073709551615 delta=-4 inherited=true message=\"Client connected\"");
}

TEST(TextFormat, WritesEveryLevelByName) {
  EXPECT_EQ(to_string(Level::trace), "trace");
  EXPECT_EQ(to_string(Level::debug), "debug");
  EXPECT_EQ(to_string(Level::info), "info");
  EXPECT_EQ(to_string(Level::warning), "warning");
  EXPECT_EQ(to_string(Level::error), "error");
}

TEST(TextFormat, PadsEveryPartOfTheTime) {
  const Time early = std::chrono::sys_days{std::chrono::March / 4 / 1999} + 1us;
  EXPECT_EQ(format_text({Level::info, "ready", "", {}}, early),
            "1999-03-04T00:00:00.000001Z info event=ready");
}

TEST(TextFormat, QuotesValuesWhereNeeded) {
  EXPECT_EQ(value_as_text("tcp://127.0.0.1:8888"), "tcp://127.0.0.1:8888");
  EXPECT_EQ(value_as_text(""), "\"\"");
  EXPECT_EQ(value_as_text("two words"), "\"two words\"");
  EXPECT_EQ(value_as_text("a=b"), "\"a=b\"");
  EXPECT_EQ(value_as_text("say \"hi\""), R"("say \"hi\"")");
  EXPECT_EQ(value_as_text("C:\\"), R"("C:\\")");
  EXPECT_EQ(value_as_text("\xff"), R"("\xff")");
}

TEST(TextFormat, LetsNoValuePretendToBeAnotherField) {
  EXPECT_EQ(value_as_text("x\nevent=ready level=error"), R"("x\nevent=ready level=error")");
  EXPECT_EQ(value_as_text("x\" level=error y=\""), R"("x\" level=error y=\"")");
}

TEST(TextFormat, GivesOnePlainLineThatBeginsWithTheTimeForArbitraryBytes) {
  for_arbitrary_bytes([](const std::string& bytes) {
    const std::string line = format_text({Level::info, "ready", bytes, {{"client", bytes}}}, moment);
    ASSERT_TRUE(is_plain_line(line)) << line;
    ASSERT_TRUE(line.starts_with("2026-01-02T03:04:05.123456Z info event=ready client=")) << line;
  });
}

// Outside quotes there are exactly the separators the format itself writes.
TEST(TextFormat, KeepsQuotesBalancedForArbitraryBytes) {
  for_arbitrary_bytes([](const std::string& bytes) {
    const std::string line = format_text({Level::info, "ready", "end", {{"client", bytes}}}, moment);
    int bare_equals = 0;
    bool quoted = false;
    for (std::size_t at = 0; at < line.size(); ++at) {
      if (quoted && line[at] == '\\') {
        ++at;
      } else if (line[at] == '"') {
        quoted = !quoted;
      } else if (!quoted && line[at] == '=') {
        ++bare_equals;
      }
    }
    ASSERT_FALSE(quoted) << line;
    ASSERT_EQ(bare_equals, 3) << line;
    ASSERT_TRUE(line.ends_with(" message=end")) << line;
  });
}

}  // namespace
}  // namespace lanchat::logging
