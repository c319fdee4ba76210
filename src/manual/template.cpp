// SPDX-License-Identifier: MIT
#include "manual/template.hpp"

#include <set>

namespace lanchat::manual {
namespace {

constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ_";

// The name between this `@` and the next, if a name is what stands there.
std::string_view name_at(std::string_view text) {
  const std::size_t end = text.find_first_not_of(letters, 1);
  const bool is_placeholder = end != std::string_view::npos && end > 1 && text[end] == '@';
  return is_placeholder ? text.substr(1, end - 1) : std::string_view{};
}

}  // namespace

std::expected<std::string, std::string> filled(std::string_view text, const Values& values) {
  std::string result;
  std::set<std::string_view> used;
  while (!text.empty()) {
    const std::size_t at = text.find('@');
    result += text.substr(0, at);
    if (at == std::string_view::npos) break;
    text.remove_prefix(at);
    const std::string_view name = name_at(text);
    if (name.empty()) {
      result += '@';
      text.remove_prefix(1);
      continue;
    }
    const auto value = values.find(name);
    if (value == values.end())
      return std::unexpected("no value for the placeholder @" + std::string(name) + '@');
    result += value->second;
    used.insert(value->first);
    text.remove_prefix(name.size() + 2);
  }
  for (const auto& [name, value] : values) {
    if (!used.contains(name))
      return std::unexpected("the placeholder @" + name + "@ is nowhere in the template");
  }
  return result;
}

}  // namespace lanchat::manual
