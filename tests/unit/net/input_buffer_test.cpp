// SPDX-License-Identifier: MIT
#include "net/input_buffer.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <string_view>
#include <vector>

// The suite bears the name of the type: a namespace of its own, where both can be said.
namespace lanchat::tests {
namespace {

struct InputBuffer : testing::Test {
  // What a read does: fills the room, as far as the bytes go. The bytes that had no room.
  std::string_view read(net::InputBuffer& input, std::string_view bytes, std::size_t expected = 0) {
    const std::span<char> room = input.prepare(shared, expected);
    EXPECT_FALSE(room.empty());
    const std::size_t size = std::min(room.size(), bytes.size());
    std::ranges::copy(bytes.substr(0, size), room.begin());
    input.commit(size);
    return bytes.substr(size);
  }

  // What another session of the worker does to the shared buffer.
  void overwrite_shared() { std::ranges::fill(shared, '#'); }

  bool in_shared(std::string_view view) const {
    return view.data() >= shared.data() && view.data() < shared.data() + shared.size();
  }

  std::vector<char> shared = std::vector<char>(std::size_t{64} * 1024);
};

TEST_F(InputBuffer, IsEmptyAtFirst) {
  const net::InputBuffer input;
  EXPECT_TRUE(input.empty());
  EXPECT_EQ(input.view(), "");
}

TEST_F(InputBuffer, ShowsWhatWasReadWhereItWasRead) {
  net::InputBuffer input;
  read(input, "hello world");
  EXPECT_EQ(input.view(), "hello world");
  EXPECT_TRUE(in_shared(input.view()));
}

TEST_F(InputBuffer, OffersAllOfTheSharedBuffer) {
  net::InputBuffer input;
  EXPECT_EQ(input.prepare(shared, 0).size(), shared.size());
  input.commit(0);
  EXPECT_TRUE(input.empty());
}

TEST_F(InputBuffer, ConsumesFromTheFront) {
  net::InputBuffer input;
  read(input, "hello world");
  input.consume(6);
  EXPECT_EQ(input.view(), "world");
  input.consume(5);
  EXPECT_TRUE(input.empty());
}

TEST_F(InputBuffer, KeepsTheRestWhenTheSharedBufferGoesToOthers) {
  net::InputBuffer input;
  read(input, "hello world");
  input.consume(6);
  input.settle();
  overwrite_shared();
  EXPECT_EQ(input.view(), "world");
  EXPECT_FALSE(in_shared(input.view()));
}

TEST_F(InputBuffer, PutsTheRestInFrontOfWhatComesNext) {
  net::InputBuffer input;
  read(input, "hello wor");
  input.consume(6);
  input.settle();
  overwrite_shared();
  read(input, "ld");
  EXPECT_EQ(input.view(), "world");
}

TEST_F(InputBuffer, KeepsLongRestsInItsOwnMemory) {
  const std::string rest(5000, 'x');
  net::InputBuffer input;
  read(input, rest);
  input.settle();
  overwrite_shared();
  read(input, "yz");
  EXPECT_EQ(input.view(), rest + "yz");
  EXPECT_FALSE(in_shared(input.view()));
}

TEST_F(InputBuffer, SettlesAgainWithoutReading) {
  for (const std::size_t length : {std::size_t{10}, std::size_t{5000}}) {
    const std::string bytes(length, 'x');
    net::InputBuffer input;
    read(input, bytes + "yz");
    input.settle();
    input.consume(length);
    input.settle();
    EXPECT_EQ(input.view(), "yz");
    read(input, "!");
    EXPECT_EQ(input.view(), "yz!");
  }
}

TEST_F(InputBuffer, MayReadNothing) {
  for (const std::size_t length : {std::size_t{10}, std::size_t{5000}}) {
    const std::string bytes(length, 'x');
    net::InputBuffer input;
    read(input, bytes);
    input.settle();
    read(input, "");
    EXPECT_EQ(input.view(), bytes);
    input.settle();
    EXPECT_EQ(input.view(), bytes);
  }
}

TEST_F(InputBuffer, MakesRoomForTheExpectedMessageAtOnce) {
  const std::string rest(50'000, 'x');
  net::InputBuffer input;
  read(input, rest);
  input.settle();
  EXPECT_GE(input.prepare(shared, 100'000).size(), 50'000U);
}

// An announced size is the client's word: what is set aside for it grows with what has really come.
TEST_F(InputBuffer, BelievesNoHugeExpectation) {
  const std::string rest(5000, 'x');
  net::InputBuffer input;
  read(input, rest);
  input.settle();
  const std::size_t room = input.prepare(shared, ~std::size_t{0}).size();
  EXPECT_LE(room, shared.size());
  EXPECT_GT(room, 0U);
}

TEST_F(InputBuffer, IsEmptyAfterItGaveItsMemoryBack) {
  net::InputBuffer input;
  read(input, std::string(5000, 'x'));
  input.settle();
  read(input, "yz");
  input.consume(5002);
  input.settle();
  EXPECT_TRUE(input.empty());
  read(input, "hello");
  EXPECT_TRUE(in_shared(input.view()));
  EXPECT_EQ(input.view(), "hello");
}

TEST_F(InputBuffer, LosesAndAddsNothingHoweverItIsUsed) {
  std::mt19937 random(20260213);
  for (const std::size_t size : {std::size_t{64 * 1024}, std::size_t{8192}, std::size_t{100}}) {
    shared.assign(size, '#');
    net::InputBuffer input;
    std::string expected;
    for (int round = 0; round < 1000; ++round) {
      std::string bytes(random() % (random() % 4 == 0 ? 20'000 : 100), '\0');
      std::ranges::generate(bytes, [&] { return static_cast<char>(random()); });
      const std::string_view left =
          read(input, bytes, random() % 2 == 0 ? expected.size() + bytes.size() : 0);
      expected.append(bytes, 0, bytes.size() - left.size());
      ASSERT_EQ(input.view(), expected);
      const std::size_t consumed = random() % 3 == 0 ? expected.size() : random() % (expected.size() + 1);
      input.consume(consumed);
      expected.erase(0, consumed);
      input.settle();
      overwrite_shared();
      ASSERT_EQ(input.view(), expected);
      ASSERT_EQ(input.empty(), expected.empty());
    }
  }
}

}  // namespace
}  // namespace lanchat::tests
