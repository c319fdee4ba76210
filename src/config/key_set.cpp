// SPDX-License-Identifier: MIT
#include "config/key_set.hpp"

#include "lanchat/policy/policy_table.hpp"

#include "config/typed_key.hpp"
#include "config/value_parsers.hpp"

#include <limits>
#include <memory>
#include <string>
#include <utility>

namespace lanchat::config {
namespace {

namespace po = boost::program_options;

constexpr auto most_clients = std::numeric_limits<std::uint32_t>::max();

KeyDescription global(std::string name, std::string value, std::string help) {
  return {std::move(name), Scope::global, std::move(value), std::move(help), false, {}};
}

KeyDescription of_listener(std::string name, std::string value, std::string help) {
  return {std::move(name), Scope::listener, std::move(value), std::move(help), false, {}};
}

KeyDescription list_of_listener(std::string name, std::string help) {
  return {std::move(name), Scope::listener, {}, std::move(help), true, {}};
}

template <class T>
std::unique_ptr<KeySemantic> typed(T& target, ValueParser<T> parser) {
  return std::make_unique<TypedKey<T>>(std::move(parser), [&target](const T& value) { target = value; });
}

template <class T>
std::unique_ptr<KeySemantic> list(std::vector<T>& target, ValueParser<T> parser) {
  return std::make_unique<ListKey<T>>(std::move(parser), target);
}

ValueParser<std::string> policy_name() {
  std::vector<std::pair<std::string, std::string>> names;
  for (const auto& entry : policy::policy_table())
    names.emplace_back(entry.name, entry.name);
  return one_of(std::move(names));
}

ValueParser<std::string> policy_value(const policy::PolicyKey& key) {
  return [check = key.check](std::string_view text) -> std::expected<std::string, std::string> {
    if (auto allowed = check(text)) return wrong(text, *allowed);
    return std::string(text);
  };
}

void add_framing(KeySet& keys, protocol::FramingOptions& framing) {
  using protocol::ByteOrder;
  using protocol::Framing;
  keys.add(
      of_listener("framing", "line", "where a message ends: line, length or raw"),
      typed(framing.framing,
            one_of<Framing>({{"line", Framing::line}, {"length", Framing::length}, {"raw", Framing::raw}})));
  keys.add(of_listener("length-bytes", "4", "the size of the header of length: 1, 2, 4 or 8"),
           typed<std::uint8_t>(framing.length_bytes, parse_length_bytes));
  keys.add(of_listener("length-order", "big", "the byte order of that header: big (network order) or little"),
           typed(framing.length_order,
                 one_of<ByteOrder>({{"big", ByteOrder::big}, {"little", ByteOrder::little}})));
}

void add_limits(KeySet& keys, net::ListenerOptions& listener) {
  net::Limits& limits = listener.limits;
  keys.add(of_listener("max-message-size", "64K", "the longest message; 0 for no limit"),
           typed<std::size_t>(listener.framing.max_message_size, parse_limit_in_bytes<std::size_t>));
  keys.add(
      of_listener("max-clients-per-address", "0", "clients from one address; 0 for no limit"),
      typed(limits.max_clients_per_address, whole_number<std::uint32_t>(0, most_clients, "for no limit")));
  keys.add(
      of_listener("message-timeout", "30s", "a message that has begun must end within this; 0 for no limit"),
      typed(limits.message_timeout, duration("for no limit")));
  keys.add(
      of_listener("idle-timeout", "0", "a client that sends nothing for so long is closed; 0 for no limit"),
      typed(limits.idle_timeout, duration("for no limit")));
  keys.add(of_listener("write-timeout", "30s",
                       "a client that takes nothing for so long is closed; 0 for no limit"),
           typed(limits.write_timeout, duration("for no limit")));
  keys.add(of_listener("max-pending-output", "1M", "the bytes that may wait for one client; 0 for no limit"),
           typed<std::uint64_t>(limits.max_pending_output, parse_limit_in_bytes<std::uint64_t>));
  keys.add(of_listener("rate-limit", "0", "messages a second for each client; 0 for no limit"),
           typed(limits.rate_limit, whole_number<std::uint32_t>(0, most_clients, "for no limit")));
}

void add_policies(KeySet& keys, policy::PolicySettings& settings) {
  for (const auto& entry : policy::policy_table()) {
    for (const auto& key : entry.keys) {
      const std::string name{key.name};
      const auto take = [&settings, name](const std::string& value) { settings[name] = value; };
      keys.add({name, Scope::listener, std::string(key.default_value), std::string(key.help), false,
                std::string(entry.name)},
               std::make_unique<TypedKey<std::string>>(policy_value(key), take));
    }
  }
}

}  // namespace

void KeySet::add(KeyDescription description, std::unique_ptr<po::value_semantic> semantic) {
  if (find(description.name) != nullptr) return;
  options_.add_options()(description.name.c_str(), semantic.release(), description.help.c_str());
  descriptions_.push_back(std::move(description));
}

const po::value_semantic* KeySet::find(std::string_view name) const {
  const po::option_description* option = options_.find_nothrow(std::string(name), false);
  return option == nullptr ? nullptr : option->semantic().get();
}

KeySet global_keys(Config& config) {
  using logging::Format;
  using logging::Level;
  KeySet keys;
  keys.add(global("workers", "auto", "threads; auto is one for each processor"),
           typed<unsigned>(config.workers, parse_workers));
  keys.add(global("log-level", "info", "trace, debug, info, warning or error"),
           typed(config.log.level, one_of<Level>({{"trace", Level::trace},
                                                  {"debug", Level::debug},
                                                  {"info", Level::info},
                                                  {"warning", Level::warning},
                                                  {"error", Level::error}})));
  keys.add(global("log-format", "auto", "auto, journal, text or json"),
           typed(config.log.format, one_of<Format>({{"auto", Format::automatic},
                                                    {"journal", Format::journal},
                                                    {"text", Format::text},
                                                    {"json", Format::json}})));
  keys.add(global("max-clients", "10000", "clients over all listeners; 0 for no limit"),
           typed(config.max_clients, whole_number<std::uint32_t>(0, most_clients, "for no limit")));
  keys.add(global("shutdown-grace", "5s", "how long stopping waits for the clients at most; 0 for no limit"),
           typed(config.shutdown_grace, duration("for no limit")));
  keys.add(global("control-socket", "/run/lanchat/control.sock",
                  "where lanchatctl talks to the daemon; empty for none"),
           typed<std::string>(config.control_socket, parse_control_socket));
  return keys;
}

KeySet listener_keys(net::ListenerOptions& listener) {
  KeySet keys;
  keys.add(
      list_of_listener("bind", "an address to listen at: tcp://ADDR:PORT, udp://ADDR:PORT or unix:///PATH"),
      list<net::BindAddress>(listener.binds, parse_address));
  add_framing(keys, listener.framing);
  keys.add(of_listener("policy", "echo", "what the reply is"), typed(listener.policy, policy_name()));
  keys.add(of_listener("backlog", "4096", "connections that may wait to be accepted"),
           typed(listener.backlog, whole_number(1, 65535)));
  keys.add(of_listener("keepalive", "60s", "TCP keep-alive's idle time; 0 for none"),
           typed<std::chrono::milliseconds>(listener.keepalive, parse_keepalive));
  add_limits(keys, listener);
  keys.add(list_of_listener("allow", "a range of addresses that may connect; all else is denied then"),
           list<net::Cidr>(listener.access.allow, parse_range));
  keys.add(list_of_listener("deny", "a range of addresses that may not connect; wins over allow"),
           list<net::Cidr>(listener.access.deny, parse_range));
  add_policies(keys, listener.policy_settings);
  return keys;
}

std::vector<KeyDescription> keys() {
  Config config;
  net::ListenerOptions listener;
  std::vector<KeyDescription> all = global_keys(config).descriptions();
  const KeySet of_listeners = listener_keys(listener);
  all.insert(all.end(), of_listeners.descriptions().begin(), of_listeners.descriptions().end());
  return all;
}

}  // namespace lanchat::config
