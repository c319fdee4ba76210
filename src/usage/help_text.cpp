// SPDX-License-Identifier: MIT
#include "lanchat/usage/help_text.hpp"

#include "lanchat/usage/wrapped.hpp"

#include <algorithm>
#include <utility>

namespace lanchat::usage {
namespace {

constexpr std::size_t width = 80;

/// Terms on the left, what they mean on the right.
using Rows = std::vector<std::pair<std::string, std::string>>;

void add_rows(std::string& text, const Rows& rows) {
  std::size_t column = 0;
  for (const auto& row : rows)
    column = std::max(column, row.first.size());
  column += 4;  // two blanks before the terms, two behind the longest
  for (const auto& [term, meaning] : rows) {
    std::string start = "  " + term;
    for (const std::string& line : wrapped(meaning, width - column)) {
      start.resize(column, ' ');
      text += start + line + '\n';
      start.clear();
    }
  }
}

template <class Entries, class Row>
void add_table(std::string& text, std::string_view title, const Entries& entries, Row row) {
  if (entries.empty()) return;
  Rows rows;
  std::ranges::transform(entries, std::back_inserter(rows), row);
  text.append("\n").append(title).append(":\n");
  add_rows(text, rows);
}

void add_paragraph(std::string& text, std::string_view paragraph) {
  for (const std::string& line : wrapped(paragraph, width))
    text += line + '\n';
}

std::string first_lines(const Program& program) {
  std::string text;
  for (const auto& operands : program.synopses) {
    text += text.empty() ? "Usage: " : "       ";
    text += program.name + " [OPTION]...";
    text += (operands.empty() ? "" : " ") + written(operands) + '\n';
  }
  return text;
}

}  // namespace

std::string help_text(const Program& program) {
  std::string text = first_lines(program);
  add_paragraph(text, program.summary);
  add_table(text, "Commands", program.commands,
            [](const Command& command) { return Rows::value_type{command.written(), command.help}; });
  add_table(text, "Options", program.options,
            [](const Option& option) { return Rows::value_type{option.written(), option.help}; });
  for (const std::string& note : program.notes) {
    text += '\n';
    add_paragraph(text, note);
  }
  add_table(text, "Exit status", program.exit_statuses, [](const ExitStatus& status) {
    return Rows::value_type{std::to_string(status.number), status.meaning};
  });
  if (!program.see_also.empty()) {
    text += "\nDocumentation: ";
    for (const std::string& page : program.see_also)
      text += (&page == &program.see_also.front() ? "" : ", ") + page;
    text += '\n';
  }
  return text;
}

}  // namespace lanchat::usage
