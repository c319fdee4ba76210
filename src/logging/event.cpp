// SPDX-License-Identifier: MIT
#include "lanchat/logging/event.hpp"

#include <array>
#include <cstddef>

namespace lanchat::logging {

std::string_view to_string(Level level) noexcept {
  constexpr std::array<std::string_view, 5> names{"trace", "debug", "info", "warning", "error"};
  return names[static_cast<std::size_t>(level)];
}

}  // namespace lanchat::logging
