// SPDX-License-Identifier: MIT
#include "config/mistake_list.hpp"

#include <algorithm>
#include <set>
#include <tuple>

namespace lanchat::config {

void MistakeList::add(const Origin& origin, std::string key, std::string what) {
  entries_.emplace_back(origin, Mistake{to_string(origin), std::move(key), std::move(what)});
}

std::vector<Mistake> MistakeList::in_order() && {
  std::ranges::stable_sort(entries_, {},
                           [](const auto& entry) { return std::tuple{entry.first.layer, entry.first.line}; });
  std::vector<Mistake> mistakes;
  std::set<std::string>
      seen;  // a value that several listeners take over from the default level is one mistake
  for (auto& [origin, mistake] : entries_) {
    if (seen.insert(mistake.to_string()).second) mistakes.push_back(std::move(mistake));
  }
  return mistakes;
}

std::string Mistake::to_string() const {
  return where + ": " + (key.empty() ? "" : key + ": ") + what;
}

}  // namespace lanchat::config
