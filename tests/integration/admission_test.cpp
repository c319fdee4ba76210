// SPDX-License-Identifier: MIT
// Who is let in, and what the others are told.
#include "integration/served.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <thread>

namespace lanchat::integration {
namespace {

// A session's place is free when its worker has done with it, which is a moment after the event.
void wait_for_the_end_of_a_session(Served& served) {
  EXPECT_EQ(served.log.disconnected(), "client_closed");
  EXPECT_EQ(served.clients().size(), 0U);
}

TEST(StreamListener, TellsAClientThatThereAreTooMany) {
  Served served(1, 1);
  const net::BindAddress address = served.open("tcp", listener("echo"));
  Client first(address);
  EXPECT_EQ(first.exchange("one\n", 4), "one\n");
  const Client second(address);
  EXPECT_EQ(second.read_to_end(), "error: too many clients\n");
  const logging::Event rejected = served.log.take("client_rejected");
  EXPECT_EQ(text_field(rejected, "reason"), "too_many_clients");
  EXPECT_EQ(text_field(rejected, "client"), "127.0.0.1:" + second.port());
  first.close();
  wait_for_the_end_of_a_session(served);
  EXPECT_EQ(Client(address).exchange("three\n", 6), "three\n");
  EXPECT_EQ(served.counters().rejected, 1U);
}

TEST(StreamListener, LimitsTheClientsOfEachAddress) {
  Served served;
  auto options = listener("echo");
  options.limits.max_clients_per_address = 1;
  const net::BindAddress address = served.open("tcp", options);
  Client first(address);
  EXPECT_EQ(first.exchange("one\n", 4), "one\n");
  EXPECT_EQ(Client(address).read_to_end(), "error: too many clients from this address\n");
  const Client elsewhere(address, {.from = "127.0.0.2"});
  EXPECT_EQ(elsewhere.exchange("two\n", 4), "two\n");
  first.close();
  EXPECT_EQ(served.log.disconnected(), "client_closed");
  EXPECT_EQ(served.clients().size(), 1U);
  EXPECT_EQ(Client(address).exchange("three\n", 6), "three\n");
}

TEST(StreamListener, DeniesByAddress) {
  Served served;
  auto options = listener("echo");
  options.access.deny.push_back(net::Cidr::parse("127.0.0.2").value());
  const net::BindAddress address = served.open("tcp", options);
  const Client denied(address, {.from = "127.0.0.2"});
  EXPECT_EQ(denied.read_to_end(), "error: access denied\n");
  EXPECT_EQ(text_field(served.log.take("client_rejected"), "reason"), "denied");
  EXPECT_EQ(Client(address).exchange("one\n", 4), "one\n");
  EXPECT_EQ(Client(served.open("unix", options)).exchange("two\n", 4), "two\n");
}

TEST(StreamListener, TellsWhyAlsoAClientThatHasSentAlready) {
  Served served;
  auto options = listener("echo", protocol::Framing::length);
  options.framing.length_bytes = 1;
  options.access.deny.push_back(net::Cidr::parse("127.0.0.0/8").value());
  const net::BindAddress address = served.open("tcp", options);
  for (int i = 0; i < 20; ++i) {
    const Client denied(address);
    denied.write_regardless(std::string(100'000, 'x'));
    EXPECT_EQ(denied.read_to_end(),
              "\x14"
              "error: access denied");
  }
}

TEST(StreamListener, HandsEachClientToTheWorkerWithTheFewest) {
  Served served(2);
  const net::BindAddress address = served.open("tcp", listener("echo"));
  std::deque<Client> clients;
  for (int i = 0; i < 6; ++i) {
    clients.emplace_back(address);
    EXPECT_EQ(clients.back().exchange("one\n", 4), "one\n");
  }
  const auto count = [](net::Worker& worker) { return worker.clients().size(); };
  EXPECT_EQ(served.ask(0, count), 3U);
  EXPECT_EQ(served.ask(1, count), 3U);
}

TEST(StreamListener, GivesNewSettingsToNewClientsOnly) {
  Served served;
  auto options = listener("acknowledge");
  options.policy_settings["acknowledge-text"] = "before";
  const auto before = std::make_shared<const net::ListenerOptions>(options);
  options.policy_settings["acknowledge-text"] = "after";
  const auto after = std::make_shared<const net::ListenerOptions>(options);
  const net::BindAddress address = served.open("tcp", before);
  const Client old(address);
  EXPECT_EQ(old.exchange("one\n", 7), "before\n");
  served.update(after);
  EXPECT_EQ(Client(address).exchange("one\n", 6), "after\n");
  EXPECT_EQ(old.exchange("two\n", 7), "before\n");
}

TEST(StreamListener, ServesThoseWhoHadConnectedWhenItCloses) {
  Served served;
  const net::BindAddress address = served.open("tcp", listener("echo"));
  std::deque<Client> clients;
  for (int i = 0; i < 20; ++i) {
    clients.emplace_back(address);
    clients.back().write("one\n");
  }
  std::thread stopping([&served] { served.finish(); });
  for (const Client& client : clients)
    EXPECT_EQ(client.read_to_end(), "one\n");
  stopping.join();
  EXPECT_FALSE(accepts(address));
}

// Lets no descriptor beyond those in use, and `more`, be opened while it lives.
class NoMoreDescriptors {
 public:
  explicit NoMoreDescriptors(rlim_t more = 0) {
    getrlimit(RLIMIT_NOFILE, &before_);
    const int lowest_free = dup(0);
    close(lowest_free);
    rlimit now = before_;
    now.rlim_cur = static_cast<rlim_t>(lowest_free) + more;
    setrlimit(RLIMIT_NOFILE, &now);
  }

  ~NoMoreDescriptors() { setrlimit(RLIMIT_NOFILE, &before_); }

  NoMoreDescriptors(const NoMoreDescriptors&) = delete;
  NoMoreDescriptors& operator=(const NoMoreDescriptors&) = delete;

 private:
  rlimit before_{};
};

TEST(StreamListener, TellsWhoComesWhileThereIsNoDescriptorAndThenGoesOn) {
  Served served;
  const net::BindAddress address = served.open("unix", listener("echo"));
  const Client earlier(address);
  EXPECT_EQ(earlier.exchange("one\n", 4), "one\n");
  UnconnectedClient waits(address);
  {
    const NoMoreDescriptors exhausted;
    const Client told = waits.connect();
    const logging::Event paused = served.log.take("accept_paused");
    EXPECT_EQ(paused.level, logging::Level::warning);
    EXPECT_EQ(text_field(paused, "reason"), "Too many open files");
    EXPECT_EQ(told.read_to_end(), "error: too many clients\n");
    EXPECT_EQ(text_field(served.log.take("client_rejected"), "reason"), "too_many_clients");
    EXPECT_EQ(earlier.exchange("two\n", 4), "two\n");
  }
  const Client late(address);
  EXPECT_EQ(late.exchange("three\n", 6), "three\n");
  EXPECT_EQ(served.counters().rejected, 1U);
}

TEST(StreamListener, DoesNotPauseWhereNobodyIsLeftToBeRefused) {
  Served served;
  const net::BindAddress address = served.open("unix", listener("echo"));
  const Client first(address);
  EXPECT_EQ(first.exchange("one\n", 4), "one\n");  // it looks for two the next time
  UnconnectedClient waits(address);
  const NoMoreDescriptors but_one(1);
  const Client second = waits.connect();
  EXPECT_EQ(second.exchange("two\n", 4), "two\n");
  EXPECT_EQ(served.ask(0, [](net::Worker& worker) { return worker.clients().size(); }), 2U);
  EXPECT_FALSE(served.log.has("accept_paused"));
}

// How soon a client is taken that came while the listener pauses, for a second, and a client goes.
async::Clock::duration taken_after(Served& served, const net::BindAddress& address) {
  constexpr int refusals = 8;  // each doubles the pause
  std::optional<Client> leaves(address);
  EXPECT_EQ(leaves->exchange("one\n", 4), "one\n");
  std::deque<UnconnectedClient> wait;
  for (int i = 0; i <= refusals; ++i)
    wait.emplace_back(address);
  const NoMoreDescriptors exhausted;
  std::deque<Client> refused;
  for (int i = 0; i < refusals; ++i) {
    refused.push_back(wait[static_cast<std::size_t>(i)].connect());
    EXPECT_EQ(refused.back().read_line(), "error: too many clients\n");
    for (const std::size_t worker : {0U, 1U})  // which has done looking for more
      static_cast<void>(served.ask(worker, [](net::Worker& each) { return each.load(); }));
  }
  const auto before = async::Clock::now();
  const Client taken = wait.back().connect();
  leaves.reset();
  EXPECT_EQ(taken.exchange("two\n", 4), "two\n");
  return async::Clock::now() - before;
}

// At worst it takes a second, which a busy machine may take by itself: the best of three tells.
TEST(StreamListener, TakesWhoWaitsAsSoonAsAClientOfAnyListenerGoes) {
  Served served(2);
  const net::BindAddress address = served.open("unix", listener("echo"));
  auto best = async::Clock::duration::max();
  for (int i = 0; i < 3 && best > std::chrono::milliseconds{400}; ++i)
    best = std::min(best, taken_after(served, address));
  EXPECT_LT(best, std::chrono::milliseconds{400});
}

}  // namespace
}  // namespace lanchat::integration
