// SPDX-License-Identifier: MIT
#include "lanchat/policy/policy_table.hpp"

#include "config/key_making.hpp"
#include "config/key_set.hpp"
#include "config/udp_keys.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <span>

namespace lanchat::config {
namespace {

KeyDescription list_of_listener(std::string name, std::string help, std::string why) {
  KeyDescription key = of_listener(std::move(name), {}, std::move(help), std::move(why));
  key.repeatable = true;
  return key;
}

void add_framing(KeySet& keys, protocol::FramingOptions& framing) {
  using protocol::ByteOrder;
  using protocol::Framing;
  add_choice<Framing>(
      keys,
      of_listener("framing", "line", "where a message ends: line, length or raw",
                  "`line` suits people and netcat; `length` programs that send any bytes; `raw` clients that "
                  "mark no end: what one read brings is a message."),
      framing.framing, {{"line", Framing::line}, {"length", Framing::length}, {"raw", Framing::raw}});
  KeyDescription bytes =
      of_listener("length-bytes", "4", "the size of the header of length: 1, 2, 4 or 8",
                  "It must be what the clients send. Two bytes count up to 65535, four up to 4 GiB.");
  bytes.values = {"1", "2", "4", "8"};
  keys.add(std::move(bytes), typed<std::uint8_t>(framing.length_bytes, parse_length_bytes));
  add_choice<ByteOrder>(
      keys,
      of_listener(
          "length-order", "big", "the byte order of that header: big (network order) or little",
          "It must be what the clients send. Programs that send an integer as memory holds it send little."),
      framing.length_order, {{"big", ByteOrder::big}, {"little", ByteOrder::little}});
}

void add_policy(KeySet& keys, std::string& policy) {
  std::vector<std::pair<std::string, std::string>> names;
  std::vector<std::string_view> words;
  for (const auto& entry : policy::policy_table()) {
    names.emplace_back(entry.name, entry.name);
    words.push_back(entry.name);
  }
  add_choice<std::string>(
      keys,
      of_listener("policy", "echo",
                  fmt::format("what the reply is: {} or {}",
                              fmt::join(std::span(words).first(words.size() - 1), ", "), words.back()),
                  "lanchat-policies(7) shows each of them at work."),
      policy, std::move(names));
}

void add_connection(KeySet& keys, net::ListenerOptions& listener) {
  keys.add(of_listener("backlog", "4096", "connections that may wait to be accepted",
                       "What comes while the queue is full is not let in. The system caps it at "
                       "`net.core.somaxconn`."),
           typed(listener.backlog, whole_number(1, 65535)));
  keys.add(of_listener("keepalive", "60s", "TCP keep-alive's idle time; 0 for none",
                       "It finds the clients whose machine or network has gone without a word."),
           typed<std::chrono::milliseconds>(listener.keepalive, parse_keepalive));
}

void add_timeouts(KeySet& keys, net::Limits& limits) {
  keys.add(
      of_listener("message-timeout", "30s", "a message that has begun must end within this; 0 for no limit",
                  "It frees the place of a client that begins a message and never ends it."),
      typed(limits.message_timeout, duration(no_limit)));
  keys.add(
      of_listener("idle-timeout", "0",
                  "a client with whom nothing comes and nothing goes for so long is closed; 0 for no limit",
                  "Off, so that people may take their time; useful where forgotten connections pile up."),
      typed(limits.idle_timeout, duration(no_limit)));
  keys.add(
      of_listener("write-timeout", "30s", "a client that takes nothing for so long is closed; 0 for no limit",
                  "Who does not read what was asked for must not hold memory for ever."),
      typed(limits.write_timeout, duration(no_limit)));
}

void add_limits(KeySet& keys, net::ListenerOptions& listener) {
  net::Limits& limits = listener.limits;
  keys.add(of_listener("max-message-size", "64K", "the longest message; 0 for no limit",
                       "It is what one client can make the daemon keep. A longer message is refused and its "
                       "client closed; `raw` cuts it instead, and a longer datagram is dropped."),
           typed<std::size_t>(listener.framing.max_message_size, parse_limit_in_bytes<std::size_t>));
  keys.add(of_listener("max-clients-per-address", "0", "clients from one address; 0 for no limit",
                       "It keeps one machine from taking every place. Machines behind one router share an "
                       "address."),
           typed(limits.max_clients_per_address, whole_number<std::uint32_t>(0, most_clients, no_limit)));
  keys.add(
      of_listener("max-clients-per-prefix", "0", "clients from one network; 0 for no limit",
                  "A network is as large as `ipv4-prefix` and `ipv6-prefix` say. In IPv6 one machine has "
                  "as many addresses as it likes: limit its network."),
      typed(limits.max_clients_per_prefix, whole_number<std::uint32_t>(0, most_clients, no_limit)));
  keys.add(of_listener(
               "connection-rate", "0",
               "new connections a second from one address, in bursts of a second's worth; 0 for no limit",
               "Who connects and leaves without end takes time from the others, though never a place. Each "
               "`bind` counts by itself."),
           typed(limits.connection_rate, whole_number<std::uint32_t>(0, most_clients, no_limit)));
  keys.add(of_listener("connection-rate-per-prefix", "0", "the same for one network; 0 for no limit",
                       "Larger than connection-rate, where many share a network."),
           typed(limits.connection_rate_per_prefix, whole_number<std::uint32_t>(0, most_clients, no_limit)));
  add_timeouts(keys, limits);
  keys.add(of_listener("max-pending-output", "1M", "the bytes that may wait for one client; 0 for no limit",
                       "It counts replies that come later or unasked: a client that lets so many pile up is "
                       "closed. From one that does not read, nothing more is read."),
           typed<std::uint64_t>(limits.max_pending_output, parse_limit_in_bytes<std::uint64_t>));
  keys.add(of_listener("rate-limit", "0",
                       "messages a second for each client, in bursts of a second's worth; 0 for no limit",
                       "It keeps one client from taking all the time: TCP is read more slowly, UDP beyond it "
                       "is dropped."),
           typed(limits.rate_limit, whole_number<std::uint32_t>(0, most_clients, no_limit)));
}

void add_unix_file(KeySet& keys, net::UnixFile& file) {
  keys.add(of_listener("unix-mode", "0666", "the mode of a unix socket's file, in octal",
                       "Who may write to the file may connect: `0660` keeps it to the owner and the group. "
                       "Whoever may not enter its folder cannot either."),
           typed<std::uint32_t>(file.mode, parse_mode));
  keys.add(of_listener("unix-group", "", "the group of a unix socket's file; empty for the daemon's own",
                       "The daemon may give it to a group that it is a member of. As a service it may not: "
                       "there, `SocketGroup=` of a socket unit does, see lanchatd(8)."),
           typed<std::string>(file.group, parse_group));
}

void add_networks(KeySet& keys, net::Limits& limits) {
  keys.add(of_listener("ipv4-prefix", "24", "the bits of an IPv4 network whose clients are limited together",
                       "24 is the smallest network that is routed on its own, and a usual size of a LAN's."),
           typed(limits.ipv4_prefix, whole_number<std::uint8_t>(1, 32)));
  keys.add(
      of_listener("ipv6-prefix", "56", "the bits of an IPv6 network whose clients are limited together",
                  "A customer has a whole network, mostly of 56 bits, and as many addresses as he likes."),
      typed(limits.ipv6_prefix, whole_number<std::uint8_t>(1, 128)));
  keys.add(of_listener("max-sources", "4096",
                       "the clients, addresses and networks whose rates one listener remembers, of each kind",
                       "They take 16 to 48 bytes each, the most of them when as many have come. With more at "
                       "one time, who sent least is "
                       "forgotten first."),
           typed(limits.max_sources, whole_number<std::uint32_t>(1, 1U << 24U)));
}

void add_access(KeySet& keys, net::AccessList& access) {
  keys.add(
      list_of_listener("allow", "a range of addresses that may connect; all else is denied then",
                       "Such as `192.168.0.0/16` or `fd00::/8`; `0.0.0.0/0` is all of IPv4, `::/0` all of "
                       "IPv6. Several lines add up."),
      list<net::Cidr>(access.allow, parse_range));
  keys.add(list_of_listener("deny", "a range of addresses that may not connect; wins over allow",
                            "It shuts out a part of what is allowed, such as `192.168.7.0/24`. Several lines "
                            "add up."),
           list<net::Cidr>(access.deny, parse_range));
}

ValueParser<std::string> policy_value(const policy::PolicyKey& key) {
  return [check = key.check](std::string_view text) -> std::expected<std::string, std::string> {
    if (auto allowed = check(text)) return wrong(text, *allowed);
    return std::string(text);
  };
}

void add_keys_of_policies(KeySet& keys, policy::PolicySettings& settings) {
  for (const auto& entry : policy::policy_table()) {
    for (const auto& key : entry.keys) {
      const std::string name{key.name};
      const auto take = [&settings, name](const std::string& value) { settings[name] = value; };
      KeyDescription description =
          of_listener(name, std::string(key.default_value), std::string(key.help), {});
      description.policy = entry.name;
      keys.add(std::move(description), std::make_unique<TypedKey<std::string>>(policy_value(key), take));
    }
  }
}

}  // namespace

KeySet listener_keys(net::ListenerOptions& listener) {
  KeySet keys;
  keys.add(
      list_of_listener(
          "bind", "an address to listen at: tcp://ADDR:PORT, udp://ADDR:PORT or unix:///PATH",
          "`*` is every address of this machine, IPv6 and IPv4; an address of its own, such as "
          "192.168.1.10 or [::1], serves that network alone. With port 0 the system chooses, "
          "and the log tells. A unix socket is open to whoever may enter its folder. Several lines add up."),
      list<net::BindAddress>(listener.binds, parse_address));
  add_framing(keys, listener.framing);
  add_policy(keys, listener.policy);
  add_connection(keys, listener);
  add_limits(keys, listener);
  add_networks(keys, listener.limits);
  add_udp_keys(keys, listener.udp);
  add_access(keys, listener.access);
  add_unix_file(keys, listener.unix_file);
  add_keys_of_policies(keys, listener.policy_settings);
  return keys;
}

}  // namespace lanchat::config
