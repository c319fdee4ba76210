// SPDX-License-Identifier: MIT

// What libFuzzer calls; LANCHAT_FUZZ_TARGET is the target's name.

#include "fuzz/targets.hpp"

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  lanchat::fuzz::LANCHAT_FUZZ_TARGET({reinterpret_cast<const char*>(data), size});
  return 0;
}
