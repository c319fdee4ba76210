// SPDX-License-Identifier: MIT
#pragma once

// Reads what journald would read from a datagram. Written from the protocol's description, apart from the
// code that writes it.

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace lanchat::logging {

using JournalEntry = std::multimap<std::string, std::string>;

/// The fields of the one entry in `bytes`; none where they are not exactly one well-formed entry.
inline std::optional<JournalEntry> parse_journal_entry(std::string_view bytes) {
  JournalEntry entry;
  while (!bytes.empty()) {
    const std::size_t end = bytes.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view line = bytes.substr(0, end);
    // An empty line begins a second entry; one with . or # in front is a command or a comment.
    if (line.empty() || line.front() == '.' || line.front() == '#') return std::nullopt;
    bytes.remove_prefix(end + 1);
    std::string_view value;
    const std::size_t name_end = line.find('=');
    if (name_end != std::string_view::npos) {
      value = line.substr(name_end + 1);
    } else {
      if (bytes.size() < 8) return std::nullopt;
      std::uint64_t size = 0;
      for (std::size_t i = 8; i-- > 0;)
        size = size << 8 | static_cast<unsigned char>(bytes[i]);
      bytes.remove_prefix(8);
      if (bytes.size() <= size || bytes[size] != '\n') return std::nullopt;
      value = bytes.substr(0, size);
      bytes.remove_prefix(size + 1);
    }
    const std::string_view name = line.substr(0, name_end);
    const bool plain =
        name.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == std::string_view::npos;
    if (!plain || name.empty() || name.size() > 64 || name.front() < 'A' || name.front() > 'Z')
      return std::nullopt;
    entry.emplace(name, value);
  }
  return entry;
}

}  // namespace lanchat::logging
