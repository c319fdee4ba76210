// SPDX-License-Identifier: MIT
#include "lanchatctl/table.hpp"

#include "lanchat/logging/escape.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace lanchat::lanchatctl {

void Table::add_column(std::string title, Align align) {
  columns_.push_back({std::move(title), align});
}

void Table::add_row(const std::vector<std::string>& cells) {
  std::vector<std::string> row(columns_.size());
  for (std::size_t i = 0; i < std::min(cells.size(), row.size()); ++i)
    row[i] = logging::escape(cells[i]);
  rows_.push_back(std::move(row));
}

std::string Table::text() const {
  std::vector<std::vector<std::string>> lines;
  if (std::any_of(columns_.begin(), columns_.end(),
                  [](const Column& column) { return !column.title.empty(); })) {
    std::vector<std::string> heading;
    heading.reserve(columns_.size());
    for (const Column& column : columns_)
      heading.push_back(column.title);
    lines.push_back(std::move(heading));
  }
  lines.insert(lines.end(), rows_.begin(), rows_.end());

  std::vector<std::size_t> widths(columns_.size());
  for (const auto& line : lines) {
    for (std::size_t i = 0; i < line.size(); ++i)
      widths[i] = std::max(widths[i], width_of(line[i]));
  }
  std::string text;
  for (const auto& line : lines) {
    std::string row;
    for (std::size_t i = 0; i < line.size(); ++i) {
      const std::string blanks(widths[i] - width_of(line[i]), ' ');
      if (i > 0) row += "  ";
      row += columns_[i].align == Align::left ? line[i] + blanks : blanks + line[i];
    }
    row.erase(row.find_last_not_of(' ') + 1);
    text += row + '\n';
  }
  return text;
}

std::size_t width_of(std::string_view text) noexcept {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;  // not a continuation of UTF-8
  }));
}

std::string human_size(std::uint64_t bytes) {
  if (bytes < 1024) return std::to_string(bytes);
  constexpr std::string_view units = "KMGTPE";
  double value = static_cast<double>(bytes);
  std::size_t unit = 0;
  // 1023.95 and above would be shown as 1024.
  for (value /= 1024; value >= 1023.5 && unit + 1 < units.size(); ++unit)
    value /= 1024;
  return value < 9.95 ? fmt::format("{:.1f}{}", value, units[unit])
                      : fmt::format("{:.0f}{}", value, units[unit]);
}

std::string human_age(std::chrono::milliseconds age) {
  constexpr std::array<std::pair<std::int64_t, char>, 4> units{
      {{86'400, 'd'}, {3'600, 'h'}, {60, 'm'}, {1, 's'}}};
  const std::int64_t seconds = std::chrono::floor<std::chrono::seconds>(age).count();
  for (std::size_t i = 0; i + 1 < units.size(); ++i) {
    if (seconds < units[i].first) continue;
    const std::int64_t rest = seconds % units[i].first;
    return fmt::format("{}{} {}{}", seconds / units[i].first, units[i].second, rest / units[i + 1].first,
                       units[i + 1].second);
  }
  return fmt::format("{}s", seconds);
}

}  // namespace lanchat::lanchatctl
