// SPDX-License-Identifier: MIT

// The outbox: replies go in, and out in the pieces that a socket takes.

#include "messages.hpp"
#include "net/outbox.hpp"

#include <algorithm>

namespace lanchat::bench {
namespace {

void outbox(benchmark::State& state) {
  const std::string block = block_of(protocol::Framing::line, 64);
  const auto piece = static_cast<std::size_t>(state.range(0));
  net::Outbox outbox;
  for (auto _ : state) {
    outbox.append(block);
    while (!outbox.empty()) {
      benchmark::DoNotOptimize(outbox.view().data());
      outbox.sent(std::min(piece, outbox.size()));
    }
  }
  count_bytes(state, block.size());
}

/// A client that always lags: as much goes in as comes out, and it is never empty.
void outbox_never_empty(benchmark::State& state) {
  const std::string block = block_of(protocol::Framing::line, 64);
  net::Outbox outbox;
  outbox.append(block);
  for (auto _ : state) {
    outbox.append(block);
    outbox.sent(block.size());
    benchmark::DoNotOptimize(outbox.view().data());
  }
  count_bytes(state, block.size());
}

BENCHMARK(outbox)->ArgName("piece")->Arg(1448)->Arg(16'384)->Arg(65'536);
BENCHMARK(outbox_never_empty);

}  // namespace
}  // namespace lanchat::bench
