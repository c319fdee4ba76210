// SPDX-License-Identifier: MIT
#pragma once

// Collects every mistake of one reading, from whichever step finds it, and puts them into the order of the
// text.

#include "lanchat/config/config.hpp"

#include "config/origin.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace lanchat::config {

class MistakeList {
 public:
  void add(const Origin& origin, std::string key, std::string what);

  [[nodiscard]] bool empty() const noexcept { return entries_.empty(); }

  /// Each mistake once, by source and line; of one line, in the order they were found.
  [[nodiscard]] std::vector<Mistake> in_order() &&;

 private:
  std::multimap<std::pair<std::size_t, std::size_t>, Mistake> entries_;  // by layer and line
};

}  // namespace lanchat::config
