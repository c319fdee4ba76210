// SPDX-License-Identifier: MIT
#include "client/frame_buffer.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <vector>

namespace lanchat::client {
namespace {

using protocol::CloseReason;
using protocol::Framing;
using protocol::FramingOptions;
using testing::ElementsAre;
using testing::SizeIs;

void put(FrameBuffer& buffer, std::string_view bytes) {
  while (!bytes.empty()) {
    const std::span<char> room = buffer.room();
    const std::size_t size = std::min(room.size(), bytes.size());
    std::copy_n(bytes.begin(), size, room.begin());
    buffer.filled(size);
    bytes.remove_prefix(size);
  }
}

std::vector<std::string> take_all(FrameBuffer& buffer) {
  std::vector<std::string> messages;
  for (auto next = buffer.next(); next && *next; next = buffer.next())
    messages.emplace_back(**next);
  return messages;
}

TEST(FrameBuffer, GivesWholeMessagesAtEveryFragmentSize) {
  const std::string stream = "one\r\n\nthree\nfour";
  for (std::size_t size = stream.size(); size > 0; --size) {
    FrameBuffer buffer(FramingOptions{});
    std::vector<std::string> messages;
    for (std::size_t at = 0; at < stream.size(); at += size) {
      put(buffer, std::string_view(stream).substr(at, size));
      for (std::string& message : take_all(buffer))
        messages.push_back(std::move(message));
    }
    EXPECT_THAT(messages, ElementsAre("one", "", "three")) << size;
    buffer.end_of_stream();
    EXPECT_THAT(take_all(buffer), ElementsAre("four")) << size;
    EXPECT_THAT(take_all(buffer), ElementsAre());
  }
}

TEST(FrameBuffer, KeepsLongMessagesWhole) {
  const std::string message(1'000'000, 'x');
  FrameBuffer buffer(FramingOptions{.max_message_size = 0});
  put(buffer, message + "\nnext\n");
  const auto messages = take_all(buffer);
  ASSERT_THAT(messages, SizeIs(2));
  EXPECT_TRUE(messages[0] == message);
  EXPECT_EQ(messages[1], "next");
}

TEST(FrameBuffer, RefusesMessagesBeyondTheLimit) {
  FrameBuffer buffer(FramingOptions{.max_message_size = 4});
  put(buffer, "12345");
  const auto next = buffer.next();
  ASSERT_FALSE(next);
  EXPECT_EQ(next.error(), CloseReason::message_too_long);
}

TEST(FrameBuffer, RefusesAMessageThatIsCutOff) {
  FrameBuffer buffer(FramingOptions{.framing = Framing::length});
  put(buffer, std::string_view("\0\0\0\5abc", 7));
  EXPECT_THAT(take_all(buffer), ElementsAre());
  buffer.end_of_stream();
  EXPECT_FALSE(buffer.next());
}

}  // namespace
}  // namespace lanchat::client
