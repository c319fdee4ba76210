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

// Lines that fill COMPREPLY with what is offered for an argument.
std::string offered(const Argument& argument, std::string_view indent) {
  const std::string words = fmt::format("-W '{}' -- \"$current\")\n", fmt::join(argument.words, " "));
  const std::string fill = fmt::format("{}mapfile -t COMPREPLY < <(compgen ", indent);
  switch (argument.offer) {
    case Offer::nothing:
      break;
    case Offer::words:
      return fill + words;
    case Offer::beginnings:
      return fmt::format("{}compopt -o nospace\n", indent) + fill + words;
    case Offer::file:
      return fmt::format("{}compopt -o filenames\n{}-f -- \"$current\")\n", indent, fill);
    case Offer::host:
      return fill + "-A hostname " + words;
  }
  return {};
}

std::string values_of_options(const usage::Program& program) {
  std::string text;
  for (const usage::Option& option : program.options) {
    if (!option.takes_value()) continue;
    text +=
        fmt::format("    --{})\n{}      return\n      ;;\n", option.name, offered(option.argument, "      "));
  }
  return text.empty() ? text : "  case $previous in\n" + text + "  esac\n";
}

std::string names_of_options(const usage::Program& program) {
  std::vector<std::string> names;
  for (const usage::Option& option : program.options) {
    if (option.letter != '\0') names.push_back(std::string{'-', option.letter});
    names.push_back("--" + option.name);
  }
  return fmt::format(
      "  if [[ $current == -* ]]; then\n"
      "    mapfile -t COMPREPLY < <(compgen -W '{}' -- \"$current\")\n"
      "    return\n"
      "  fi\n",
      fmt::join(names, " "));
}

// A case `NUMBER:COMMAND`: what is offered behind so many operands, of which the first is the command.
std::string operand_case(std::string_view pattern, const Argument& argument) {
  const std::string lines = offered(argument, "      ");
  return lines.empty() ? lines : fmt::format("    {})\n{}      ;;\n", pattern, lines);
}

std::string cases_of_operands(const usage::Program& program) {
  std::string text;
  if (!program.commands.empty()) {
    Argument command{.offer = Offer::words};
    for (const usage::Command& known : program.commands) {
      command.words.push_back(known.name);
      for (std::size_t at = 0; at < known.arguments.size(); ++at)
        text += operand_case(fmt::format("{}:{}", at + 1, known.name), known.arguments[at]);
    }
    return operand_case("0:*", command) + text;
  }
  const auto& operands = program.synopses.front();
  for (std::size_t at = 0; at < operands.size(); ++at)
    text += operand_case(fmt::format("{}:*", at), operands[at]);
  return text;
}

std::string operands(const usage::Program& program) {
  const std::string cases = cases_of_operands(program);
  if (cases.empty()) return {};
  std::vector<std::string> with_value;
  for (const usage::Option& option : program.options) {
    if (option.takes_value()) with_value.push_back("--" + option.name);
  }
  return fmt::format(
      "  for ((index = 1; index < COMP_CWORD; index++)); do\n"
      "    case ${{COMP_WORDS[index]}} in\n"
      "      {})\n"
      "        [[ ${{COMP_WORDS[index + 1]}} != '=' ]] || ((index++))\n"
      "        ((index++))\n"
      "        ;;\n"
      "      -*) ;;\n"
      "      *) operands+=(\"${{COMP_WORDS[index]}}\") ;;\n"
      "    esac\n"
      "  done\n"
      "  case ${{#operands[@]}}:${{operands[0]-}} in\n{}  esac\n",
      fmt::join(with_value, " | "), cases);
}

}  // namespace

std::string_view first_clause(std::string_view help) {
  return help.substr(0, std::min(help.find("; "), help.find(": ")));
}

std::string bash_completion(const usage::Program& program) {
  return fmt::format(
             "# Completion of {0} for bash.\n\n"
             "_{0}() {{\n"
             "  local current=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD - 1]}} index "
             "operands=()\n"
             "  COMPREPLY=()\n"
             "  # Bash makes three words of --option=value.\n"
             "  if [[ $current == '=' ]]; then\n"
             "    current=\n"
             "  elif [[ $previous == '=' ]]; then\n"
             "    previous=${{COMP_WORDS[COMP_CWORD - 2]}}\n"
             "  fi\n",
             program.name) +
         values_of_options(program) + names_of_options(program) + operands(program) +
         fmt::format("}}\n\ncomplete -F _{0} {0}\n", program.name);
}

}  // namespace lanchat::manual
