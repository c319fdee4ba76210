// SPDX-License-Identifier: MIT
#include "line_editor/cursor_row.hpp"

#include <cwchar>

namespace lanchat::line_editor {
namespace {

constexpr std::size_t tab_stop = 8;

// libedit shows controls as ^X and what cannot be printed as \U+XXXX or \U+XXXXX.
std::size_t width_of(wchar_t character, std::size_t column) noexcept {
  if (character == L'\t') return tab_stop - column % tab_stop;
  if (character < 0x20 || character == 0x7F) return 2;
  const int width = ::wcwidth(character);
  if (width >= 0) return static_cast<std::size_t>(width);
  return character > 0xFFFF ? 8 : 7;
}

}  // namespace

std::size_t cursor_row(std::size_t prompt_width, std::wstring_view before_cursor,
                       std::size_t columns) noexcept {
  if (columns == 0) return 0;
  std::size_t row = prompt_width / columns;
  std::size_t column = prompt_width % columns;
  for (const wchar_t character : before_cursor) {
    const std::size_t width = width_of(character, column);
    const bool cut = width == 2 && character > 0x7F && column + width > columns;
    if (cut) {  // a wide character does not stand half on this row
      ++row;
      column = 0;
    }
    column += width;
    row += column / columns;
    column %= columns;
  }
  return row;
}

}  // namespace lanchat::line_editor
