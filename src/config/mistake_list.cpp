// SPDX-License-Identifier: MIT
#include "config/mistake_list.hpp"

#include <set>
#include <utility>

namespace lanchat::config {

void MistakeList::add(const Origin& origin, std::string key, std::string what) {
  entries_.emplace(std::pair{origin.layer, origin.line},
                   Mistake{to_string(origin), std::move(key), std::move(what)});
}

std::vector<Mistake> MistakeList::in_order() && {
  std::vector<Mistake> mistakes;
  // A value that several listeners take over from the default level is one mistake.
  std::set<std::string> seen;
  for (auto& [place, mistake] : entries_) {
    if (seen.insert(mistake.to_string()).second) mistakes.push_back(std::move(mistake));
  }
  return mistakes;
}

std::string Mistake::to_string() const {
  return where + ": " + (key.empty() ? "" : key + ": ") + what;
}

}  // namespace lanchat::config
