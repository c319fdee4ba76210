// SPDX-License-Identifier: MIT
#pragma once

#include "lanchat/logging/event.hpp"

#include <cstddef>
#include <cstdint>

namespace lanchat::logging {

enum class Format : std::uint8_t {
  automatic,  ///< `journal` where standard error is the journal, else `text`
  journal,    ///< native journal fields
  text,       ///< key=value
  json,       ///< one object a line
};

struct LogOptions {
  Level level = Level::info;
  Format format = Format::automatic;
  std::size_t queue = 1024;  ///< entries that may wait to be written

  bool operator==(const LogOptions&) const = default;
};

}  // namespace lanchat::logging
