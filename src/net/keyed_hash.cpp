// SPDX-License-Identifier: MIT
#include "net/keyed_hash.hpp"

#include <array>
#include <bit>
#include <cstddef>
#include <cstring>
#include <random>

namespace lanchat::net {
namespace {

struct State {
  std::uint64_t v0, v1, v2, v3;

  void round() noexcept {
    v0 += v1;
    v2 += v3;
    v1 = std::rotl(v1, 13) ^ v0;
    v3 = std::rotl(v3, 16) ^ v2;
    v0 = std::rotl(v0, 32);
    v2 += v1;
    v0 += v3;
    v1 = std::rotl(v1, 17) ^ v2;
    v3 = std::rotl(v3, 21) ^ v0;
    v2 = std::rotl(v2, 32);
  }

  void take(std::uint64_t word) noexcept {
    v3 ^= word;
    round();
    v0 ^= word;
  }
};

// Little-endian, whatever this machine is.
std::uint64_t word_at(const char* bytes) noexcept {
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, sizeof word);
  if constexpr (std::endian::native == std::endian::big) word = __builtin_bswap64(word);
  return word;
}

}  // namespace

KeyedHash KeyedHash::random() {
  std::random_device device;
  const auto word = [&device] { return (std::uint64_t{device()} << 32U) | device(); };
  const std::uint64_t key0 = word();
  return {key0, word()};
}

std::uint64_t KeyedHash::operator()(std::string_view bytes) const noexcept {
  State state{key0_ ^ 0x736f6d6570736575U, key1_ ^ 0x646f72616e646f6dU, key0_ ^ 0x6c7967656e657261U,
              key1_ ^ 0x7465646279746573U};
  constexpr std::size_t word = sizeof(std::uint64_t);
  const std::uint64_t size = bytes.size();
  for (std::array<char, word> next{}; bytes.size() >= word; bytes.remove_prefix(word)) {
    bytes.copy(next.data(), word);
    state.take(word_at(next.data()));
  }
  std::array<char, word> rest{};
  bytes.copy(rest.data(), bytes.size());
  state.take(word_at(rest.data()) | (size << 56U));
  state.v2 ^= 0xffU;
  for (int i = 0; i < 3; ++i)
    state.round();
  return state.v0 ^ state.v1 ^ state.v2 ^ state.v3;
}

}  // namespace lanchat::net
