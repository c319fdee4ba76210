// SPDX-License-Identifier: MIT
#include "lanchatctl/command_line.hpp"

#include "lanchat/lanchatctl/program.hpp"
#include "lanchat/logging/escape.hpp"
#include "lanchat/protocol/units.hpp"
#include "lanchat/usage/help_text.hpp"

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
#include <utility>

namespace lanchat::lanchatctl {
namespace {

namespace options = boost::program_options;
namespace json = boost::json;
using Words = std::vector<std::string>;
using Mistake = std::optional<std::string>;

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

// The fewest and the most arguments that the table allows.
std::pair<std::size_t, std::size_t> allowed_count(const usage::Command& command) {
  const auto fewest = std::ranges::count(command.arguments, false, &usage::Argument::optional);
  const bool unlimited = std::ranges::count(command.arguments, true, &usage::Argument::repeatable) != 0;
  return {static_cast<std::size_t>(fewest),
          unlimited ? std::numeric_limits<std::size_t>::max() : command.arguments.size()};
}

Mistake read_command(const Words& words, CommandLine& line) {
  if (words.empty()) return "a command is missing; 'lanchatctl --help' lists them";
  const std::vector<usage::Command> commands = program().commands;
  const auto command = std::ranges::find(commands, words[0], &usage::Command::name);
  if (command == commands.end()) {
    return "there is no command " + shown(words[0]) + "; 'lanchatctl --help' lists them";
  }
  const auto [fewest, most] = allowed_count(*command);
  if (words.size() - 1 < fewest || words.size() - 1 > most) {
    return "usage: lanchatctl " + command->written();
  }
  line.command = words[0];
  line.request["command"] = words[0];
  if (command->name == "log-level") return log_level(words, line.request);
  if (command->name == "disconnect") return disconnect(words, line.request);
  return std::nullopt;
}

options::options_description described_options() {
  options::options_description described;
  for (const usage::Option& option : program().options) {
    const std::string name = option.letter == '\0' ? option.name : option.name + ',' + option.letter;
    if (option.takes_value()) {
      described.add_options()(name.c_str(), options::value<std::string>(), option.help.c_str());
    } else {
      described.add_options()(name.c_str(), option.help.c_str());
    }
  }
  return described;
}

}  // namespace

std::expected<CommandLine, std::string> parse_command_line(const std::vector<std::string>& arguments) {
  CommandLine line;
  Words words;
  options::options_description known = described_options();
  known.add_options()("words", options::value(&words));
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
  if (found.contains("socket")) line.socket = found["socket"].as<std::string>();
  line.json = found.contains("json");
  if (found.contains("help")) {
    line.text = usage::help_text(program());
  } else if (found.contains("version")) {
    line.text = "lanchatctl " LANCHAT_VERSION "\n";
  } else if (auto mistake = read_command(words, line)) {
    return std::unexpected(std::move(*mistake));
  }
  return line;
}

}  // namespace lanchat::lanchatctl
