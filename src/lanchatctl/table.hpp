// SPDX-License-Identifier: MIT
#pragma once

// Text in aligned columns, and numbers as a person reads them. Pure.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lanchat::lanchatctl {

class Table {
 public:
  enum class Align : std::uint8_t { left, right };

  /// An empty title everywhere: no heading.
  void add_column(std::string title, Align align = Align::left);

  /// One cell a column; what is missing stays empty. Bytes of a stranger in it are escaped.
  void add_row(const std::vector<std::string>& cells);

  /// Every row on a line of its own, without blanks at its end.
  [[nodiscard]] std::string text() const;

 private:
  struct Column {
    std::string title;
    Align align;
  };

  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

/// Columns `text` takes on a terminal where every character takes one.
[[nodiscard]] std::size_t width_of(std::string_view text) noexcept;

/// "512", "1.5K", "10M": at most one decimal, 1024 to a step.
[[nodiscard]] std::string human_size(std::uint64_t bytes);

/// The two largest units: "0s", "59s", "1m 0s", "3h 12m", "2d 5h".
[[nodiscard]] std::string human_age(std::chrono::milliseconds age);

}  // namespace lanchat::lanchatctl
