// SPDX-License-Identifier: MIT
#include "config/effective.hpp"

#include "config/check_findings.hpp"
#include "config/key_set.hpp"
#include "config/source_reader.hpp"

#include <boost/any.hpp>

#include <array>
#include <string_view>
#include <utility>

namespace lanchat::config {
namespace {

constexpr std::string_view only_listener = "main";

// Lines of one source add up; a later source's replace them, and an empty value clears what came before.
void add_up(std::vector<Finding>& list, const Finding& setting) {
  const bool starts_anew = list.empty() || list.back().origin.layer != setting.origin.layer ||
                           list.back().value.empty() || setting.value.empty();
  if (starts_anew) list.clear();
  list.push_back(setting);
}

Finding default_setting(const std::string& key, std::string_view value) {
  return {Origin{}, {}, key, std::string(value), key, true};
}

// The settings of one level; keys it says nothing of come from `fallback`, then from the table.
Settings decide(const std::vector<KeyDescription>& keys, const Settings& level, const Settings& fallback) {
  Settings decided;
  for (const KeyDescription& key : keys) {
    auto& settings = decided[key.name];
    if (const auto own = level.find(key.name); own != level.end()) {
      settings = own->second;
    } else if (const auto inherited = fallback.find(key.name); inherited != fallback.end()) {
      settings = inherited->second;
    } else if (!key.repeatable) {
      settings = {default_setting(key.name, key.default_value)};
    }
  }
  return decided;
}

// The settings by section; "" is the default level.
std::map<std::string, Settings> by_section(const std::vector<Finding>& found,
                                           const std::vector<KeyDescription>& listener_keys) {
  std::map<std::string_view, bool> repeatable;
  for (const KeyDescription& key : listener_keys)
    repeatable.emplace(key.name, key.repeatable);
  std::map<std::string, Settings> sections;
  for (const Finding& setting : found) {
    auto& settings = sections[setting.listener][setting.key];
    const auto key = repeatable.find(setting.key);
    if (key != repeatable.end() && key->second) {
      add_up(settings, setting);
    } else {
      settings = {setting};
    }
  }
  return sections;
}

void add_builtin_addresses(Settings& settings) {
  auto& binds = settings["bind"];
  if (!binds.empty()) return;
  // `length` cannot frame datagrams, and who only asks for a framing asks for no mistake.
  const bool streams_only = settings["framing"].back().value == "length";
  for (const std::string& address : built_in_addresses()) {
    if (!streams_only || !address.starts_with("udp:")) binds.push_back(default_setting("bind", address));
  }
}

void fill(const KeySet& keys, const Settings& settings) {
  for (const auto& [key, list] : settings) {
    const auto* semantic = keys.find(key);
    boost::any value;
    for (const Finding& setting : list) {
      if (setting.valid) semantic->parse(value, {setting.value}, false);
    }
    if (!value.empty()) semantic->notify(value);
  }
}

}  // namespace

Effective make_effective(const Findings& findings) {
  Config config;
  net::ListenerOptions listener;
  const auto of_global = global_keys(config).descriptions();
  const auto of_listener = listener_keys(listener).descriptions();
  const auto sections = by_section(findings.settings, of_listener);
  const auto section = [&](const std::string& name) {
    const auto found = sections.find(name);
    return found == sections.end() ? Settings{} : found->second;
  };

  const Settings defaults = section("");
  Effective effective{decide(of_global, defaults, {}), {}};
  auto listeners = findings.listeners;
  if (listeners.empty()) listeners.push_back({std::string(only_listener), Origin{}});
  for (const auto& [name, origin] : listeners) {
    effective.listeners.push_back({name, origin, decide(of_listener, section(name), defaults)});
  }
  if (listeners.size() == 1 && listeners.front().name == only_listener) {
    add_builtin_addresses(effective.listeners.front().settings);
  }
  return effective;
}

Effective read_effective(const Sources& sources, MistakeList& mistakes) {
  Findings findings = read_sources(sources, mistakes);
  check_findings(findings.settings, mistakes);
  return make_effective(findings);
}

Config make_config(const Effective& effective) {
  Config config;
  fill(global_keys(config), effective.global);
  for (const EffectiveListener& listener : effective.listeners) {
    net::ListenerOptions options;
    options.name = listener.name;
    fill(listener_keys(options), listener.settings);
    config.listeners.push_back(std::move(options));
  }
  return config;
}

}  // namespace lanchat::config
