// SPDX-License-Identifier: MIT
#pragma once

// Where on the screen the cursor of a line being edited is, as libedit draws it. Pure but for wcwidth(),
// which asks the locale.

#include <cstddef>
#include <string_view>

namespace lanchat::line_editor {

/// How many rows below the prompt's first row the cursor stands, on a terminal of `columns` columns, with
/// `prompt_width` columns of prompt and `before_cursor` typed before the cursor.
[[nodiscard]] std::size_t cursor_row(std::size_t prompt_width, std::wstring_view before_cursor,
                                     std::size_t columns) noexcept;

}  // namespace lanchat::line_editor
