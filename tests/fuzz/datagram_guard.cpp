// SPDX-License-Identifier: MIT

// What decides about datagrams, under any sequence of them and any limits. Nothing that may not be answered
// is let in: what is empty, marked as a reply, sent to many, or from a port where servers are. No reply is
// larger than its ratio allows. Over no window of time do more replies go to an address, to a prefix or in
// all than its rate and a second's burst. Nothing is taken for a reply come back that was none; as many
// sources as there are cost no more memory than `max-sources` allows.
//
// The input is the limits, then arrivals: how much later, from where, what. Each that is let in asks for a
// reply.

#include "net/datagram_guard.hpp"

#include "fuzz/pieces.hpp"
#include "fuzz/require.hpp"
#include "fuzz/targets.hpp"
#include "net/token_table.hpp"

#include <boost/asio/ip/address.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lanchat::fuzz {
namespace {

using namespace lanchat::net;
using Time = DatagramGuard::Time;

constexpr std::uint16_t own_port = 40000;
constexpr std::size_t sources_that_fit = 8;  // in any table, whatever their hashes are

// Three prefixes of each family, and addresses of nobody.
constexpr std::string_view addresses[] = {"192.0.2.1",   "192.0.2.2",   "198.51.100.1",    "::ffff:192.0.2.1",
                                          "2001:db8::1", "2001:db8::2", "2001:db8:1::1",   "127.0.0.1",
                                          "224.0.0.251", "0.0.0.0",     "255.255.255.255", "::ffff:224.0.0.1",
                                          "ff02::1",     "::"};
constexpr std::size_t first_nobody = 8;

constexpr std::uint16_t lowest_ports[] = {1024, 0, 1, 1023, 1025, 8889, 50001, 65535};

struct Rules {
  UdpLimits udp;
  Limits limits;
};

Rules rules_from(Pieces& pieces) {
  Rules rules;
  rules.udp.reply_ratio = pieces.byte() % 5U;
  rules.udp.replies_per_address = pieces.byte() % 32U;
  rules.udp.replies_per_prefix = pieces.byte() % 64U;
  rules.udp.replies = pieces.byte() % 64U;
  rules.udp.repeat_limit = pieces.byte() % 8U;
  rules.limits.rate_limit = pieces.byte() % 32U;
  rules.limits.max_sources = pieces.byte() + 1U;
  const std::uint8_t flags = pieces.byte();
  rules.udp.broadcast = (flags & 1U) != 0;
  rules.udp.reply_dscp = flags >> 2U;
  // What is left of a byte chooses something else, so that inputs found earlier keep their meaning.
  const std::uint8_t for_ipv4 = pieces.byte();
  const std::uint8_t for_ipv6 = pieces.byte();
  rules.limits.ipv4_prefix = for_ipv4 % 33;
  rules.limits.ipv6_prefix = for_ipv6 % 129;
  rules.udp.source_port_min = lowest_ports[for_ipv4 / 33U];
  if ((flags & 2U) != 0) rules.udp.refused_ports = {7, 1023, 8888, 50001};
  if (for_ipv6 >= 129) rules.udp.refused_ports.clear();
  return rules;
}

// The times of what was let through, and that a rate and a burst of one second hold between any two of them.
class Sent {
 public:
  void add(Time now) { times_.push_back(now); }

  void require_rate(std::uint32_t rate, const char* what) const {
    if (rate == 0) return;
    for (std::size_t first = 0; first < times_.size(); ++first) {
      for (std::size_t last = first; last < times_.size(); ++last) {
        const std::chrono::duration<double> window = times_[last] - times_[first];
        const double most = rate * (1 + window.count()) + 1e-3 * window.count();
        require(static_cast<double>(last - first + 1) <= most + 1e-6, what);
      }
    }
  }

 private:
  std::vector<Time> times_;
};

class History {
 public:
  explicit History(Rules rules) : rules_(std::move(rules)) { own_.add(own_port); }

  void run(Pieces& pieces) {
    DatagramGuard guard(rules_.udp, rules_.limits, own_, KeyedHash(pieces.number(), pieces.number()));
    for (int step = 0; step < 300 && !pieces.empty(); ++step)
      arrive(guard, pieces);
    check_rates();
  }

 private:
  void arrive(DatagramGuard& guard, Pieces& pieces) {
    now_ += std::chrono::microseconds(pieces.byte() * std::uint64_t{pieces.byte()} * 20);  // to 1.3 s
    const std::size_t who = pieces.byte() % std::size(addresses);
    constexpr std::uint16_t ports[] = {0, 7, 1023, 1024, 8888, own_port, 50000, 50001};
    const std::uint16_t port = ports[pieces.byte() % std::size(ports)];
    const DatagramGuard::Source source{boost::asio::ip::make_address(addresses[who]), port};
    const std::uint8_t flags = pieces.byte();
    const auto dscp = static_cast<std::uint8_t>(flags >> 2U);
    const std::string payload(pieces.text());
    const auto refused = guard.arrive({source, payload, (flags & 1U) != 0, dscp}, now_);
    require(refused != DropReason::own_reply || said_.contains(payload),
            "our own replies are known by their bytes");
    require(refused.has_value() || may_be_answered(who, port, flags, payload),
            "what may not be answered is refused");
    if (!refused) reply(guard, source, payload, pieces);
  }

  [[nodiscard]] bool may_be_answered(std::size_t who, std::uint16_t port, std::uint8_t flags,
                                     std::string_view payload) const {
    const UdpLimits& udp = rules_.udp;
    const bool marked = udp.reply_dscp != 0 && flags >> 2U == udp.reply_dscp;
    const bool to_many = (flags & 1U) != 0 && !udp.broadcast;
    const bool refused = std::ranges::find(udp.refused_ports, port) != udp.refused_ports.end();
    const bool server = port == 0 || port < udp.source_port_min || refused || port == own_port;
    return !payload.empty() && !marked && !to_many && !server && who < first_nobody;
  }

  void reply(DatagramGuard& guard, const DatagramGuard::Source& source, const std::string& message,
             Pieces& pieces) {
    const std::size_t request = message.size();
    const std::size_t size = pieces.byte() * 4U;
    const AddressBytes address(source.address());
    asked_.insert(std::string(address.view()));
    if (guard.reply(source, request, size, now_)) return;
    const std::size_t headers = address.ipv4() ? 28 : 48;
    const std::size_t ratio = rules_.udp.reply_ratio;
    require(ratio == 0 || size + headers <= ratio * (request + headers),
            "no reply is larger than the ratio allows");
    const AddressBytes prefix = address.prefix(rules_.limits.ipv4_prefix, rules_.limits.ipv6_prefix);
    to_address_[std::string(address.view())].add(now_);
    to_prefix_[std::string(prefix.view())].add(now_);
    in_all_.add(now_);
    const std::string text(size, message.front());
    guard.replied(source, message, text, now_);
    said_.insert(text);
  }

  void check_rates() const {
    in_all_.require_rate(rules_.udp.replies, "no more replies in all than their rate");
    // Where more sources ask than are remembered, one may be forgotten and begin anew.
    if (asked_.size() > std::min<std::size_t>(rules_.limits.max_sources, sources_that_fit)) return;
    for (const auto& [address, sent] : to_address_)
      sent.require_rate(rules_.udp.replies_per_address, "no more replies to an address than its rate");
    for (const auto& [prefix, sent] : to_prefix_)
      sent.require_rate(rules_.udp.replies_per_prefix, "no more replies to a prefix than its rate");
  }

  Rules rules_;
  OpenPorts own_;
  Time now_ = Time{} + std::chrono::hours{1};
  std::set<std::string> asked_;  ///< addresses, also of who got no reply
  std::map<std::string, Sent> to_address_;
  std::map<std::string, Sent> to_prefix_;
  Sent in_all_;
  std::set<std::string> said_;  ///< to anybody
};

// Any keys at all, one after the other: the memory is what was said, and each bucket is one of its own.
void check_memory(Pieces pieces) {
  const std::size_t most = pieces.byte() + 1U;
  TokenTable table(1 + pieces.byte() % 4U, most);
  const Time now = Time{} + std::chrono::hours{1};
  while (!pieces.empty()) {
    static_cast<void>(table.take(pieces.number(), now));
    require(table.capacity() <= most, "no more sources are remembered than may be");
  }
}

}  // namespace

void datagram_guard(std::string_view input) {
  check_memory(Pieces(input));
  Pieces pieces(input);
  History(rules_from(pieces)).run(pieces);
}

}  // namespace lanchat::fuzz
