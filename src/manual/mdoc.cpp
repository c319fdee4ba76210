// SPDX-License-Identifier: MIT
#include "manual/mdoc.hpp"

#include "lanchat/usage/wrapped.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace lanchat::manual {
namespace {

// A hyphen that is typed must not become a typographical one; a backslash begins an escape.
std::string escaped(std::string_view text, bool typed) {
  std::string result;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool option = text.substr(at, 2) == "--" || (at > 0 && text.substr(at - 1, 2) == "--");
    if (text[at] == '\\') {
      result += "\\e";
    } else if (text[at] == '-' && (typed || option)) {
      result += "\\-";
    } else {
      result += text[at];
    }
  }
  return result;
}

std::string typed(std::string_view text) {
  return escaped(text, true);
}

// What is typed, with nothing hyphenated in it.
std::string unbroken(std::string_view text) {
  std::string result = "\\%";
  for (const char letter : typed(text))
    result += letter == ' ' ? std::string(" \\%") : std::string{letter};
  return result;
}

/// A macro's argument that may hold blanks.
std::string in_quotation_marks(std::string_view text) {
  return '"' + typed(text) + '"';
}

// A line that begins with one of these is a request.
std::string protected_line(std::string line) {
  if (line.starts_with('.') || line.starts_with('\'')) line.insert(0, "\\&");
  return line;
}

// Each sentence begins a line, as mdoc(7) likes it, and no line is longer than a terminal is wide.
std::string sentences(std::string text) {
  std::string result;
  while (!text.empty()) {
    const std::size_t stop = std::min(text.find(". "), text.size() - 1);
    for (std::string& line : usage::wrapped(text.substr(0, stop + 1), 80))
      result += (result.empty() ? "" : "\n") + protected_line(std::move(line));
    text.erase(0, stop + 2);
  }
  return result;
}

std::string operand(const usage::Argument& argument) {
  std::string text = (argument.optional ? ".Op Ar " : ".Ar ") + typed(argument.name);
  if (argument.repeatable) text += " ...";
  return text;
}

std::string flag(const usage::Option& option) {
  std::string text = option.letter == '\0' ? std::string{} : fmt::format("Fl {} , ", option.letter);
  text += "Fl " + typed("-" + option.name);
  if (option.takes_value()) text += " Ar " + typed(option.argument.name);
  return text;
}

template <class Entries, class Item>
std::string list(std::string_view opening, const Entries& entries, Item item) {
  std::string text{opening};
  for (const auto& entry : entries)
    text += '\n' + item(entry);
  return text + "\n.El";
}

constexpr std::string_view tags = ".Bl -tag -width Ds";

std::string key_item(const config::KeyDescription& key) {
  std::string text = ".It Cm " + typed(key.name) + '\n' + mdoc_sentences(key.help, key.why);
  if (!key.default_value.empty()) text += "\nDefault:\n.Ql " + in_quotation_marks(key.default_value) + " .";
  return text;
}

}  // namespace

std::string mdoc_text(std::string_view text) {
  std::string result;
  bool bold = false;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find('`', at), text.size());
    const std::string_view part = text.substr(at, end - at);
    result += bold ? "\\fB" + unbroken(part) + "\\fP" : escaped(part, false);
    bold = !bold;
    at = end + 1;
  }
  return sentences(std::move(result));
}

std::string mdoc_sentences(std::string_view phrase, std::string_view more) {
  std::string text{phrase};
  if (!text.empty() && text.front() >= 'a' && text.front() <= 'z')
    text.front() = static_cast<char>(text.front() - 'a' + 'A');
  text += '.';
  if (!more.empty()) text.append(" ").append(more);
  return mdoc_text(text);
}

std::string mdoc_literal(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    if (!result.empty()) result += '\n';
    result += protected_line(typed(line));
  }
  return result;
}

std::string mdoc_synopsis(const usage::Program& program) {
  std::string text;
  for (const auto& operands : program.synopses) {
    text += text.empty() ? ".Nm" : "\n.Nm";
    for (const usage::Option& option : program.options)
      text += "\n.Op " + flag(option) + (option.repeatable ? " ..." : "");
    for (const usage::Argument& argument : operands)
      text += '\n' + operand(argument);
  }
  return text;
}

std::string mdoc_options(const usage::Program& program) {
  return list(tags, program.options, [](const usage::Option& option) {
    return ".It " + flag(option) + '\n' + mdoc_sentences(option.help, option.more);
  });
}

std::string mdoc_commands(const usage::Program& program) {
  return list(tags, program.commands, [](const usage::Command& command) {
    std::string text = ".It Cm " + typed(command.name);
    for (const usage::Argument& argument : command.arguments)
      text += ' ' + operand(argument).substr(1);
    return text + '\n' + mdoc_sentences(command.help, command.more);
  });
}

std::string mdoc_exit_statuses(const usage::Program& program) {
  return list(".Bl -tag -width 99 -offset indent -compact", program.exit_statuses,
              [](const usage::ExitStatus& status) {
                return fmt::format(".It {}\n{}", status.number, mdoc_sentences(status.meaning, {}));
              });
}

std::string mdoc_keys(const std::vector<config::KeyDescription>& keys) {
  return list(tags, keys, key_item);
}

std::string mdoc_policies() {
  return list(".Bl -tag -width acknowledge -offset indent -compact", policy::policy_table(),
              [](const policy::PolicyEntry& policy) {
                return fmt::format(".It Cm {}\n{}", policy.name, mdoc_sentences(policy.summary, {}));
              });
}

std::string mdoc_policy(const policy::PolicyEntry& policy) {
  std::string text = mdoc_sentences("The reply is " + std::string(policy.summary), {});
  std::vector<config::KeyDescription> keys;
  std::ranges::copy_if(config::keys(), std::back_inserter(keys),
                       [&](const config::KeyDescription& key) { return key.policy == policy.name; });
  return keys.empty() ? text : text + '\n' + mdoc_keys(keys);
}

}  // namespace lanchat::manual
