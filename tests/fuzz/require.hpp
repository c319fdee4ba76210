// SPDX-License-Identifier: MIT
#pragma once

// How a fuzz target says that something does not hold. Thrown and caught by nobody in a fuzzer, where the
// program ends at the very place; caught by the test that goes through the corpora.

#include <stdexcept>

namespace lanchat::fuzz {

inline void require(bool holds, const char* what) {
  if (!holds) throw std::logic_error(what);
}

}  // namespace lanchat::fuzz
