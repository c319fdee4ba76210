// SPDX-License-Identifier: MIT
#include "lanchat/logging/escape.hpp"
#include "lanchat/logging/formats.hpp"

#include "logging/utc_time.hpp"

#include <fmt/format.h>

#include <concepts>
#include <string_view>
#include <type_traits>

namespace lanchat::logging {
namespace {

void append_string(std::string& line, std::string_view value) {
  const std::string escaped = escape(value);
  if (!escaped.empty() && escaped.find_first_of(" \"=\\") == std::string::npos) {
    line += escaped;
    return;
  }
  line += '"';
  append_escaped_for_quotes(line, value);
  line += '"';
}

void append_field(std::string& line, std::string_view name, const FieldValue& value) {
  line.append(" ").append(name).append("=");
  std::visit(
      [&line](const auto& held) {
        if constexpr (std::convertible_to<decltype(held), std::string_view>) {
          append_string(line, held);
        } else {
          line += fmt::format("{}", held);  // format_to() compiles a copy of fmt into this file
        }
      },
      value);
}

}  // namespace

std::string format_text(const Event& event, Time time) {
  std::string line = format_utc(time);
  line += ' ';
  line += to_string(event.level);
  line += " event=";
  append_string(line, event.name);
  for (const Field& field : event.fields)
    append_field(line, field.name, field.value);
  if (!event.message.empty()) {
    line += " message=";
    append_string(line, event.message);
  }
  return line;
}

}  // namespace lanchat::logging
