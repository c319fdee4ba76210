// SPDX-License-Identifier: MIT

// What the others are held against: looking at each byte once, and copying it once, as the C library does.

#include "messages.hpp"

#include <cstring>

namespace lanchat::bench {
namespace {

void memchr_each_line(benchmark::State& state) {
  const std::string block = block_of(protocol::Framing::line, static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) {
    const char* at = block.data();
    const char* const end = at + block.size();
    while (at != end) {
      at = static_cast<const char*>(std::memchr(at, '\n', static_cast<std::size_t>(end - at))) + 1;
      benchmark::DoNotOptimize(at);
    }
  }
  count_bytes(state, block.size());
}

void memcpy_each_line(benchmark::State& state) {
  const auto size = static_cast<std::size_t>(state.range(0));
  const std::string block = block_of(protocol::Framing::line, size);
  std::string copy(block.size(), '\0');
  for (auto _ : state) {
    for (std::size_t at = 0; at < block.size(); at += size + 1)
      std::memcpy(copy.data() + at, block.data() + at, size + 1);
    benchmark::ClobberMemory();
  }
  count_bytes(state, block.size());
}

void memcpy_whole(benchmark::State& state) {
  const std::string block = block_of(protocol::Framing::line, 64);
  std::string copy(block.size(), '\0');
  for (auto _ : state) {
    std::memcpy(copy.data(), block.data(), block.size());
    benchmark::ClobberMemory();
  }
  count_bytes(state, block.size());
}

BENCHMARK(memchr_each_line)->Apply(message_sizes);
BENCHMARK(memcpy_each_line)->Apply(message_sizes);
BENCHMARK(memcpy_whole);

}  // namespace
}  // namespace lanchat::bench
