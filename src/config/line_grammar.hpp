// SPDX-License-Identifier: MIT
#pragma once

// One line of a configuration file: `key = value`, `[section]`, a comment, or a mistake. Knows no key and no
// file.
//
// A `#` begins a comment at the start of a line or value and behind a blank; within a word it is part of it.
// A value in quotation marks keeps `#` and blanks; in it, \" \\ \n \r \t stand for what they do in C.

#include <string>
#include <string_view>
#include <variant>

namespace lanchat::config {

struct Nothing {};

struct SectionHeader {
  std::string name;  ///< what stands between the brackets, without blanks around it
};

struct Assignment {
  std::string key;
  std::string value;  ///< without quotation marks
};

struct Malformed {
  std::string key;  ///< empty where the line does not get so far
  std::string what;
};

using Line = std::variant<Nothing, SectionHeader, Assignment, Malformed>;

/// Reads one line, given without its line feed; a carriage return at its end is not part of it.
[[nodiscard]] Line parse_line(std::string_view text);

/// The value as parse_line() reads it back, in quotation marks where it would not be the same without.
[[nodiscard]] std::string written_value(std::string_view value);

/// For messages: escaped, in single quotation marks, shortened where it is very long.
[[nodiscard]] std::string shown(std::string_view text);

}  // namespace lanchat::config
