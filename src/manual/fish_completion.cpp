// SPDX-License-Identifier: MIT
#include "manual/completions.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <vector>

namespace lanchat::manual {
namespace {

using usage::Argument;
using usage::Offer;

std::string quoted(std::string_view text) {
  std::string result = "'";
  for (const char letter : text) {
    if (letter == '\'' || letter == '\\') result += '\\';
    result += letter;
  }
  return result + '\'';
}

// The switches of `complete` that offer what an argument may be.
std::string offered(const Argument& argument) {
  const std::string words = fmt::format("{}", fmt::join(argument.words, " "));
  switch (argument.offer) {
    case Offer::nothing:
      break;
    case Offer::words:
    case Offer::beginnings:
      return " -a " + quoted(words);
    case Offer::file:
      return " -F";
    case Offer::host:
      return " -a " + quoted("(__fish_print_hostnames) " + words);
  }
  return {};
}

std::string option_line(const usage::Option& option) {
  std::string text;
  if (option.letter != '\0') text += fmt::format(" -s {}", option.letter);
  text += " -l " + option.name;
  if (option.takes_value())
    text += (option.argument.offer == Offer::file ? " -r" : " -x") + offered(option.argument);
  return text + " -d " + quoted(first_clause(option.help));
}

std::string command_lines(const usage::Program& program) {
  const std::string start = "complete -c " + program.name + " -n ";
  std::vector<std::string> names;
  for (const usage::Command& command : program.commands)
    names.push_back(command.name);
  const std::string none_yet =
      quoted(fmt::format("not __fish_seen_subcommand_from {}", fmt::join(names, " ")));
  std::string text;
  for (const usage::Command& command : program.commands)
    text += start + none_yet + " -a " + command.name + " -d " + quoted(first_clause(command.help)) + '\n';
  for (const usage::Command& command : program.commands) {
    for (const Argument& argument : command.arguments) {
      if (argument.offer == Offer::nothing) continue;
      text += start + quoted("__fish_seen_subcommand_from " + command.name) + offered(argument) + '\n';
    }
  }
  return text;
}

}  // namespace

std::string fish_completion(const usage::Program& program) {
  std::string text = fmt::format("# Completion of {0} for fish.\n\ncomplete -c {0} -f\n", program.name);
  for (const usage::Option& option : program.options)
    text += "complete -c " + program.name + option_line(option) + '\n';
  if (!program.commands.empty()) return text + command_lines(program);
  for (const Argument& operand : program.synopses.front()) {
    if (operand.offer != Offer::nothing) text += "complete -c " + program.name + offered(operand) + '\n';
  }
  return text;
}

}  // namespace lanchat::manual
