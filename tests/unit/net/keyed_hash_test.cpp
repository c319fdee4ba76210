// SPDX-License-Identifier: MIT
#include "net/keyed_hash.hpp"

#include <gtest/gtest.h>

#include <numeric>
#include <string>

namespace lanchat::net {
namespace {

// The bytes 0, 1, 2 and so on.
std::string counted(std::size_t size) {
  std::string bytes(size, '\0');
  std::iota(bytes.begin(), bytes.end(), '\0');
  return bytes;
}

// What Python 3.11 answers with PYTHONHASHSEED=0, whose hash() of bytes is SipHash-1-3 with a key of zeros.
TEST(KeyedHash, IsSipHash) {
  const KeyedHash hash(0, 0);
  EXPECT_EQ(hash(counted(1)), 0x68a914128e01e473U);
  EXPECT_EQ(hash(counted(7)), 0x2f098ab0c751325aU);
  EXPECT_EQ(hash(counted(8)), 0xead411e67ebe2eeaU);
  EXPECT_EQ(hash(counted(9)), 0x75927f9d95124362U);
  EXPECT_EQ(hash(counted(15)), 0xf30eb725bb91c9eaU);
  EXPECT_EQ(hash(counted(16)), 0x8972188433a5c5b7U);
  EXPECT_EQ(hash(counted(18)), 0xadc2c0b63044067dU);
  EXPECT_EQ(hash(counted(31)), 0x169739443111d49bU);
}

TEST(KeyedHash, DependsOnEachHalfOfTheKey) {
  const std::string bytes = counted(20);
  EXPECT_NE(KeyedHash(0, 0)(bytes), KeyedHash(1, 0)(bytes));
  EXPECT_NE(KeyedHash(0, 0)(bytes), KeyedHash(0, 1)(bytes));
}

TEST(KeyedHash, HasAnotherKeyEachTime) {
  EXPECT_NE(KeyedHash::random()("bytes"), KeyedHash::random()("bytes"));
}

}  // namespace
}  // namespace lanchat::net
