// SPDX-License-Identifier: MIT

// Decoders: every message of a block, and a line that comes in many pieces, whose cost must not grow with
// each.

#include "lanchat/protocol/decoder.hpp"

#include "messages.hpp"

#include <algorithm>

namespace lanchat::bench {
namespace {

template <protocol::Framing framing>
void decode(benchmark::State& state) {
  const std::string block = block_of(framing, static_cast<std::size_t>(state.range(0)));
  protocol::Decoder decoder({.framing = framing});
  for (auto _ : state) {
    std::string_view rest = block;
    while (!rest.empty()) {
      const auto found = decoder.next(rest);
      benchmark::DoNotOptimize(found->message.payload.data());
      rest.remove_prefix(found->consumed);
    }
  }
  count_bytes(state, block.size());
}

void decode_line_in_pieces(benchmark::State& state) {
  const std::string line = payload_of(block_size - 1) + '\n';
  const auto piece = static_cast<std::size_t>(state.range(0));
  protocol::Decoder decoder({.framing = protocol::Framing::line});
  for (auto _ : state) {
    for (std::size_t there = piece; there < line.size() + piece; there += piece) {
      const auto found = decoder.next(std::string_view(line).substr(0, std::min(there, line.size())));
      benchmark::DoNotOptimize(found->consumed);
    }
  }
  count_bytes(state, line.size());
}

BENCHMARK(decode<protocol::Framing::line>)->Name("decode/line")->Apply(message_sizes);
BENCHMARK(decode<protocol::Framing::length>)->Name("decode/length")->Apply(message_sizes);
BENCHMARK(decode<protocol::Framing::raw>)->Name("decode/raw")->Apply(message_sizes);
BENCHMARK(decode_line_in_pieces)->ArgName("piece")->Arg(64)->Arg(1448);

}  // namespace
}  // namespace lanchat::bench
