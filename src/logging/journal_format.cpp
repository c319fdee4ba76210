// SPDX-License-Identifier: MIT
#include "lanchat/logging/escape.hpp"
#include "lanchat/logging/formats.hpp"
#include "lanchat/logging/message_ids.hpp"

#include "logging/utc_time.hpp"

#include <fmt/format.h>

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace lanchat::logging {
namespace {

// syslog(3) knows nothing finer than debug.
std::string_view priority_of(Level level) noexcept {
  constexpr std::array<std::string_view, 5> priorities{"7", "7", "6", "4", "3"};
  return priorities[static_cast<std::size_t>(level)];
}

// For what this program itself wrote: it cannot hold a line feed, which would end it.
void append_own(std::string& entry, std::string_view name, std::string_view value) {
  entry.append(name).append("=").append(value).append("\n");
}

// The length comes first, in 8 bytes, the least significant one first: no byte of `value` can end it.
void append_text(std::string& entry, std::string_view name, std::string_view value) {
  const std::string escaped = escape(value);
  entry.append(name).append("\n");
  for (std::uint64_t shift = 0; shift < 64; shift += 8)
    entry += static_cast<char>(std::uint64_t{escaped.size()} >> shift & 0xFFU);
  entry.append(escaped).append("\n");
}

// journald ignores fields whose name is not made of A-Z, 0-9 and _.
std::string journal_name(std::string_view field) {
  std::string name = "LANCHAT_";
  for (const char character : field) {
    const bool lower = character >= 'a' && character <= 'z';
    const bool digit = character >= '0' && character <= '9';
    name += lower ? static_cast<char>(character - 'a' + 'A') : digit ? character : '_';
  }
  return name;
}

void append_field(std::string& entry, const Field& field) {
  std::visit(
      [&entry, name = journal_name(field.name)](const auto& held) {
        if constexpr (std::convertible_to<decltype(held), std::string_view>) {
          append_text(entry, name, held);
        } else {
          append_own(entry, name, fmt::to_string(held));
        }
      },
      field.value);
}

}  // namespace

std::string format_journal(const Event& event, Time time) {
  std::string entry;
  append_text(entry, "MESSAGE", event.message.empty() ? event.name : std::string_view(event.message));
  append_own(entry, "PRIORITY", priority_of(event.level));
  append_own(entry, "SYSLOG_IDENTIFIER", "lanchatd");
  const std::string_view id = message_id(event.name);
  if (!id.empty()) append_own(entry, "MESSAGE_ID", id);
  append_own(entry, "LANCHAT_TIME", format_utc(time));
  append_text(entry, "LANCHAT_EVENT", event.name);
  for (const Field& field : event.fields)
    append_field(entry, field);
  return entry;
}

}  // namespace lanchat::logging
