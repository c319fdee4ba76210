// SPDX-License-Identifier: MIT
#include "lanchat/usage/program.hpp"

namespace lanchat::usage {

std::string Argument::written() const {
  std::string text = name;
  if (repeatable) text += "...";
  return optional ? "[" + text + "]" : text;
}

std::string Option::written() const {
  std::string text = letter == '\0' ? std::string{} : std::string{'-', letter, ',', ' '};
  text += "--" + name;
  return takes_value() ? text + " " + argument.name : text;
}

std::string Command::written() const {
  return arguments.empty() ? name : name + " " + usage::written(arguments);
}

std::string written(const std::vector<Argument>& operands) {
  std::string text;
  for (const Argument& operand : operands) {
    if (!text.empty()) text += ' ';
    text += operand.written();
  }
  return text;
}

}  // namespace lanchat::usage
