// SPDX-License-Identifier: MIT
#pragma once

// Something that happened, as a value: a name from the list in docs, a level, a sentence, and fields. How it
// is written (text, JSON, journal) is the formats' business.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace lanchat::logging {

enum class Level : std::uint8_t { trace, debug, info, warning, error };

using FieldValue = std::variant<std::string, std::int64_t, std::uint64_t, bool>;

struct Field {
  Field(std::string_view called, FieldValue held) noexcept : name(called), value(std::move(held)) {}

  /// Not the variant's own copy: GCC 12's library destroys one that was never made where there is no memory
  /// for its text.
  Field(const Field& other) : name(other.name) { value = other.value; }

  Field(Field&&) noexcept = default;
  Field& operator=(const Field&) = default;
  Field& operator=(Field&&) noexcept = default;
  ~Field() = default;

  std::string_view name;  ///< lower case, a string literal: `listener`, `bytes_in`
  FieldValue value;
};

/// Strings in it may hold bytes of a client: the formats escape them.
struct Event {
  Level level = Level::info;
  std::string_view name;  ///< a string literal: `client_connected`
  std::string message;    ///< one sentence for a person, without a full stop
  std::vector<Field> fields;
};

[[nodiscard]] std::string_view to_string(Level level) noexcept;

}  // namespace lanchat::logging
