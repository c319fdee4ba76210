// SPDX-License-Identifier: MIT
#pragma once

// How much memory the whole test program holds through operator new, whichever thread asked for it.

#include <cstdint>

namespace lanchat::integration {

/// Bytes held now.
[[nodiscard]] std::int64_t live_bytes() noexcept;
/// The most that was held at one time since the last call of forget_peak().
[[nodiscard]] std::int64_t peak_bytes() noexcept;
void forget_peak() noexcept;
/// How often memory was asked for since the program began.
[[nodiscard]] std::int64_t allocations() noexcept;

}  // namespace lanchat::integration
