// SPDX-License-Identifier: MIT
// docs/configuration.md has every key with the default the code has, and no other key.
#include "lanchat/config/keys.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <iterator>
#include <set>
#include <string>

namespace lanchat::config {
namespace {

std::string documentation() {
  std::ifstream file(LANCHAT_DOCUMENTATION);
  return {std::istreambuf_iterator<char>(file), {}};
}

// The first cells of the tables headed `| key |`.
std::set<std::string> documented_keys(const std::string& text) {
  std::set<std::string> keys;
  for (std::size_t at = text.find("| key |"); at != std::string::npos; at = text.find("| key |", at + 1)) {
    const std::size_t end = text.find("\n\n", at);
    for (std::size_t row = text.find("\n| `", at); row < end; row = text.find("\n| `", row + 1))
      keys.insert(text.substr(row + 4, text.find('`', row + 4) - row - 4));
  }
  return keys;
}

TEST(Documentation, HasEveryKeyWithItsDefault) {
  const std::string text = documentation();
  for (const KeyDescription& key : keys()) {
    const std::string value = key.default_value.empty() ? "| |" : "| `" + key.default_value + "` |";
    EXPECT_THAT(text, testing::HasSubstr("\n| `" + key.name + "` " + value)) << key.name;
  }
}

TEST(Documentation, HasNoOtherKey) {
  std::set<std::string> known;
  for (const KeyDescription& key : keys())
    known.insert(key.name);
  EXPECT_EQ(documented_keys(documentation()), known);
}

}  // namespace
}  // namespace lanchat::config
