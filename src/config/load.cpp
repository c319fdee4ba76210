// SPDX-License-Identifier: MIT
#include "lanchat/config/config.hpp"

#include "config/cross_check.hpp"
#include "config/effective.hpp"
#include "config/mistake_list.hpp"

#include <utility>

namespace lanchat::config {

std::expected<Config, std::vector<Mistake>> load(const Sources& sources) {
  MistakeList mistakes;
  const Effective effective = read_effective(sources, mistakes);
  Config config = make_config(effective);
  cross_check(effective, config, mistakes);
  if (!mistakes.empty()) return std::unexpected(std::move(mistakes).in_order());
  return config;
}

}  // namespace lanchat::config
