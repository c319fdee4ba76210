// SPDX-License-Identifier: MIT
#include "config/udp_keys.hpp"

#include "config/key_making.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace lanchat::config {
namespace {

constexpr std::string_view all_answered = "to answer all";

void add_sources(KeySet& keys, net::UdpLimits& udp) {
  keys.add(
      of_listener("udp-source-port-min", "1024", "datagrams from a lower port get no reply; 0 to answer all",
                  "Lower ports are those of servers: with a forged datagram one of them and this one "
                  "would be made to answer each other for ever."),
      typed(udp.source_port_min, whole_number<std::uint16_t>(0, 65535, all_answered)));
  keys.add(of_listener("udp-refused-ports", fmt::format("{}", fmt::join(udp.refused_ports, ",")),
                       "datagrams from these ports get no reply; empty for none",
                       "Servers answer from them whatever comes: SSDP, STUN, WS-Discovery, SIP, mDNS, "
                       "lanchat, memcached. The ports this daemon listens at are always among them."),
           typed<std::vector<std::uint16_t>>(udp.refused_ports, parse_ports));
  add_choice<bool>(keys,
                   of_listener("udp-broadcast", "no",
                               "whether a datagram sent to a broadcast or multicast address is answered",
                               "One datagram would draw a reply from every lanchat of the network."),
                   udp.broadcast, {{"no", false}, {"yes", true}});
}

void add_replies(KeySet& keys, net::UdpLimits& udp) {
  keys.add(
      of_listener("udp-reply-dscp", "3",
                  "the mark of replies, a DSCP from 0 to 63; what comes so marked gets no reply; 0 for none",
                  "It is what keeps two lanchats from answering each other, whatever their ports. All of "
                  "them should have the same; 3 is for local use (RFC 2474)."),
      typed(udp.reply_dscp, whole_number<std::uint8_t>(0, 63, "for none")));
  keys.add(of_listener(
               "udp-reply-ratio", "3",
               "a reply may be so many times as large as what it answers, with the headers; 0 for no limit",
               "Who writes another's address on a datagram must not gain by it. A long "
               "`acknowledge-text` may need more."),
           typed(udp.reply_ratio, whole_number<std::uint32_t>(0, most_clients, no_limit)));
}

void add_rates(KeySet& keys, net::UdpLimits& udp) {
  const auto rate = [&](std::string name, std::uint32_t& target, std::string whose, std::string why) {
    std::string value = std::to_string(target);
    keys.add(of_listener(std::move(name), std::move(value),
                         "UDP replies a second " + std::move(whose) + "; 0 for no limit", std::move(why)),
             typed(target, whole_number<std::uint32_t>(0, most_clients, no_limit)));
  };
  rate("udp-replies-per-address", udp.replies_per_address, "to one address",
       "What one machine can be sent that never asked. Clients behind one router share an address.");
  rate("udp-replies-per-prefix", udp.replies_per_prefix, "to one network of `ipv4-prefix` or `ipv6-prefix`",
       "What one network can be sent that never asked.");
  rate("udp-replies", udp.replies, "of one bind address", "What this daemon can add to the network's load.");
  keys.add(
      of_listener("udp-repeat-limit", "100",
                  "how often a second one client may send the same datagram over and over; 0 for no limit",
                  "The last means against a loop with a server that nothing else tells from a client. With 0 "
                  "replies that come back are answered as well."),
      typed(udp.repeat_limit, whole_number<std::uint32_t>(0, most_clients, no_limit)));
}

}  // namespace

void add_udp_keys(KeySet& keys, net::UdpLimits& udp) {
  add_sources(keys, udp);
  add_replies(keys, udp);
  add_rates(keys, udp);
}

}  // namespace lanchat::config
