// SPDX-License-Identifier: MIT
#include "lanchat/config/program.hpp"

#include "lanchat/config/keys.hpp"

#include <algorithm>
#include <utility>

namespace lanchat::config {
namespace {

using usage::Argument;
using usage::Offer;
using usage::Option;
using Keys = std::vector<KeyDescription>;

const KeyDescription& find(const Keys& keys, std::string_view name) {
  return *std::ranges::find(keys, name, &KeyDescription::name);
}

// What the value of this key may be, and for a shell to offer.
Argument one_of_key(std::string name, const Keys& keys, std::string_view key) {
  return {.name = std::move(name), .offer = Offer::words, .words = find(keys, key).values};
}

// Any key, as the default of every listener too, and those of the listener that the command line speaks of.
Argument any_setting(const Keys& keys) {
  Argument setting{.name = "KEY=VALUE", .offer = Offer::beginnings};
  for (const KeyDescription& key : keys)
    setting.words.push_back(key.name + '=');
  for (const KeyDescription& key : keys) {
    if (key.scope == Scope::listener) setting.words.push_back("listener.main." + key.name + '=');
  }
  return setting;
}

std::vector<Option> listener_options(const Keys& keys) {
  return {
      {.name = "bind",
       .help = "listen at tcp://ADDR:PORT, udp://ADDR:PORT or unix:///PATH; repeatable",
       .argument = {.name = "URI", .offer = Offer::beginnings, .words = {"tcp://", "udp://", "unix:///"}},
       .repeatable = true,
       .more = "An address of the listener `main`, instead of those the files name."},
      {.name = "framing",
       .help = find(keys, "framing").help,
       .argument = one_of_key("F", keys, "framing"),
       .more = "Of the listener `main`."},
      {.name = "policy",
       .help = find(keys, "policy").help,
       .argument = one_of_key("P", keys, "policy"),
       .more = "Of the listener `main`; lanchat-policies(7) has them all."},
      {.name = "set",
       .help = "set any key, such as listener.main.backlog; repeatable",
       .argument = any_setting(keys),
       .repeatable = true,
       .more =
           "`listener.NAME.KEY` is the key of that listener's section, a listener's key alone the default "
           "of every listener. An empty value clears a list."},
  };
}

std::vector<Option> all_options() {
  const Keys known = keys();
  std::vector<Option> options{
      {.name = "config",
       .help = "read FILE and FILE.d/*.conf instead of /etc/lanchat.conf",
       .argument = {.name = "FILE", .offer = Offer::file}},
      {.name = "check-config",
       .help = "say what is wrong in the configuration; start nothing",
       .more = "Every mistake is told as `FILE:LINE: key: what is wrong, what is allowed`, with status 78; "
               "without one, `FILE: ok`."},
      {.name = "print-config",
       .help = "print the effective configuration; start nothing",
       .more = "It is written in the configuration's own grammar, each value with a comment that says where "
               "it comes from. Reading it back gives the same."},
  };
  std::ranges::move(listener_options(known), std::back_inserter(options));
  options.push_back({.name = "log-level",
                     .help = "log from this level on: trace, debug, info, warning or error",
                     .argument = one_of_key("LEVEL", known, "log-level")});
  options.push_back({.name = "log-format",
                     .help = "how events are written: auto, journal, text or json",
                     .argument = one_of_key("FORMAT", known, "log-format")});
  options.push_back({.name = "version", .help = "print the version"});
  options.push_back({.name = "help", .help = "print this"});
  return options;
}

}  // namespace

usage::Program program() {
  return {
      .name = "lanchatd",
      .summary = "Answers bytes on a local network, in the foreground, until SIGTERM or SIGINT.",
      .synopses = {{}},
      .options = all_options(),
      .notes = {"--bind, --framing and --policy are about a listener named 'main'. With --bind and no "
                "--config, no file is read. The command line wins over the files; without any of them, one "
                "listener echoes lines on port 8888, TCP and UDP.",
                "SIGHUP reads the configuration again, SIGUSR1 logs the statistics."},
      .exit_statuses = {{0, "stopped by SIGTERM or SIGINT"},
                        {64, "wrong command line"},
                        {70, "a defect inside lanchat"},
                        {71, "an operating system error at start: address in use, no permission"},
                        {78, "wrong configuration"}},
      .see_also = {"lanchatd(8)", "lanchat.conf(5)", "lanchatctl(1)"},
  };
}

}  // namespace lanchat::config
