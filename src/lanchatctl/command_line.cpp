// SPDX-License-Identifier: MIT
#include "lanchatctl/command_line.hpp"

#include "lanchat/logging/escape.hpp"
#include "lanchat/protocol/units.hpp"

#include <boost/json/array.hpp>
#include <boost/program_options.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>

namespace lanchat::lanchatctl {
namespace {

namespace options = boost::program_options;
namespace json = boost::json;
using Words = std::vector<std::string>;
using Mistake = std::optional<std::string>;

constexpr std::string_view help = R"(usage: lanchatctl [--socket PATH] [--json] COMMAND

Asks and steers a running lanchatd.

commands:
  status                        version, uptime, configuration, listeners
  clients                       a row a client
  statistics                    every counter
  reload                        read the configuration again, and wait
  log-level LEVEL [DURATION]    trace, debug, info, warning or error; until the
                                next change, or for so long (30s, 10m, 2h)
  disconnect SESSION...         close clients
  operator                      answer the messages of the operator policy:
                                  NUMBER text   answers that message
                                  text          answers the oldest one; begin
                                                it with a blank where the text
                                                itself begins with a number
                                  \h  help      \q  leave

options:
  --socket PATH   the daemon's control socket (/run/lanchat/control.sock)
  --json          what the daemon says, for a program: one object a line
  --help          this text
  --version       the version

exit status: 0 done, 1 not all could be done, 64 wrong command line, 69 no
daemon there, 77 no permission, 78 configuration refused
)";

std::string shown(std::string_view word) {
  return "'" + logging::escape(word) + "'";
}

Mistake log_level(const Words& words, json::object& request) {
  constexpr std::array<std::string_view, 5> levels{"trace", "debug", "info", "warning", "error"};
  if (std::find(levels.begin(), levels.end(), words[1]) == levels.end()) {
    return shown(words[1]) + " is no level: trace, debug, info, warning, error";
  }
  request["level"] = words[1];
  if (words.size() < 3) return std::nullopt;
  const auto duration = protocol::parse_duration(words[2]);
  if (!duration || duration->count() == 0) {
    return shown(words[2]) + " is no duration: a number with ms, s, m or h, such as 10m, at most 10000h";
  }
  request["duration_ms"] = duration->count();
  return std::nullopt;
}

Mistake disconnect(const Words& words, json::object& request) {
  json::array sessions;
  for (std::size_t i = 1; i < words.size(); ++i) {
    const std::string& word = words[i];
    std::uint64_t session = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), session);
    if (error != std::errc{} || end != word.data() + word.size()) {
      return shown(word) + " is no session: a number from the first column of 'lanchatctl clients'";
    }
    sessions.emplace_back(session);
  }
  request["sessions"] = std::move(sessions);
  return std::nullopt;
}

Mistake nothing_more(const Words&, json::object&) {
  return std::nullopt;
}

struct Command {
  std::string_view name;
  std::string_view arguments;
  std::size_t fewest;
  std::size_t most;
  Mistake (*complete)(const Words& words, json::object& request);
};

constexpr std::array<Command, 7> commands{{
    {"status", "", 0, 0, nothing_more},
    {"clients", "", 0, 0, nothing_more},
    {"statistics", "", 0, 0, nothing_more},
    {"reload", "", 0, 0, nothing_more},
    {"log-level", " LEVEL [DURATION]", 1, 2, log_level},
    {"disconnect", " SESSION...", 1, std::numeric_limits<std::size_t>::max(), disconnect},
    {"operator", "", 0, 0, nothing_more},
}};

Mistake read_command(const Words& words, CommandLine& line) {
  if (words.empty()) return "a command is missing; 'lanchatctl --help' lists them";
  const auto command = std::find_if(commands.begin(), commands.end(),
                                    [&](const Command& candidate) { return candidate.name == words[0]; });
  if (command == commands.end()) {
    return "there is no command " + shown(words[0]) + "; 'lanchatctl --help' lists them";
  }
  const std::size_t arguments = words.size() - 1;
  if (arguments < command->fewest || arguments > command->most) {
    return "usage: lanchatctl " + std::string(command->name) + std::string(command->arguments);
  }
  line.command = words[0];
  line.request["command"] = words[0];
  return command->complete(words, line.request);
}

}  // namespace

std::expected<CommandLine, std::string> parse_command_line(const std::vector<std::string>& arguments) {
  CommandLine line;
  Words words;
  options::options_description known;
  known.add_options()("socket", options::value(&line.socket))("json", options::bool_switch(&line.json))(
      "help,h", "")("version", "")("words", options::value(&words));
  options::positional_options_description positions;
  positions.add("words", -1);
  options::variables_map found;
  try {
    using options::command_line_style::allow_guessing;
    using options::command_line_style::unix_style;
    options::store(options::command_line_parser(arguments)
                       .options(known)
                       .positional(positions)
                       .style(unix_style & ~allow_guessing)
                       .run(),
                   found);
    options::notify(found);
  } catch (const options::error& error) {
    return std::unexpected(logging::escape(error.what()) + "; 'lanchatctl --help' lists the options");
  }
  if (found.contains("help")) {
    line.text = help;
  } else if (found.contains("version")) {
    line.text = "lanchatctl " LANCHAT_VERSION "\n";
  } else if (auto mistake = read_command(words, line)) {
    return std::unexpected(std::move(*mistake));
  }
  return line;
}

}  // namespace lanchat::lanchatctl
