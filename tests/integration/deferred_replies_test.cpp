// SPDX-License-Identifier: MIT
// Replies that come later, from other threads and in any order.
#include "integration/served.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <future>
#include <memory>
#include <numeric>
#include <random>
#include <span>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace lanchat::integration {
namespace {

// Answers on a thread of its own. Whether the client was there comes when that is known.
std::future<bool> answer(Deferred deferred, std::string text) {
  const auto told = std::make_shared<std::promise<bool>>();
  std::thread([&] {
    deferred.reply.answer(std::move(text), [told](bool there) { told->set_value(there); });
  }).join();
  return told->get_future();
}

bool delivered(std::future<bool> told) {
  if (told.wait_for(patience) != std::future_status::ready) throw std::runtime_error("nobody was told");
  return told.get();
}

TEST(DeferredReplies, ComeInTheOrderOfTheMessages) {
  Served served;
  const Client client(served.open("tcp", listener("deferring")));
  client.write("later 1\r\nnow 2\nlater 3\nnow 4\n");
  Deferred first = served.stage.take_deferred();
  Deferred third = served.stage.take_deferred();
  EXPECT_TRUE(delivered(answer(std::move(third), "three")));
  EXPECT_FALSE(client.readable());
  EXPECT_TRUE(delivered(answer(std::move(first), "one")));
  const std::string replies = "one\r\nnow 2\nthree\nnow 4\n";
  EXPECT_EQ(client.read(replies.size()), replies);
}

TEST(DeferredReplies, OfALongQueueAreAnsweredAtRandomFromTwoThreads) {
  Served served;
  const Client client(served.open("tcp", listener("deferring")));
  std::string sent;
  for (int i = 0; i < 500; ++i)
    sent += (i % 3 == 0 ? "now " : "later ") + std::to_string(i) + "\n";
  client.write(sent);
  const auto answer_all = [](std::span<Deferred> all) {
    for (Deferred& each : all)
      each.reply.answer(each.message, {});
  };
  std::mt19937 random(1);
  for (std::size_t left = 333; left != 0;) {
    std::vector<Deferred> waiting = served.stage.take_all_deferred();
    left -= waiting.size();
    std::vector<Deferred> shuffled;
    std::vector<std::size_t> order(waiting.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::shuffle(order, random);
    for (const std::size_t each : order)
      shuffled.push_back(std::move(waiting[each]));
    const std::span all(shuffled);
    std::thread other(answer_all, all.first(all.size() / 2));
    answer_all(all.last(all.size() - all.size() / 2));
    other.join();
  }
  EXPECT_EQ(client.read(sent.size()), sent);
}

TEST(DeferredReplies, ThatAreDroppedHoldUpNobody) {
  Served served;
  const Client client(served.open("tcp", listener("deferring")));
  client.write("later\nnow\n");
  {
    const Deferred dropped = served.stage.take_deferred();
  }
  EXPECT_EQ(client.read_line(), "now\n");
  EXPECT_EQ(client.exchange("more\n", 5), "more\n");
}

TEST(DeferredReplies, ComeBeforeTheEndToAClientThatSendsNoMore) {
  Served served;
  Client client(served.open("tcp", listener("deferring")));
  client.write("later 1\nlater 2");
  client.half_close();
  Deferred first = served.stage.take_deferred();
  Deferred second = served.stage.take_deferred();
  std::future<bool> second_told = answer(std::move(second), "two");
  std::future<bool> first_told = answer(std::move(first), "one");
  EXPECT_EQ(client.read_to_end(), "one\ntwo\n");
  client.close();
  EXPECT_EQ(served.log.disconnected(), "client_closed");
  EXPECT_TRUE(delivered(std::move(first_told)));
  EXPECT_TRUE(delivered(std::move(second_told)));
}

TEST(DeferredReplies, AreNotDeliveredToAClientThatHasClosedAltogether) {
  Served served;
  for (const char* const where : {"tcp", "unix"}) {
    Client client(served.open(where, listener("deferring")));
    client.write("later 1\nlater 2");  // the second becomes a message at the end of the stream
    client.close();
    Deferred first = served.stage.take_deferred();
    Deferred second = served.stage.take_deferred();
    std::future<bool> first_told = answer(std::move(first), "nobody reads this");
    EXPECT_FALSE(delivered(answer(std::move(second), "nor this"))) << where;
    EXPECT_FALSE(delivered(std::move(first_told))) << where;
    EXPECT_NE(served.log.disconnected(), "server_stopping");
  }
}

TEST(DeferredReplies, AreRefusedWhenTheClientHasGone) {
  Served served;
  Client client(served.open("tcp", listener("deferring")));
  client.write("later 1\nlater 2\n");
  Deferred first = served.stage.take_deferred();
  const Deferred second = served.stage.take_deferred();
  client.reset();
  EXPECT_EQ(served.log.disconnected(), "client_reset");
  EXPECT_EQ(served.stage.take_left(), 1U);
  EXPECT_FALSE(delivered(answer(std::move(first), "one")));
}

TEST(DeferredReplies, ComeBeforeTheEndOfAStoppingServer) {
  Served served;
  const Client client(served.open("tcp", listener("deferring")));
  client.write("later\nnow\n");
  Deferred deferred = served.stage.take_deferred();
  std::thread stopping([&served] { served.finish(); });
  std::future<bool> told = answer(std::move(deferred), "at last");
  EXPECT_EQ(client.read_to_end(), "at last\nnow\n");
  stopping.join();
  EXPECT_TRUE(delivered(std::move(told)));
}

TEST(DeferredReplies, HoldBackNoMoreRepliesThanMayWait) {
  Served served;
  auto options = listener("deferring");
  options.limits.max_pending_output = 4096;
  const net::BindAddress address = served.open("tcp", options);
  const Client client(address);
  const std::string line = std::string(999, 'x') + "\n";
  client.write("later\n");
  Deferred deferred = served.stage.take_deferred();
  std::string lines;
  for (int i = 0; i < 50; ++i)
    lines += line;
  client.write(lines);
  EXPECT_EQ(Client(address).exchange("the worker has looked\n", 22), "the worker has looked\n");
  EXPECT_LE(served.counters().messages, 10U);
  EXPECT_TRUE(delivered(answer(std::move(deferred), "at last")));
  EXPECT_EQ(client.read(8 + lines.size()), "at last\n" + lines);
}

TEST(DeferredReplies, OverDatagramsGoToWhereTheMessageCameFrom) {
  Served served;
  const net::BindAddress address = served.open("udp", listener("deferring"));
  const Client one(address);
  const Client other(address);
  one.write("later 1");
  Deferred first = served.stage.take_deferred();
  one.write("now 2\n");
  other.write("later 3\r\n");
  Deferred third = served.stage.take_deferred();
  EXPECT_TRUE(delivered(answer(std::move(third), "three")));
  EXPECT_EQ(other.read_some(), "three\r\n");
  EXPECT_FALSE(one.readable());
  EXPECT_TRUE(delivered(answer(std::move(first), "one")));
  EXPECT_EQ(one.read_some(), "one");
  EXPECT_EQ(one.read_some(), "now 2\n");
}

TEST(DeferredReplies, OverDatagramsAreBoundedByTheirRequests) {
  Served served;
  const Client client(served.open("udp", listener("deferring")));
  client.write("later\n");  // 6 and 28 bytes of headers, three times, are 74 and 28
  client.write("later ones may be longer\n");
  Deferred shorter = served.stage.take_deferred();
  Deferred longer = served.stage.take_deferred();
  EXPECT_FALSE(delivered(answer(std::move(shorter), std::string(74, 'x'))));  // and its line ending
  EXPECT_TRUE(delivered(answer(std::move(longer), std::string(74, 'y'))));
  EXPECT_EQ(client.read_some(), std::string(74, 'y') + "\n");
  client.write("later\n");
  EXPECT_TRUE(delivered(answer(served.stage.take_deferred(), std::string(73, 'z'))));
  EXPECT_EQ(client.read_some(), std::string(73, 'z') + "\n");
  EXPECT_EQ(served.counters().of(net::DropReason::reply_too_large), 1U);
}

TEST(DeferredReplies, OverDatagramsAreRefusedWhenTheEndpointHasClosed) {
  Served served;
  const Client client(served.open("udp", listener("deferring")));
  client.write("later");
  Deferred deferred = served.stage.take_deferred();
  served.finish();
  EXPECT_FALSE(delivered(answer(std::move(deferred), "too late")));
}

}  // namespace
}  // namespace lanchat::integration
