// SPDX-License-Identifier: MIT
#include "client/standard_output.hpp"

#include <unistd.h>

#include <gtest/gtest.h>

#include <array>
#include <cerrno>
#include <csignal>

namespace lanchat::client {
namespace {

TEST(StandardOutput, WritesRepliesAsLinesWithTheirBytesAsTheyAre) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe(ends.data()), 0);
  StandardOutput output(ends[1]);
  output.reply("one\x1b[2J\xff");
  output.reply("");
  EXPECT_TRUE(output.flush());
  std::array<char, 64> read{};
  const ssize_t size = ::read(ends[0], read.data(), read.size());
  EXPECT_EQ(std::string_view(read.data(), static_cast<std::size_t>(size)), "one\x1b[2J\xff\n\n");
  ::close(ends[0]);
  ::close(ends[1]);
}

TEST(StandardOutput, NoticesThatItsReaderHasGone) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe(ends.data()), 0);
  ::close(ends[0]);
  const auto before = std::signal(SIGPIPE, SIG_IGN);
  StandardOutput output(ends[1]);
  output.reply("one");
  EXPECT_FALSE(output.flush());
  EXPECT_EQ(output.error(), EPIPE);
  std::signal(SIGPIPE, before);
  ::close(ends[1]);
}

}  // namespace
}  // namespace lanchat::client
