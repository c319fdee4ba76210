// SPDX-License-Identifier: MIT
#include "manual/completions.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <vector>

namespace lanchat::manual {
namespace {

using usage::Argument;
using usage::Offer;

// Inside single quotes, of which a specification of _arguments consists.
std::string inside_quotes(std::string_view text, std::string_view special) {
  std::string result;
  for (const char letter : text) {
    if (special.find(letter) != std::string_view::npos) result += '\\';
    result += letter == '\'' ? std::string("'\\''") : std::string{letter};
  }
  return result;
}

std::string explained(std::string_view help) {
  return '[' + inside_quotes(first_clause(help), "[]:\\") + ']';
}

/// Scripts in the making: functions that some words need, and the specifications that call them.
class Script {
 public:
  explicit Script(std::string_view program) : program_(program) {}

  /// `:NAME:ACTION`, as _arguments has it.
  std::string value(const Argument& argument) {
    const std::string words = fmt::format("{}", fmt::join(argument.words, " "));
    const std::string start = ':' + inside_quotes(argument.name, ":\\") + ':';
    switch (argument.offer) {
      case Offer::nothing:
        return start + "( )";
      case Offer::words:
        return start + '(' + words + ')';
      case Offer::beginnings:
        return start + function(argument.name, "compadd \"$@\" -S '' -- " + words);
      case Offer::file:
        return start + "_files";
      case Offer::host:
        return start + function(argument.name, "_hosts \"$@\"\n  compadd \"$@\" -S '' -- " + words);
    }
    return {};
  }

  [[nodiscard]] const std::string& functions() const noexcept { return functions_; }

 private:
  std::string function(std::string_view argument, std::string_view body) {
    std::string name = fmt::format("_{}_", program_);
    for (const char letter : argument)
      name += letter == '=' ? '_' : static_cast<char>(letter - 'A' + 'a');
    functions_ += fmt::format("{}() {{\n  {}\n}}\n\n", name, body);
    return name;
  }

  std::string program_;
  std::string functions_;
};

std::string specification(const usage::Option& option, Script& script) {
  const std::string value = option.takes_value()
                                ? '=' + explained(option.help) + script.value(option.argument)
                                : explained(option.help);
  if (option.letter != '\0')
    return fmt::format("'(-{0} --{1})'{{-{0},--{1}}}'{2}'", option.letter, option.name, value);
  return fmt::format("'{}--{}{}'", option.repeatable ? "*" : "", option.name, value);
}

bool offers_something(const usage::Command& command) {
  return std::ranges::any_of(command.arguments,
                             [](const Argument& argument) { return argument.offer != Offer::nothing; });
}

// What _arguments left to us: the command, and behind it the arguments of that command alone.
std::string commands(const usage::Program& program, Script& script) {
  std::string known = "local -a commands=(\n";
  std::string cases;
  for (const usage::Command& command : program.commands) {
    known += fmt::format("  '{}:{}'\n", command.name, inside_quotes(first_clause(command.help), "\\"));
    if (!offers_something(command)) continue;
    cases += fmt::format("      {}) _arguments", command.name);
    for (const Argument& argument : command.arguments)
      cases += fmt::format(" '{}{}'", argument.repeatable ? "*" : "", script.value(argument));
    cases += " ;;\n";
  }
  return known +
         ")\ncase $state in\n  command) _describe command commands ;;\n  argument)\n    case $words[1] in\n" +
         cases + "    esac\n    ;;\nesac\n";
}

}  // namespace

std::string zsh_completion(const usage::Program& program) {
  Script script(program.name);
  std::string arguments = "_arguments -C";
  for (const usage::Option& option : program.options)
    arguments += " \\\n  " + specification(option, script);
  std::string rest;
  if (!program.commands.empty()) {
    arguments += " \\\n  '1:command:->command' \\\n  '*::argument:->argument'";
    rest = commands(program, script);
  } else {
    for (const Argument& operand : program.synopses.front())
      arguments += " \\\n  '" + script.value(operand) + "'";
  }
  return fmt::format("#compdef {0}\n# Completion of {0} for zsh.\n\n", program.name) + script.functions() +
         "local context state state_descr line\ntypeset -A opt_args\n\n" + arguments + "\n" +
         (rest.empty() ? "" : "\n" + rest);
}

}  // namespace lanchat::manual
