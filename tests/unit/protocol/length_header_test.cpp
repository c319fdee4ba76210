// SPDX-License-Identifier: MIT
#include "lanchat/protocol/length_header.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <memory>
#include <random>
#include <string>
#include <string_view>

namespace lanchat::protocol {
namespace {

constexpr std::size_t sizes[] = {1, 2, 4, 8};
constexpr ByteOrder orders[] = {ByteOrder::big, ByteOrder::little};

std::uint64_t most(std::size_t size) {
  return std::numeric_limits<std::uint64_t>::max() >> (64U - 8U * size);
}

// The header alone, behind `before` bytes of something else: no byte is there to be touched besides.
std::string written(std::size_t size, ByteOrder order, std::uint64_t length, std::size_t before = 0) {
  const auto memory = std::make_unique<char[]>(before + size);
  write_length(memory.get() + before, size, order, length);
  return {memory.get() + before, size};
}

std::uint64_t read(std::string_view header, ByteOrder order, std::size_t before = 0) {
  const auto memory = std::make_unique<char[]>(before + header.size());
  header.copy(memory.get() + before, header.size());
  return read_length({memory.get() + before, header.size()}, order);
}

TEST(LengthHeader, IsWrittenInNetworkOrder) {
  EXPECT_EQ(written(1, ByteOrder::big, 0xF1), "\xF1");
  EXPECT_EQ(written(2, ByteOrder::big, 0xF102), "\xF1\x02");
  EXPECT_EQ(written(4, ByteOrder::big, 0xF1020384), "\xF1\x02\x03\x84");
  EXPECT_EQ(written(8, ByteOrder::big, 0xF102038405060788), "\xF1\x02\x03\x84\x05\x06\x07\x88");
}

TEST(LengthHeader, IsWrittenInLittleEndian) {
  EXPECT_EQ(written(1, ByteOrder::little, 0xF1), "\xF1");
  EXPECT_EQ(written(2, ByteOrder::little, 0xF102), "\x02\xF1");
  EXPECT_EQ(written(4, ByteOrder::little, 0xF1020384), "\x84\x03\x02\xF1");
  EXPECT_EQ(written(8, ByteOrder::little, 0xF102038405060788), "\x88\x07\x06\x05\x84\x03\x02\xF1");
}

TEST(LengthHeader, IsReadInNetworkOrder) {
  EXPECT_EQ(read("\xF1", ByteOrder::big), 0xF1U);
  EXPECT_EQ(read("\xF1\x02", ByteOrder::big), 0xF102U);
  EXPECT_EQ(read("\xF1\x02\x03\x84", ByteOrder::big), 0xF1020384U);
  EXPECT_EQ(read("\xF1\x02\x03\x84\x05\x06\x07\x88", ByteOrder::big), 0xF102038405060788U);
}

TEST(LengthHeader, IsReadInLittleEndian) {
  EXPECT_EQ(read("\xF1", ByteOrder::little), 0xF1U);
  EXPECT_EQ(read("\x02\xF1", ByteOrder::little), 0xF102U);
  EXPECT_EQ(read("\x84\x03\x02\xF1", ByteOrder::little), 0xF1020384U);
  EXPECT_EQ(read("\x88\x07\x06\x05\x84\x03\x02\xF1", ByteOrder::little), 0xF102038405060788U);
}

TEST(LengthHeader, HoldsTheSmallestAndTheLargest) {
  for (const std::size_t size : sizes) {
    for (const ByteOrder order : orders) {
      EXPECT_EQ(written(size, order, 0), std::string(size, '\0'));
      EXPECT_EQ(written(size, order, most(size)), std::string(size, '\xFF'));
      EXPECT_EQ(read(std::string(size, '\0'), order), 0U);
      EXPECT_EQ(read(std::string(size, '\xFF'), order), most(size));
    }
  }
}

TEST(LengthHeader, IsReadAsItWasWrittenWhereverItStands) {
  std::mt19937_64 random(20260310);
  for (int round = 0; round < 2000; ++round) {
    const std::uint64_t any = random() >> random() % 64;
    for (const std::size_t size : sizes) {
      for (const ByteOrder order : orders) {
        const std::uint64_t length = any & most(size);
        const std::size_t before = random() % 9;
        ASSERT_EQ(read(written(size, order, length, before), order, before), length) << size << " bytes";
      }
    }
  }
}

TEST(LengthHeader, LeavesItsNeighboursAlone) {
  for (const std::size_t size : sizes) {
    for (const ByteOrder order : orders) {
      std::string bytes(size + 16, '#');
      write_length(bytes.data() + 8, size, order, 0);
      EXPECT_EQ(bytes, std::string(8, '#') + std::string(size, '\0') + std::string(8, '#'));
      EXPECT_EQ(read_length({bytes.data() + 8, size}, order), 0U);
    }
  }
}

}  // namespace
}  // namespace lanchat::protocol
