// SPDX-License-Identifier: MIT
#pragma once

// How a key is bound to the variable it fills: shared by the lists of global and of listener's keys.

#include "config/key_set.hpp"
#include "config/typed_key.hpp"
#include "config/value_parsers.hpp"

#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace lanchat::config {

inline constexpr auto most_clients = std::numeric_limits<std::uint32_t>::max();

/// What zero does, for the parsers that tell it.
inline constexpr std::string_view no_limit = "for no limit";

[[nodiscard]] inline KeyDescription of_listener(std::string name, std::string value, std::string help,
                                                std::string why) {
  return {.name = std::move(name),
          .scope = Scope::listener,
          .default_value = std::move(value),
          .help = std::move(help),
          .why = std::move(why)};
}

template <class T>
std::unique_ptr<KeySemantic> typed(T& target, ValueParser<T> parser) {
  return std::make_unique<TypedKey<T>>(std::move(parser), [&target](const T& value) { target = value; });
}

template <class T>
std::unique_ptr<KeySemantic> list(std::vector<T>& target, ValueParser<T> parser) {
  return std::make_unique<ListKey<T>>(std::move(parser), target);
}

/// A key whose value is one of these words.
template <class T>
void add_choice(KeySet& keys, KeyDescription key, T& target, std::vector<std::pair<std::string, T>> choices) {
  for (const auto& choice : choices)
    key.values.push_back(choice.first);
  keys.add(std::move(key), typed(target, one_of(std::move(choices))));
}

}  // namespace lanchat::config
