// SPDX-License-Identifier: MIT
#pragma once

// Running text as lines of a given width, for plain text that people read: --help and the sample
// configuration.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace lanchat::usage {

/// Lines of at most `width` bytes, broken at blanks; a longer word has a line of its own. Text without a word
/// gives one empty line.
[[nodiscard]] std::vector<std::string> wrapped(std::string_view text, std::size_t width);

}  // namespace lanchat::usage
