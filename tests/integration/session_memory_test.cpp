// SPDX-License-Identifier: MIT
// What a session may hold: bounded while its client is slow, nothing while it is idle.
#include "integration/live_memory.hpp"
#include "integration/served.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <thread>

namespace lanchat::integration {
namespace {

// Lines of different lengths, so that a byte that is lost or doubled shows.
std::string make_pattern() {
  std::string pattern;
  for (std::size_t i = 0; i < 200; ++i)
    pattern += std::string(i * 7 % 1500, static_cast<char>('a' + i % 26)) + "\n";
  return pattern;
}

// Reads `size` bytes of the pattern said again and again.
void expect_pattern(const Client& client, std::string_view pattern, std::size_t size) {
  for (std::size_t at = 0; at < size;) {
    const std::string more = client.read_some();
    ASSERT_FALSE(more.empty()) << "the stream ends after " << at << " bytes";
    for (std::size_t i = 0; i < more.size();) {
      const std::size_t from = (at + i) % pattern.size();
      const std::size_t length = std::min(pattern.size() - from, more.size() - i);
      ASSERT_TRUE(pattern.substr(from, length) == std::string_view(more).substr(i, length)) << "near " << at;
      i += length;
    }
    at += more.size();
  }
}

void expect_all_bytes_of_a_late_reader(std::string_view where, std::uint64_t max_pending_output) {
  constexpr std::size_t at_least = 50'000'000;
  Served served;
  auto options = listener("echo");
  options.limits.max_pending_output = max_pending_output;
  const Client client(served.open(where, options));
  const std::string pattern = make_pattern();
  const std::int64_t before = live_bytes();
  forget_peak();
  std::size_t written = client.write_until_stalled(pattern);
  EXPECT_LT(written, at_least) << "the daemon takes whatever it is given";
  const std::size_t repeated = at_least / pattern.size() + 1;
  std::thread writer([&] {
    client.write(std::string_view(pattern).substr(written % pattern.size()));
    written += pattern.size() - written % pattern.size();
    for (; written < repeated * pattern.size(); written += pattern.size())
      client.write(pattern);
    client.half_close();
  });
  expect_pattern(client, pattern, repeated * pattern.size());
  writer.join();
  EXPECT_EQ(client.read_some(), "");
  EXPECT_EQ(served.log.disconnected(), "client_closed");
  EXPECT_LT(peak_bytes() - before, 4'000'000);
}

TEST(SessionMemory, IsBoundedWhileAClientSendsAndReadsLate) {
  expect_all_bytes_of_a_late_reader("tcp", std::uint64_t{1024} * 1024);
}

TEST(SessionMemory, IsBoundedWhereLittleOutputMayWait) {
  expect_all_bytes_of_a_late_reader("unix", 2048);
}

TEST(SessionMemory, IsGivenBackByIdleSessions) {
  constexpr std::size_t sessions = 50;
  Served served;
  auto options = listener("echo");
  options.limits.max_pending_output = 0;
  const net::BindAddress address = served.open("tcp", options);
  std::deque<Client> clients;
  for (std::size_t i = 0; i < sessions; ++i) {
    clients.emplace_back(address);
    EXPECT_EQ(clients.back().exchange("one\n", 4), "one\n");
  }
  const std::string line = std::string(65'000, 'x') + "\n";
  const auto serve_all = [&] {
    for (const Client& client : clients) {
      client.write(std::string_view(line).substr(0, 40'000));
      EXPECT_TRUE(client.exchange(std::string_view(line).substr(40'000), line.size()) == line);
    }
  };
  serve_all();
  const auto held = [&] { return served.ask(0, [](net::Worker&) { return live_bytes(); }); };
  const std::int64_t before = held();
  for (const Client& client : clients)
    client.write(std::string_view(line).substr(0, 40'000));
  const auto until = std::chrono::steady_clock::now() + patience;
  while (held() - before < 40'000 * std::int64_t{sessions})
    ASSERT_LT(std::chrono::steady_clock::now(), until) << "the count misses something";
  for (const Client& client : clients)
    EXPECT_TRUE(client.exchange(std::string_view(line).substr(40'000), line.size()) == line);
  EXPECT_LT(held() - before, 1000 * std::int64_t{sessions});
}

// Asks for no memory itself: a std::string keeps so few bytes within.
void exchange_in_small_pieces(const Client& client, std::string_view line, int times) {
  constexpr std::size_t piece = 15;
  for (int i = 0; i < times; ++i) {
    client.write(line);
    for (std::size_t at = 0; at < line.size();) {
      const std::string more = client.read_some(std::min(piece, line.size() - at));
      ASSERT_FALSE(more.empty());
      ASSERT_TRUE(line.substr(at, more.size()) == more);
      at += more.size();
    }
  }
}

void expect_no_allocation_for_a_message(std::string_view where) {
  Served served;
  const Client client(served.open(where, listener("echo")));
  const std::string line = std::string(99, 'x') + "\n";
  exchange_in_small_pieces(client, line, 100);
  const std::int64_t before = allocations();
  exchange_in_small_pieces(client, line, 1000);
  EXPECT_GT(before, 0) << "nothing is counted";
  EXPECT_LE(allocations() - before, 16) << "a thousand messages, and none is to ask for any";
}

TEST(SessionMemory, IsNotAskedForByTheMessagesOfAWarmTcpSession) {
  expect_no_allocation_for_a_message("tcp");
}

TEST(SessionMemory, IsNotAskedForByTheMessagesOfAWarmUnixSession) {
  expect_no_allocation_for_a_message("unix");
}

}  // namespace
}  // namespace lanchat::integration
