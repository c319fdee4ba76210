// SPDX-License-Identifier: MIT

// What it costs to decide that a datagram is answered and its reply sent, from how many sources they may
// come.

#include "messages.hpp"
#include "net/datagram_guard.hpp"

#include <chrono>
#include <vector>

namespace lanchat::bench {
namespace {

constexpr std::size_t datagram_size = 64;

net::UdpLimits unlimited() {
  net::UdpLimits udp;
  udp.replies_per_address = udp.replies_per_prefix = udp.replies = udp.repeat_limit = 0;
  return udp;
}

// Time goes on fast enough that nothing is ever dropped.
void guard(benchmark::State& state, const net::UdpLimits& udp) {
  const net::OpenPorts own;
  net::DatagramGuard guard(udp, {}, own, net::KeyedHash::random());
  std::vector<net::DatagramGuard::Source> sources;
  for (std::uint32_t i = 0; i < static_cast<std::uint32_t>(state.range(0)); ++i)
    sources.emplace_back(boost::asio::ip::address_v4(0x0A000000U + i), 50000);
  const std::string payload = payload_of(datagram_size);
  net::DatagramGuard::Time now{std::chrono::hours{1}};
  std::size_t next = 0;
  for (auto _ : state) {
    const auto& source = sources[next];
    next = next + 1 == sources.size() ? 0 : next + 1;
    now += std::chrono::milliseconds{20};
    const auto arrived = guard.arrive({source, payload}, now);
    const auto replied = guard.reply(source, payload.size(), payload.size(), now);
    if (arrived || replied) return state.SkipWithError("a datagram was dropped");
    guard.replied(source, payload, payload, now);
  }
}

BENCHMARK_CAPTURE(guard, limits, net::UdpLimits{})->ArgName("sources")->Arg(1)->Arg(1000)->Arg(1'000'000);
BENCHMARK_CAPTURE(guard, no_limits, unlimited())->ArgName("sources")->Arg(1);

}  // namespace
}  // namespace lanchat::bench
