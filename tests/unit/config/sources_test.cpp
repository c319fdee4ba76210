// SPDX-License-Identifier: MIT

// Which of several settings wins: default level and section, file, drop-ins, command line.

#include "configuration_folder.hpp"

#include <gmock/gmock.h>

namespace lanchat::config {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::string> uris(const net::ListenerOptions& listener) {
  std::vector<std::string> texts;
  for (const auto& address : listener.binds)
    texts.push_back(net::to_string(address));
  return texts;
}

std::vector<std::string> names(const Config& config) {
  std::vector<std::string> found;
  for (const auto& listener : config.listeners)
    found.push_back(listener.name);
  return found;
}

class ConfigSources : public testing::Test {
 protected:
  // What load() gives; a failed one ends the test with its first mistake.
  Config loaded(std::string_view text, Overrides overrides = {}) {
    auto config = folder_.load(text, std::move(overrides));
    if (!config) throw std::runtime_error(config.error().front().to_string());
    return *config;
  }

  ConfigurationFolder folder_;
};

TEST_F(ConfigSources, TakeTheLaterOfTwoLines) {
  EXPECT_EQ(loaded("workers = 2\nworkers = 3\n").workers, 3U);
  EXPECT_EQ(loaded("[listener.main]\nbacklog = 2\nbacklog = 3\n").listeners.at(0).backlog, 3);
}

TEST_F(ConfigSources, GiveEveryListenerTheDefaultLevel) {
  const Config config = loaded(
      "backlog = 5\nrate-limit = 9\n"
      "[listener.a]\nbind = tcp://*:1\n"
      "[listener.b]\nbind = tcp://*:2\nbacklog = 6\n");
  ASSERT_THAT(names(config), ElementsAre("a", "b"));
  EXPECT_EQ(config.listeners[0].backlog, 5);
  EXPECT_EQ(config.listeners[1].backlog, 6);
  EXPECT_EQ(config.listeners[1].limits.rate_limit, 9U);
}

TEST_F(ConfigSources, GivePolicyKeysToEachListenerAlone) {
  const Config config = loaded(
      "acknowledge-text = ok\n"
      "[listener.a]\nbind = tcp://*:1\nacknowledge-text = thanks\nrandom-max = 6\n"
      "[listener.b]\nbind = tcp://*:2\n");
  EXPECT_EQ(config.listeners.at(0).policy_settings.at("acknowledge-text"), "thanks");
  EXPECT_EQ(config.listeners.at(1).policy_settings.at("acknowledge-text"), "ok");
  EXPECT_EQ(config.listeners.at(1).policy_settings.at("random-max"), "100");
}

TEST_F(ConfigSources, KeepListenersInTheOrderTheyAreNamed) {
  const Config config =
      loaded("[listener.z]\nbind = tcp://*:1\n[listener.a]\nbind = tcp://*:2\n[listener.z]\nbacklog = 7\n",
             {{"listener.m.bind", "tcp://*:3"}});
  EXPECT_THAT(names(config), ElementsAre("z", "a", "m"));
  EXPECT_EQ(config.listeners.at(0).backlog, 7);
}

TEST_F(ConfigSources, AddUpRepeatedKeysOfOneSection) {
  const Config config = loaded(
      "[listener.a]\nbind = tcp://*:1\nbind = tcp://*:2\n[listener.b]\nbind = tcp://*:3\n"
      "[listener.a]\nbind = tcp://*:4\n");
  EXPECT_THAT(uris(config.listeners.at(0)), ElementsAre("tcp://*:1", "tcp://*:2", "tcp://*:4"));
}

TEST_F(ConfigSources, ReplaceTheDefaultLevelsListBySectionsList) {
  const Config config = loaded(
      "deny = 10.0.0.1\ndeny = 10.0.0.2\n[listener.a]\nbind = tcp://*:1\ndeny = 10.0.0.3\n"
      "[listener.b]\nbind = tcp://*:2\n");
  EXPECT_THAT(config.listeners.at(0).access.deny, ElementsAre(net::Cidr::parse("10.0.0.3").value()));
  EXPECT_EQ(config.listeners.at(1).access.deny.size(), 2U);
}

TEST_F(ConfigSources, ClearAListByAnEmptyValue) {
  const Config config = loaded(
      "deny = 10.0.0.1\n[listener.a]\nbind = tcp://*:1\nbind =\nbind = tcp://*:2\ndeny =\n"
      "[listener.b]\nbind = tcp://*:3\n");
  EXPECT_THAT(uris(config.listeners.at(0)), ElementsAre("tcp://*:2"));
  EXPECT_THAT(config.listeners.at(0).access.deny, IsEmpty());
  EXPECT_EQ(config.listeners.at(1).access.deny.size(), 1U);
}

TEST_F(ConfigSources, ReadDropInsInNameOrder) {
  folder_.write("lanchat.conf.d/20-second.conf", "workers = 20\nmax-clients = 20\n");
  folder_.write("lanchat.conf.d/10-first.conf", "workers = 10\nmax-clients = 10\nshutdown-grace = 10s\n");
  folder_.write("lanchat.conf.d/100-byte-order.conf", "shutdown-grace = 100s\nmax-clients = 100\n");
  const Config config = loaded("workers = 1\nlog-level = error\n");
  EXPECT_EQ(config.workers, 20U);
  EXPECT_EQ(config.max_clients, 20U);
  EXPECT_EQ(config.shutdown_grace, std::chrono::seconds{100});  // '-' comes before '0'
  EXPECT_EQ(config.log.level, logging::Level::error);
}

TEST_F(ConfigSources, ReadOnlyVisibleConfFilesOfTheFolder) {
  folder_.write("lanchat.conf.d/a.conf.dpkg-old", "nonsense");
  folder_.write("lanchat.conf.d/.hidden.conf", "nonsense");
  folder_.write("lanchat.conf.d/README", "nonsense");
  folder_.write("lanchat.conf.d/.conf", "nonsense");
  EXPECT_EQ(loaded("workers = 3\n").workers, 3U);
}

TEST_F(ConfigSources, ReplaceAnEarlierFilesListByALaterOnes) {
  folder_.write("lanchat.conf.d/1.conf", "[listener.main]\nbind = tcp://*:3\nbind = tcp://*:4\n");
  EXPECT_THAT(uris(loaded("[listener.main]\nbind = tcp://*:1\nbind = tcp://*:2\n").listeners.at(0)),
              ElementsAre("tcp://*:3", "tcp://*:4"));
}

TEST_F(ConfigSources, ClearAnEarlierFilesListInADropIn) {
  folder_.write("lanchat.conf.d/1.conf", "[listener.main]\ndeny =\n");
  EXPECT_THAT(loaded("[listener.main]\ndeny = 10.0.0.1\n").listeners.at(0).access.deny, IsEmpty());
}

TEST_F(ConfigSources, BeginEveryDropInBeforeTheFirstSection) {
  folder_.write("lanchat.conf.d/1.conf", "workers = 7\n");
  EXPECT_EQ(loaded("[listener.main]\nbacklog = 1\n").workers, 7U);
}

TEST_F(ConfigSources, PreferASectionToALaterFilesDefaultLevel) {
  folder_.write("lanchat.conf.d/1.conf", "backlog = 2\nrate-limit = 2\n");
  const Config config = loaded("[listener.main]\nbacklog = 1\n", {{"rate-limit", "3"}, {"backlog", "3"}});
  EXPECT_EQ(config.listeners.at(0).backlog, 1);
  EXPECT_EQ(config.listeners.at(0).limits.rate_limit, 3U);
}

TEST_F(ConfigSources, LetTheCommandLineWin) {
  folder_.write("lanchat.conf.d/1.conf", "workers = 2\n[listener.main]\nbacklog = 2\nbind = tcp://*:2\n");
  const Config config =
      loaded("workers = 1\n[listener.main]\nbacklog = 1\n", {{"workers", "3"},
                                                             {"listener.main.backlog", "3"},
                                                             {"listener.main.bind", "tcp://*:3"},
                                                             {"listener.main.bind", "tcp://*:4"},
                                                             {"workers", "4"}});
  EXPECT_EQ(config.workers, 4U);
  EXPECT_EQ(config.listeners.at(0).backlog, 3);
  EXPECT_THAT(uris(config.listeners.at(0)), ElementsAre("tcp://*:3", "tcp://*:4"));
}

TEST_F(ConfigSources, TakeACommandLinesValueAsItIs) {
  const auto config = load({{}, {{"acknowledge-text", "\"a\" # b "}}});
  ASSERT_TRUE(config);
  EXPECT_EQ(config->listeners.at(0).policy_settings.at("acknowledge-text"), "\"a\" # b ");
}

TEST_F(ConfigSources, ReadFullKeysBeforeTheFirstSection) {
  const Config config = loaded("listener.x.bind = tcp://*:1\nlistener.x.backlog = 3\n");
  EXPECT_THAT(names(config), ElementsAre("x"));
  EXPECT_EQ(config.listeners.at(0).backlog, 3);
}

TEST_F(ConfigSources, AcceptCarriageReturnsByteOrderMarkAndAMissingFinalLineFeed) {
  const Config config =
      loaded("\xef\xbb\xbfworkers = 3\r\n\r\n[listener.main]\r\nacknowledge-text = ok\r\nbacklog = 8");
  EXPECT_EQ(config.workers, 3U);
  EXPECT_EQ(config.listeners.at(0).policy_settings.at("acknowledge-text"), "ok");
  EXPECT_EQ(config.listeners.at(0).backlog, 8);
}

TEST_F(ConfigSources, KeepUtf8) {
  EXPECT_EQ(loaded("acknowledge-text = straße 💬\n").listeners.at(0).policy_settings.at("acknowledge-text"),
            "straße 💬");
}

TEST_F(ConfigSources, FollowLinksAndTakeAnEmptyFileForNothing) {
  folder_.write("elsewhere/x", "workers = 9\n");
  std::filesystem::create_directory(folder_.path("lanchat.conf.d"));
  std::filesystem::create_symlink(folder_.path("elsewhere/x"), folder_.path("lanchat.conf.d/1.conf"));
  std::filesystem::create_symlink("/dev/null", folder_.path("lanchat.conf.d/2.conf"));
  EXPECT_EQ(loaded("workers = 1\n").workers, 9U);
}

TEST_F(ConfigSources, SayWhyAFileCannotBeRead) {
  const auto said = [&](std::string_view name) {
    const auto config = load({folder_.path(name), {}});
    if (config) return std::vector<std::string>{};
    std::vector<std::string> lines;
    for (const auto& mistake : config.error())
      lines.push_back(folder_.without_folder(mistake.to_string()));
    return lines;
  };
  folder_.write("text", "");
  std::filesystem::create_directory(folder_.path("folder"));
  std::filesystem::create_symlink("loop", folder_.path("loop"));
  EXPECT_THAT(said("none.conf"), ElementsAre("none.conf: cannot be read: No such file or directory"));
  EXPECT_THAT(said("folder"), ElementsAre("folder: cannot be read: Is a directory"));
  EXPECT_THAT(said("loop"), ElementsAre("loop: cannot be read: Too many levels of symbolic links"));
  EXPECT_THAT(said("text/x"), ElementsAre("text/x: cannot be read: Not a directory",
                                          "text/x.d: cannot be read: Not a directory"));
}

TEST_F(ConfigSources, SayWhyADropInCannotBeRead) {
  folder_.write("lanchat.conf.d/2.conf", "workers = x\n");
  std::filesystem::create_symlink("nowhere", folder_.path("lanchat.conf.d/1.conf"));
  EXPECT_THAT(folder_.mistakes(""),
              ElementsAre("lanchat.conf.d/1.conf: cannot be read: No such file or directory",
                          HasSubstr("lanchat.conf.d/2.conf:1: workers: 'x' is wrong")));
}

TEST_F(ConfigSources, RefuseADropInFolderThatIsNone) {
  folder_.write("lanchat.conf.d", "workers = 1\n");
  EXPECT_THAT(folder_.mistakes(""), ElementsAre("lanchat.conf.d: cannot be read: Not a directory"));
}

TEST_F(ConfigSources, RefuseAnEndlessFile) {
  const auto config = load({"/dev/zero", {}});
  ASSERT_FALSE(config);
  EXPECT_EQ(config.error().front().to_string(), "/dev/zero: is larger than 1M and no configuration");
}

}  // namespace
}  // namespace lanchat::config
