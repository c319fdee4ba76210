// SPDX-License-Identifier: MIT
#include "config/cross_check.hpp"

#include "lanchat/logging/escape.hpp"
#include "lanchat/net/bind_address.hpp"
#include "lanchat/policy/policy_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

namespace lanchat::config {
namespace {

const Finding& scalar(const EffectiveListener& listener, std::string_view key) {
  return listener.settings.find(key)->second.back();
}

const std::vector<Finding>& binds_of(const EffectiveListener& listener) {
  return listener.settings.find("bind")->second;
}

void check_has_address(const EffectiveListener& listener, MistakeList& mistakes) {
  const auto& binds = binds_of(listener);
  if (!binds.empty() && !binds.front().value.empty()) return;
  mistakes.add(binds.empty() ? listener.origin : binds.front().origin, "bind",
               fmt::format("listener '{}' has no address; add bind = tcp://ADDR:PORT, udp://ADDR:PORT or "
                           "unix:///PATH to its section",
                           listener.name));
}

void check_framing(const EffectiveListener& listener, const net::ListenerOptions& options,
                   MistakeList& mistakes) {
  if (options.framing.framing != protocol::Framing::length) return;
  for (const net::BindAddress& address : options.binds) {
    if (address.transport != net::Transport::udp) continue;
    const Finding& framing = scalar(listener, "framing");
    return mistakes.add(
        framing.origin, framing.written_key,
        fmt::format("'length' cannot be used with {} of listener '{}', allowed on udp:// is line or raw",
                    logging::escape(net::to_string(address)), listener.name));
  }
}

// Where a policy's mistake is told: at its key, or where that has its default, at the one that was set beside
// it.
const Finding& culprit(const EffectiveListener& listener, const policy::PolicyEntry& policy,
                       std::string_view key) {
  const Finding* found = &scalar(listener, key);
  for (const policy::PolicyKey& other : policy.keys) {
    if (!found->origin.is_default()) break;
    found = &scalar(listener, other.name);
  }
  return *found;
}

void check_policy(const EffectiveListener& listener, const net::ListenerOptions& options,
                  MistakeList& mistakes) {
  const policy::PolicyEntry* policy = policy::find_policy(options.policy);
  if (policy == nullptr || policy->check == nullptr || !scalar(listener, "policy").valid) return;
  const bool all_valid = std::ranges::all_of(
      policy->keys, [&](const policy::PolicyKey& key) { return scalar(listener, key.name).valid; });
  if (!all_valid) return;
  if (auto mistake = policy->check(options.policy_settings)) {
    mistakes.add(culprit(listener, *policy, mistake->key).origin, std::string(mistake->key),
                 std::move(mistake->what));
  }
}

// Port 0 is another one each time. The built-in addresses are never the later ones.
void check_each_address_once(const Effective& effective, MistakeList& mistakes) {
  std::map<net::BindAddress, std::pair<std::string, Origin>> taken;
  for (const EffectiveListener& listener : effective.listeners) {
    for (const Finding& bind : binds_of(listener)) {
      const auto address = net::parse_bind_address(bind.value);
      if (!address || (address->transport != net::Transport::unix_stream && address->port == 0)) continue;
      const auto [first, is_new] = taken.try_emplace(*address, listener.name, bind.origin);
      if (is_new) continue;
      mistakes.add(bind.origin, bind.written_key,
                   fmt::format("{} of listener '{}' is already bound by listener '{}' ({}), allowed is one "
                               "listener for each address",
                               logging::escape(net::to_string(*address)), listener.name, first->second.first,
                               logging::escape(to_string(first->second.second))));
    }
  }
}

}  // namespace

void cross_check(const Effective& effective, const Config& config, MistakeList& mistakes) {
  for (std::size_t at = 0; at < effective.listeners.size(); ++at) {
    const EffectiveListener& listener = effective.listeners[at];
    const net::ListenerOptions& options = config.listeners[at];
    check_has_address(listener, mistakes);
    check_framing(listener, options, mistakes);
    check_policy(listener, options, mistakes);
  }
  check_each_address_once(effective, mistakes);
}

}  // namespace lanchat::config
