// SPDX-License-Identifier: MIT
#include "manual/examples.hpp"

#include "lanchat/config/keys.hpp"

#include <algorithm>

namespace lanchat::manual {
namespace {

Example built_in_listener() {
  const auto keys = config::keys();
  const auto bind = std::ranges::find(keys, "bind", &config::KeyDescription::name);
  return {"The listener that is there without any section: lines are echoed.", "main",
          config::default_lines(*bind)};
}

std::vector<Example> unframed_listeners() {
  return {
      {"random: a number of a range for every message, to clients that send no end of a line.",
       "dice",
       {"bind = tcp://*:9001", "framing = raw", "policy = random", "random-min = 1", "random-max = 6"}},
      {"timestamp: the time before the message, over TCP and over UDP.",
       "clock",
       {"bind = tcp://*:9002", "bind = udp://*:9002", "framing = raw", "policy = timestamp",
        "timestamp-format = \"%Y-%m-%dT%H:%M:%SZ \"", "timestamp-zone = utc"}},
      {"acknowledge: the same short text for everything that arrives.",
       "counter",
       {"bind = tcp://*:9003", "framing = raw", "policy = acknowledge", "acknowledge-text = received"}},
      {"uppercase: the message in upper case, for many clients at once.",
       "upper",
       {"bind = tcp://*:9004", "framing = raw", "policy = uppercase"}},
  };
}

std::vector<Example> other_listeners() {
  return {
      {"operator: a person types each answer at `lanchatctl operator`.",
       "desk",
       {"bind = tcp://*:9005", "framing = raw", "policy = operator", "operator-timeout = 5m",
        "operator-absent-text = nobody is at the desk, please call back"}},
      {"Messages of any bytes behind a length, four bytes with the smallest first.",
       "packed",
       {"bind = tcp://*:9006", "framing = length", "length-order = little", "policy = echo"}},
      {"Datagrams alone: each one is a message.",
       "datagrams",
       {"bind = udp://*:9007", "framing = raw", "policy = acknowledge", "rate-limit = 100"}},
      {"For programs of this machine alone.",
       "local",
       {"bind = unix:///run/lanchat/local.sock", "policy = uppercase"}},
      {"A port for one network, with bounds for every client.",
       "office",
       {"bind = tcp://*:9008", "allow = 192.168.0.0/16", "allow = fd00::/8", "deny = 192.168.7.0/24",
        "max-clients-per-address = 20", "rate-limit = 50", "idle-timeout = 10m"}},
  };
}

}  // namespace

std::string Example::section() const {
  std::string text = "[listener." + listener + "]\n";
  for (const std::string& setting : settings)
    text += setting + '\n';
  return text;
}

std::vector<Example> examples() {
  std::vector<Example> all{built_in_listener()};
  std::ranges::move(unframed_listeners(), std::back_inserter(all));
  std::ranges::move(other_listeners(), std::back_inserter(all));
  return all;
}

}  // namespace lanchat::manual
