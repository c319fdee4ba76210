// SPDX-License-Identifier: MIT
#include "lanchatctl/command_line.hpp"

#include <boost/json/serialize.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lanchat::lanchatctl {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

std::string request(const std::vector<std::string>& arguments) {
  const auto line = parse_command_line(arguments);
  return line ? boost::json::serialize(line->request) : line.error();
}

TEST(CommandLine, TurnsACommandIntoARequest) {
  EXPECT_EQ(request({"status"}), R"({"command":"status"})");
  EXPECT_EQ(request({"clients"}), R"({"command":"clients"})");
  EXPECT_EQ(request({"statistics"}), R"({"command":"statistics"})");
  EXPECT_EQ(request({"reload"}), R"({"command":"reload"})");
  EXPECT_EQ(request({"operator"}), R"({"command":"operator"})");
  EXPECT_EQ(request({"log-level", "debug"}), R"({"command":"log-level","level":"debug"})");
  EXPECT_EQ(request({"log-level", "debug", "10m"}),
            R"({"command":"log-level","level":"debug","duration_ms":600000})");
  EXPECT_EQ(request({"disconnect", "1", "18446744073709551615"}),
            R"({"command":"disconnect","sessions":[1,18446744073709551615]})");
}

TEST(CommandLine, TakesOptionsBeforeAndAfterTheCommand) {
  const auto before = parse_command_line({"--socket", "/tmp/s", "--json", "status"}).value();
  EXPECT_EQ(before.socket, "/tmp/s");
  EXPECT_TRUE(before.json);
  const auto after = parse_command_line({"status", "--json", "--socket=/tmp/s"}).value();
  EXPECT_EQ(after.socket, "/tmp/s");
  EXPECT_TRUE(after.json);
  EXPECT_EQ(parse_command_line({"status"}).value().socket, "/run/lanchat/control.sock");
}

TEST(CommandLine, PrintsHelpAndVersionWithoutACommand) {
  EXPECT_THAT(parse_command_line({"--help"}).value().text, StartsWith("Usage: lanchatctl"));
  EXPECT_THAT(parse_command_line({"--version"}).value().text, StartsWith("lanchatctl "));
}

TEST(CommandLine, SaysWhatIsWrong) {
  EXPECT_THAT(request({}), HasSubstr("a command is missing"));
  EXPECT_THAT(request({"explode"}), HasSubstr("no command 'explode'"));
  EXPECT_THAT(request({"status", "now"}), HasSubstr("usage: lanchatctl status"));
  EXPECT_THAT(request({"log-level"}), HasSubstr("usage: lanchatctl log-level LEVEL [DURATION]"));
  EXPECT_THAT(request({"log-level", "loud"}), HasSubstr("trace, debug, info, warning, error"));
  EXPECT_THAT(request({"log-level", "info", "soon"}), HasSubstr("'soon' is no duration"));
  EXPECT_THAT(request({"log-level", "info", "0"}), HasSubstr("'0' is no duration"));
  EXPECT_THAT(request({"disconnect"}), HasSubstr("usage: lanchatctl disconnect SESSION..."));
  EXPECT_THAT(request({"disconnect", "1", "x2"}), HasSubstr("'x2' is no session"));
  EXPECT_THAT(request({"disconnect", "18446744073709551616"}), HasSubstr("is no session"));
  EXPECT_THAT(request({"--loud", "status"}), HasSubstr("--loud"));
  EXPECT_THAT(request({"--js", "status"}), HasSubstr("--js"));  // no guessing: scripts last
  EXPECT_THAT(request({"--socket"}), HasSubstr("--socket"));
}

TEST(CommandLine, EscapesWhatItRepeats) {
  EXPECT_THAT(request({"\x1B[2J"}), HasSubstr("'\\x1b[2J'"));
}

}  // namespace
}  // namespace lanchat::lanchatctl
