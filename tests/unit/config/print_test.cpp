// SPDX-License-Identifier: MIT
#include "lanchat/config/keys.hpp"

#include "configuration_folder.hpp"

#include <gmock/gmock.h>

#include <random>

namespace lanchat::config {
namespace {

using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

class Print : public testing::Test {
 protected:
  // load(print(sources)) is load(sources), and printing again says the same but for the origins.
  void expect_round_trip(const Sources& sources) {
    const auto config = load(sources);
    ASSERT_TRUE(config) << config.error().front().to_string();
    const std::string printed = print(sources);
    const auto again = load({folder_.write("printed.conf", printed), {}});
    ASSERT_TRUE(again) << again.error().front().to_string() << '\n' << printed;
    EXPECT_EQ(*again, *config) << printed;
  }

  ConfigurationFolder folder_;
};

TEST_F(Print, SaysWhereEachValueComesFrom) {
  folder_.write("lanchat.conf.d/local.conf", "\nlog-level = debug\n");
  const auto file = folder_.write("lanchat.conf",
                                  "max-clients = 7\n\n[listener.main]\nbind = tcp://*:1\nbind = udp://*:1\n");
  const std::string text =
      folder_.without_folder(print({file, {{"workers", "2"}, {"listener.main.backlog", "9"}}}));
  EXPECT_THAT(text, ContainsRegex("\nworkers = 2 +# command line\n"));
  EXPECT_THAT(text, ContainsRegex("\nlog-level = debug +# lanchat.conf.d/local.conf:2\n"));
  EXPECT_THAT(text, ContainsRegex("\nlog-format = auto +# default\n"));
  EXPECT_THAT(text, ContainsRegex("\nmax-clients = 7 +# lanchat.conf:1\n"));
  EXPECT_THAT(text, ContainsRegex("\n\\[listener.main\\]\n"
                                  "bind = tcp://\\*:1 +# lanchat.conf:4\n"
                                  "bind = udp://\\*:1 +# lanchat.conf:5\n"));
  EXPECT_THAT(text, ContainsRegex("\nbacklog = 9 +# command line\n"));
}

TEST_F(Print, SaysEveryKeyOnce) {
  const std::string text = print({{}, {{"listener.a.bind", "tcp://*:1"}}});
  for (const KeyDescription& key : keys()) {
    const std::size_t first = text.find('\n' + key.name + " = ");
    EXPECT_EQ(first != std::string::npos, key.policy.empty()) << key.name;
    EXPECT_EQ(text.find('\n' + key.name + " = ", first + 1), std::string::npos) << key.name;
  }
}

TEST_F(Print, SaysTheKeysOfTheListenersPolicyAndThoseThatWereSet) {
  const std::string text = print({{}, {{"policy", "random"}, {"acknowledge-text", "ok"}}});
  EXPECT_THAT(text, ContainsRegex("\nrandom-min = 0 +# default\nrandom-max = 100 +# default\n"));
  EXPECT_THAT(text, ContainsRegex("\nacknowledge-text = ok +# command line\n"));
  EXPECT_THAT(text, Not(HasSubstr("timestamp-format")));
  EXPECT_THAT(text, Not(HasSubstr("operator-timeout")));
}

TEST_F(Print, GivesEachListenerItsSection) {
  const std::string text = print({{}, {{"listener.b.bind", "tcp://*:1"}, {"listener.a.bind", "tcp://*:2"}}});
  EXPECT_LT(text.find("\n\n[listener.b]\n"), text.find("\n\n[listener.a]\n"));
}

TEST_F(Print, SaysTheBuiltInAddresses) {
  EXPECT_THAT(print({}),
              ContainsRegex("\nbind = tcp://\\*:8888 +# default\nbind = udp://\\*:8888 +# default\n"));
}

TEST_F(Print, SaysEmptyTextsAndListsSoThatTheyStayEmpty) {
  const std::string text = print({{}, {{"control-socket", ""}, {"listener.main.deny", ""}}});
  EXPECT_THAT(text, ContainsRegex("\ncontrol-socket = \"\" +# command line\n"));
  EXPECT_THAT(text, ContainsRegex("\nallow = +# default\n"));
  EXPECT_THAT(text, ContainsRegex("\ndeny = +# command line\n"));
}

TEST_F(Print, QuotesWhereItMust) {
  EXPECT_THAT(print({{}, {{"policy", "timestamp"}}}),
              ContainsRegex("\ntimestamp-format = \"\\[%a %b %e %H:%M:%S %Y\\] \" +# default\n"));
}

TEST_F(Print, KeepsAFileNameInItsComment) {
  const auto file = folder_.write("odd\nworkers = 3", "workers = 2\n");
  expect_round_trip({file, {}});
}

TEST_F(Print, ReadsBackTheDefaults) {
  expect_round_trip({});
  expect_round_trip({{}, {{"framing", "length"}}});
  for (const std::string policy : {"timestamp", "uppercase", "random", "acknowledge", "operator"}) {
    expect_round_trip({{}, {{"policy", policy}}});
  }
}

TEST_F(Print, ReadsBackSeveralListenersWithDropIns) {
  folder_.write("lanchat.conf.d/1.conf", "[listener.a]\ndeny =\nbind = unix:///run/a b.sock\n");
  expect_round_trip({folder_.write("lanchat.conf",
                                   "deny = 10.0.0.0/8\nallow = ::/0\nframing = raw\ncontrol-socket =\n"
                                   "[listener.a]\nbind = tcp://*:1\ndeny = 1.2.3.4\n"
                                   "[listener.b]\nbind = udp://*:1\nacknowledge-text = \" # \\\" \"\n"),
                     {{"listener.c.bind", "tcp://[::1]:0"}, {"random-max", "3"}}});
}

// Settings drawn at random from values that are right, in file, drop-in and command line.
TEST_F(Print, ReadsBackArbitraryConfigurations) {
  const std::vector<std::pair<std::string, std::vector<std::string>>> choices{
      {"framing", {"line", "raw"}},
      {"length-bytes", {"1", "8"}},
      {"length-order", {"big", "little"}},
      {"policy", {"echo", "timestamp", "random", "acknowledge", "operator"}},
      {"backlog", {"1", "128"}},
      {"keepalive", {"0", "5m"}},
      {"max-message-size", {"0", "3", "9M"}},
      {"message-timeout", {"0", "1ms"}},
      {"rate-limit", {"0", "5"}},
      {"allow", {"", "10.0.0.0/8", "fd00::/8"}},
      {"deny", {"", "10.0.0.1", "::1"}},
      {"acknowledge-text", {"", " #\"\\", "a\tb\r", "#"}},
      {"random-max", {"100", "101"}},
      {"timestamp-format", {"", "%H ", "#%M"}}};
  std::mt19937 random(7);
  const auto draw = [&](const auto& list) { return list[random() % list.size()]; };
  for (int round = 0; round < 200; ++round) {
    std::string file = "workers = 2\n";
    Overrides overrides{{"log-level", "error"}};
    for (const std::string listener : {"", "a", "main"}) {
      if (!listener.empty()) {
        file += "[listener." + listener + "]\nbind = tcp://*:0\nbind = unix:///run/" + listener + '\n';
      }
      for (int setting = 0; setting < 6; ++setting) {
        const auto& [key, values] = draw(choices);
        const std::string value = draw(values);
        if (random() % 3 == 0)
          overrides.emplace_back(listener.empty() ? key : "listener." + listener + '.' + key, value);
        // The grammar's own tests say how a value is written in a file; here only those that need no quoting
        // are.
        else if (value.find_first_of("#\"\t ") == std::string::npos)
          file += key + " = " + value + '\n';
      }
    }
    expect_round_trip({folder_.write("lanchat.conf", file), overrides});
    if (HasFailure()) return;
  }
}

}  // namespace
}  // namespace lanchat::config
