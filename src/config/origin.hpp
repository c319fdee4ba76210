// SPDX-License-Identifier: MIT
#pragma once

// Where a setting or a mistake comes from. Knows nothing of keys and values.

#include <cstddef>
#include <string>

namespace lanchat::config {

struct Origin {
  std::string file;       ///< empty for the built-in defaults and the command line
  std::size_t layer = 0;  ///< 0: built-in; the files from 1 on as they are read; the command line last
  std::size_t line = 0;   ///< from 1; on the command line, the setting's place; 0: the file as a whole

  [[nodiscard]] bool is_default() const noexcept { return layer == 0; }
};

/// `FILE:LINE`, `FILE`, `command line` or `default`.
[[nodiscard]] std::string to_string(const Origin& origin);

}  // namespace lanchat::config
