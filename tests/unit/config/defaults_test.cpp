// SPDX-License-Identifier: MIT

// The defaults that the documentation promises, against what load() gives and what keys() says.

#include "lanchat/config/keys.hpp"
#include "lanchat/policy/policy_table.hpp"

#include "configuration_folder.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <map>

namespace lanchat::config {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::ElementsAre;

std::vector<std::string> uris(const net::ListenerOptions& listener) {
  std::vector<std::string> texts;
  for (const auto& address : listener.binds)
    texts.push_back(net::to_string(address));
  return texts;
}

TEST(Defaults, WithoutAnythingAreTheDocumentedOnes) {
  const auto config = load({});
  ASSERT_TRUE(config);
  EXPECT_EQ(config->workers, 0U);
  EXPECT_EQ(config->log, (logging::LogOptions{logging::Level::info, logging::Format::automatic, 1024}));
  EXPECT_EQ(config->max_client_memory, 268435456U);
  EXPECT_EQ(config->max_operator_questions, 10'000U);
  EXPECT_EQ(config->max_operator_memory, 4194304U);
  EXPECT_EQ(config->max_clients, 10'000U);
  EXPECT_EQ(config->shutdown_grace, seconds{5});
  EXPECT_EQ(config->control_socket, "/run/lanchat/control.sock");
  ASSERT_EQ(config->listeners.size(), 1U);

  const net::ListenerOptions& main = config->listeners.front();
  EXPECT_EQ(main.name, "main");
  EXPECT_THAT(uris(main), ElementsAre("tcp://*:8888", "udp://*:8888"));
  EXPECT_EQ(main.framing,
            (protocol::FramingOptions{protocol::Framing::line, 4, protocol::ByteOrder::big, 65536}));
  EXPECT_EQ(main.policy, "echo");
  EXPECT_EQ(main.backlog, 4096);
  EXPECT_EQ(main.keepalive, seconds{60});
  EXPECT_EQ(main.limits, (net::Limits{.message_timeout = seconds{30},
                                      .write_timeout = seconds{30},
                                      .max_pending_output = 1048576}));
  EXPECT_EQ(main.unix_file, (net::UnixFile{0666, ""}));
  EXPECT_EQ(main.udp, net::UdpLimits{});
  EXPECT_EQ(main.access, net::AccessList{});
  const policy::PolicySettings settings{{"timestamp-format", "[%a %b %e %H:%M:%S %Y] "},
                                        {"timestamp-zone", "local"},
                                        {"random-min", "0"},
                                        {"random-max", "100"},
                                        {"acknowledge-text", "received"},
                                        {"operator-timeout", "60s"},
                                        {"operator-absent-text", "no operator is available"}};
  for (const auto& [key, value] : settings)
    EXPECT_EQ(main.policy_settings.at(key), value) << key;
}

TEST(Defaults, OfTheStructsAndOfTheKeysAreTheSame) {
  Config expected;
  expected.listeners.emplace_back();
  expected.listeners.front().name = "main";
  expected.listeners.front().binds = {net::parse_bind_address("tcp://*:8888").value(),
                                      net::parse_bind_address("udp://*:8888").value()};
  EXPECT_EQ(load({}).value(), expected);
}

TEST(Defaults, OfAnEmptyFileAreThoseOfNone) {
  const ConfigurationFolder folder;
  EXPECT_EQ(folder.load("").value(), load({}).value());
  EXPECT_EQ(folder.load("# only a comment").value(), load({}).value());
}

TEST(Defaults, BindOnlyTcpWithLengthFraming) {
  const auto config = load({{}, {{"listener.main.framing", "length"}}});
  ASSERT_TRUE(config);
  EXPECT_THAT(uris(config->listeners.front()), ElementsAre("tcp://*:8888"));
}

TEST(Defaults, BindBothWithRawFraming) {
  const ConfigurationFolder folder;
  const auto config = folder.load("[listener.main]\nframing = raw\n");
  ASSERT_TRUE(config);
  EXPECT_THAT(uris(config->listeners.front()), ElementsAre("tcp://*:8888", "udp://*:8888"));
}

TEST(Defaults, GiveWayToAnAddressOfTheDefaultLevel) {
  const ConfigurationFolder folder;
  const auto config = folder.load("bind = tcp://*:9\n");
  ASSERT_TRUE(config);
  EXPECT_THAT(uris(config->listeners.front()), ElementsAre("tcp://*:9"));
}

TEST(Keys, AreTheDocumentedOnesWithTheirDefaults) {
  const std::vector<std::pair<std::string, std::string>> documented{
      {"workers", "auto"},
      {"log-level", "info"},
      {"log-format", "auto"},
      {"log-queue", "1024"},
      {"max-clients", "10000"},
      {"max-client-memory", "256M"},
      {"max-operator-questions", "10000"},
      {"max-operator-memory", "4M"},
      {"shutdown-grace", "5s"},
      {"control-socket", "/run/lanchat/control.sock"},
      {"bind", ""},
      {"framing", "line"},
      {"length-bytes", "4"},
      {"length-order", "big"},
      {"policy", "echo"},
      {"backlog", "4096"},
      {"keepalive", "60s"},
      {"max-message-size", "64K"},
      {"max-clients-per-address", "0"},
      {"max-clients-per-prefix", "0"},
      {"connection-rate", "0"},
      {"connection-rate-per-prefix", "0"},
      {"message-timeout", "30s"},
      {"idle-timeout", "0"},
      {"write-timeout", "30s"},
      {"max-pending-output", "1M"},
      {"rate-limit", "0"},
      {"ipv4-prefix", "24"},
      {"ipv6-prefix", "56"},
      {"max-sources", "4096"},
      {"udp-source-port-min", "1024"},
      {"udp-refused-ports", "1900,3478,3702,5060,5353,8888,11211"},
      {"udp-broadcast", "no"},
      {"udp-reply-dscp", "3"},
      {"udp-reply-ratio", "3"},
      {"udp-replies-per-address", "1000"},
      {"udp-replies-per-prefix", "10000"},
      {"udp-replies", "100000"},
      {"udp-repeat-limit", "100"},
      {"allow", ""},
      {"deny", ""},
      {"unix-mode", "0666"},
      {"unix-group", ""}};
  std::vector<std::pair<std::string, std::string>> found;
  for (const KeyDescription& key : keys()) {
    if (key.policy.empty()) found.emplace_back(key.name, key.default_value);
  }
  EXPECT_EQ(found, documented);
}

TEST(Keys, HoldEveryKeyOfEveryPolicy) {
  const auto all = keys();
  for (const auto& entry : policy::policy_table()) {
    for (const auto& key : entry.keys) {
      const auto found = std::ranges::find(all, key.name, &KeyDescription::name);
      ASSERT_NE(found, all.end()) << key.name;
      EXPECT_EQ(found->policy, entry.name);
      EXPECT_EQ(found->default_value, key.default_value);
      EXPECT_EQ(found->help, key.help);
      EXPECT_EQ(found->scope, Scope::listener);
    }
  }
}

TEST(Keys, AreUniqueAndExplained) {
  std::map<std::string, int> times;
  for (const KeyDescription& key : keys()) {
    EXPECT_EQ(++times[key.name], 1) << key.name;
    EXPECT_FALSE(key.help.empty()) << key.name;
    EXPECT_EQ(key.repeatable, key.name == "bind" || key.name == "allow" || key.name == "deny") << key.name;
  }
}

}  // namespace
}  // namespace lanchat::config
