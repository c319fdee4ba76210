// SPDX-License-Identifier: MIT
#include "client/options.hpp"

#include <gmock/gmock.h>

namespace lanchat::client {
namespace {

using protocol::ByteOrder;
using protocol::Framing;
using testing::HasSubstr;

Options parsed(const std::vector<std::string>& arguments) {
  auto options = parse_options(arguments);
  EXPECT_TRUE(options) << options.error();
  return options.value_or(Options{});
}

std::string mistake(const std::vector<std::string>& arguments) {
  const auto options = parse_options(arguments);
  return options ? "" : options.error();
}

TEST(ClientOptions, TakeHostAndDefaults) {
  const Options options = parsed({"server.lan"});
  EXPECT_EQ(options.host, "server.lan");
  EXPECT_EQ(options.port, 8888);
  EXPECT_EQ(options.transport, Transport::tcp);
  EXPECT_EQ(options.framing.framing, Framing::line);
  EXPECT_EQ(options.count, 1U);
  EXPECT_FALSE(options.reconnect);
  EXPECT_FALSE(options.timeout);
}

TEST(ClientOptions, TakeEveryOption) {
  const Options options = parsed({"--framing", "length", "--length-bytes=2", "--length-order", "little",
                                  "--count", "5", "--reconnect", "--timeout", "500ms", "::1", "9000"});
  EXPECT_EQ(options.host, "::1");
  EXPECT_EQ(options.port, 9000);
  EXPECT_EQ(options.framing.framing, Framing::length);
  EXPECT_EQ(options.framing.length_bytes, 2);
  EXPECT_EQ(options.framing.length_order, ByteOrder::little);
  EXPECT_EQ(options.count, 5U);
  EXPECT_TRUE(options.reconnect);
  EXPECT_EQ(options.timeout, std::chrono::milliseconds(500));
}

TEST(ClientOptions, TakeOptionsBehindTheHost) {
  EXPECT_EQ(parsed({"host", "99", "--udp"}).transport, Transport::udp);
}

TEST(ClientOptions, TakeBracketedAddresses) {
  EXPECT_EQ(parsed({"[::1]"}).host, "::1");
}

TEST(ClientOptions, TakeUnixSockets) {
  const Options options = parsed({"unix:///run/lanchat.sock"});
  EXPECT_EQ(options.transport, Transport::unix_stream);
  EXPECT_EQ(options.path, "/run/lanchat.sock");
  EXPECT_EQ(describe_server(options), "/run/lanchat.sock");
}

TEST(ClientOptions, TakeZeroAsNoTimeout) {
  EXPECT_EQ(parsed({"--timeout", "0", "h"}).timeout, std::chrono::milliseconds(0));
}

TEST(ClientOptions, AskForHelpAndVersionWithoutAHost) {
  EXPECT_EQ(parsed({"--help"}).action, Options::Action::help);
  EXPECT_EQ(parsed({"--version"}).action, Options::Action::version);
}

TEST(ClientOptions, RefuseAMissingOrEmptyHost) {
  EXPECT_THAT(mistake({}), HasSubstr("HOST is missing"));
  EXPECT_THAT(mistake({""}), HasSubstr("HOST is empty"));
}

TEST(ClientOptions, RefuseWrongPorts) {
  for (const char* port : {"0", "65536", "http", "80x", ""}) {
    EXPECT_THAT(mistake({"h", port}), HasSubstr("PORT is 1 to 65535")) << port;
  }
}

TEST(ClientOptions, RefuseWrongValues) {
  EXPECT_THAT(mistake({"--framing", "lines", "h"}), HasSubstr("line, length or raw"));
  EXPECT_THAT(mistake({"--framing", "length", "--length-bytes", "3", "h"}), HasSubstr("1, 2, 4 or 8"));
  EXPECT_THAT(mistake({"--framing", "length", "--length-order", "middle", "h"}), HasSubstr("big or little"));
  EXPECT_THAT(mistake({"--count", "0", "h"}), HasSubstr("from 1"));
  EXPECT_THAT(mistake({"--count", "many", "h"}), HasSubstr("from 1"));
  EXPECT_THAT(mistake({"--timeout", "5", "h"}), HasSubstr("duration"));
}

TEST(ClientOptions, RefuseWhatDoesNotGoTogether) {
  EXPECT_THAT(mistake({"--udp", "--framing", "length", "h"}), HasSubstr("--udp"));
  EXPECT_THAT(mistake({"--length-bytes", "2", "h"}), HasSubstr("--framing length"));
  EXPECT_THAT(mistake({"--udp", "unix:///s"}), HasSubstr("--udp"));
  EXPECT_THAT(mistake({"unix:///s", "80"}), HasSubstr("no port"));
}

TEST(ClientOptions, RefuseUnixPathsThatNoSocketCanHave) {
  EXPECT_THAT(mistake({"unix://relative"}), HasSubstr("absolute"));
  EXPECT_THAT(mistake({"unix:///" + std::string(200, 'x')}), HasSubstr("at most"));
}

TEST(ClientOptions, RefuseUnknownAndSurplusArguments) {
  EXPECT_THAT(mistake({"--fram", "line", "h"}), HasSubstr("--fram"));
  EXPECT_NE(mistake({"h", "1", "2"}), "");
}

TEST(ClientOptions, HelpListsEveryExitStatus) {
  for (const char* status : {"  0 ", "  64 ", "  65 ", "  68 ", "  69 ", "  74 ", "  75 ", "  76 "}) {
    EXPECT_THAT(help_text(), HasSubstr(status));
  }
}

}  // namespace
}  // namespace lanchat::client
