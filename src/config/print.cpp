// SPDX-License-Identifier: MIT
#include "lanchat/config/config.hpp"
#include "lanchat/config/keys.hpp"
#include "lanchat/logging/escape.hpp"
#include "lanchat/policy/policy_table.hpp"

#include "config/effective.hpp"
#include "config/line_grammar.hpp"
#include "config/mistake_list.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

namespace lanchat::config {
namespace {

constexpr int comment_column = 48;

void add_line(std::string& text, const KeyDescription& key, const Finding& setting) {
  // An empty text is easily overlooked before a comment; an empty list is just no value.
  const std::string value = setting.value.empty() && !key.repeatable ? "\"\"" : written_value(setting.value);
  text += fmt::format("{:<{}} # {}\n", key.name + " = " + value, comment_column,
                      logging::escape(to_string(setting.origin)));
}

void add_key(std::string& text, const KeyDescription& key, const Settings& settings) {
  const auto& list = settings.find(key.name)->second;
  if (list.empty()) return add_line(text, key, Finding{{}, {}, key.name, {}, key.name});
  for (const Finding& setting : list)
    add_line(text, key, setting);
}

// Another policy's key says nothing about this listener, unless somebody set it.
bool concerns(const KeyDescription& key, const EffectiveListener& listener) {
  if (key.policy.empty()) return true;
  if (!listener.settings.find(key.name)->second.back().origin.is_default()) return true;
  const auto* policy = policy::find_policy(listener.settings.find("policy")->second.back().value);
  return policy != nullptr &&
         std::ranges::find(policy->keys, key.name, &policy::PolicyKey::name) != policy->keys.end();
}

}  // namespace

std::string print(const Sources& sources) {
  MistakeList mistakes;
  const Effective effective = read_effective(sources, mistakes);
  const auto all_keys = keys();
  std::string text = "# The effective configuration of lanchatd; behind each value, where it comes from.\n";
  for (const KeyDescription& key : all_keys) {
    if (key.scope == Scope::global) add_key(text, key, effective.global);
  }
  for (const EffectiveListener& listener : effective.listeners) {
    text += fmt::format("\n[listener.{}]\n", listener.name);
    for (const KeyDescription& key : all_keys) {
      if (key.scope == Scope::listener && concerns(key, listener)) add_key(text, key, listener.settings);
    }
  }
  return text;
}

}  // namespace lanchat::config
