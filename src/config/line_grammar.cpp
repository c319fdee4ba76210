// SPDX-License-Identifier: MIT
#include "config/line_grammar.hpp"

#include "lanchat/logging/escape.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <expected>
#include <utility>

namespace lanchat::config {
namespace {

constexpr std::string_view blanks = " \t\v\f";

constexpr std::array<std::pair<char, char>, 5> escapes{
    {{'"', '"'}, {'\\', '\\'}, {'n', '\n'}, {'r', '\r'}, {'t', '\t'}}};

bool is_control(char byte) noexcept {
  return static_cast<unsigned char>(byte) < 0x20 || byte == 0x7f;
}

std::string_view without_leading_blanks(std::string_view text) {
  const std::size_t first = text.find_first_not_of(blanks);
  return first == std::string_view::npos ? std::string_view{} : text.substr(first);
}

std::string_view trimmed(std::string_view text) {
  text = without_leading_blanks(text);
  return text.substr(0, text.find_last_not_of(blanks) + 1);
}

bool is_nothing_or_comment(std::string_view text) {
  text = without_leading_blanks(text);
  return text.empty() || text.front() == '#';
}

std::string_view without_comment(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '#') continue;
    if (at == 0 || blanks.find(text[at - 1]) != std::string_view::npos) return text.substr(0, at);
  }
  return text;
}

// `text` begins with the opening mark.
std::expected<std::string, std::string> quoted_value(std::string_view text) {
  std::string value;
  for (std::size_t at = 1; at < text.size(); ++at) {
    if (text[at] == '"') {
      if (is_nothing_or_comment(text.substr(at + 1))) return value;
      return std::unexpected("only a # comment may follow the closing quotation mark; within, write \\\"");
    }
    if (text[at] != '\\') {
      value += text[at];
      continue;
    }
    const char letter = ++at < text.size() ? text[at] : '\0';
    const auto* const escape = std::ranges::find(escapes, letter, &std::pair<char, char>::first);
    if (escape == escapes.end()) {
      return std::unexpected(
          "a backslash in quotation marks must be followed by one of \\ \" n r t; write \\\\ for a "
          "backslash");
    }
    value += escape->second;
  }
  return std::unexpected("the closing quotation mark is missing");
}

Line section_header(std::string_view text) {
  const std::size_t end = text.find(']');
  if (end == std::string_view::npos || !is_nothing_or_comment(text.substr(end + 1))) {
    return Malformed{
        {}, fmt::format("{} is no section header, allowed is [listener.NAME]", shown(trimmed(text)))};
  }
  return SectionHeader{std::string(trimmed(text.substr(1, end - 1)))};
}

}  // namespace

Line parse_line(std::string_view text) {
  if (text.ends_with('\r')) text.remove_suffix(1);
  if (is_nothing_or_comment(text)) return Nothing{};
  text = without_leading_blanks(text);
  if (text.front() == '[') return section_header(text);

  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos) {
    return Malformed{{},
                     fmt::format("{} is no setting, allowed is key = value, [listener.NAME], # comment",
                                 shown(trimmed(without_comment(text))))};
  }
  std::string key{trimmed(text.substr(0, equals))};
  if (key.empty()) return Malformed{{}, "the key before '=' is missing, allowed is key = value"};

  text = without_leading_blanks(text.substr(equals + 1));
  if (!text.starts_with('"')) return Assignment{std::move(key), std::string(trimmed(without_comment(text)))};
  auto value = quoted_value(text);
  if (!value) return Malformed{std::move(key), std::move(value.error())};
  return Assignment{std::move(key), std::move(*value)};
}

std::string written_value(std::string_view value) {
  const bool plain = value == trimmed(value) && !value.starts_with('"') &&
                     value.find('#') == std::string_view::npos && std::ranges::none_of(value, is_control);
  if (plain) return std::string(value);
  std::string text = "\"";
  for (const char byte : value) {
    const auto* const escape = std::ranges::find(escapes, byte, &std::pair<char, char>::second);
    if (escape != escapes.end()) {
      text += '\\';
      text += escape->first;
    } else {
      text += byte;
    }
  }
  return text + '"';
}

std::string shown(std::string_view text) {
  constexpr std::size_t longest = 80;
  if (text.size() <= longest) return '\'' + logging::escape(text) + '\'';
  // Not within a UTF-8 sequence: the rest of one is left out with its beginning.
  std::size_t end = longest;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U)
    --end;
  return '\'' + logging::escape(text.substr(0, end)) + "...'";
}

}  // namespace lanchat::config
