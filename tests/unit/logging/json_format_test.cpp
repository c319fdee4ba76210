// SPDX-License-Identifier: MIT
#include "lanchat/logging/escape.hpp"
#include "lanchat/logging/formats.hpp"

#include "unit/logging/arbitrary_bytes.hpp"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

namespace lanchat::logging {
namespace {

using namespace std::chrono_literals;

const Time moment = std::chrono::sys_days{std::chrono::January / 2 / 2026} + 3h + 4min + 5s + 123456us;

TEST(JsonFormat, WritesOneObjectInAStableOrder) {
  const Event event{Level::warning,
                    "client_rejected",
                    "Client turned away",
                    {{"listener", std::string("main")},
                     {"session", std::uint64_t{18446744073709551615U}},
                     {"delta", std::int64_t{-4}},
                     {"inherited", false}}};
  EXPECT_EQ(format_json(event, moment),
            R"({"time":"2026-01-02T03:04:05.123456Z","level":"warning","event":"client_rejected",)"
            R"("listener":"main","session":18446744073709551615,"delta":-4,"inherited":false,)"
            R"("message":"Client turned away"})");
}

TEST(JsonFormat, IsOnePlainLineAndParsesToSafeStringsForArbitraryBytes) {
  for_arbitrary_bytes([](const std::string& bytes) {
    const std::string line = format_json({Level::info, "ready", bytes, {{"client", bytes}}}, moment);
    ASSERT_TRUE(is_plain_line(line)) << line;
    boost::json::error_code error;
    const boost::json::value parsed = boost::json::parse(line, error);
    ASSERT_FALSE(error) << line;
    const std::string_view client = parsed.at("client").as_string();
    ASSERT_EQ(client, escape(bytes));
    ASSERT_TRUE(is_plain_line(client)) << line;
  });
}

}  // namespace
}  // namespace lanchat::logging
