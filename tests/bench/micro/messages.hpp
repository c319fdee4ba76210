// SPDX-License-Identifier: MIT
#pragma once

// The bytes that the micro-benchmarks work on: as much of equal messages as one read of a busy session
// brings, so that every benchmark of one message size sees the same bytes and their figures can be held
// against each other.

#include "lanchat/protocol/encoder.hpp"

#include <benchmark/benchmark.h>

#include <cstddef>
#include <cstdint>
#include <string>

namespace lanchat::bench {

/// How much there is of them, about.
constexpr std::size_t block_size = std::size_t{64} * 1024;

/// Payload of one message: letters, no line ending.
inline std::string payload_of(std::size_t size) {
  std::string text;
  for (std::size_t i = 0; i < size; ++i)
    text += static_cast<char>('a' + i % 26);
  return text;
}

/// A block of messages with payloads of this size.
inline std::string block_of(protocol::Framing framing, std::size_t size) {
  const protocol::Encoder encoder({.framing = framing});
  const std::string payload = payload_of(size);
  std::string block;
  do {
    static_cast<void>(encoder.append(block, payload, protocol::default_ending(framing)));
  } while (block.size() + size < block_size);
  return block;
}

/// Tells bytes a second.
inline void count_bytes(benchmark::State& state, std::size_t bytes_each_time) {
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(bytes_each_time));
}

/// The message sizes of every benchmark.
inline void message_sizes(benchmark::internal::Benchmark* benchmark) {
  benchmark->ArgName("size")->Arg(16)->Arg(64)->Arg(1024)->Arg(65'536);
}

}  // namespace lanchat::bench
