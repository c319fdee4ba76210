// SPDX-License-Identifier: MIT
#pragma once

// In how many bytes at a time a test shows a stream: from all at once down to single bytes, with sizes in
// between that cut headers, line endings and characters at every place.

#include <gtest/gtest.h>

#include <cstddef>
#include <limits>
#include <string>

namespace lanchat::support {

/// All of the stream in one piece.
inline constexpr std::size_t whole = std::numeric_limits<std::size_t>::max();

/// Calls `check(size)` for every size; what fails in it says at which.
template <typename Check>
void for_each_fragment_size(Check check) {
  for (const std::size_t size :
       {whole, std::size_t{64}, std::size_t{7}, std::size_t{3}, std::size_t{2}, std::size_t{1}}) {
    const testing::ScopedTrace trace(
        __FILE__, __LINE__, size == whole ? std::string{"whole"} : "in fragments of " + std::to_string(size));
    check(size);
  }
}

}  // namespace lanchat::support
