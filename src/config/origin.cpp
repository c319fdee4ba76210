// SPDX-License-Identifier: MIT
#include "config/origin.hpp"

namespace lanchat::config {

std::string to_string(const Origin& origin) {
  if (origin.is_default()) return "default";
  if (origin.file.empty()) return "command line";
  return origin.line == 0 ? origin.file : origin.file + ':' + std::to_string(origin.line);
}

}  // namespace lanchat::config
