// SPDX-License-Identifier: MIT
#include "lanchat/net/admission.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <optional>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

namespace lanchat::net {
namespace {

using boost::asio::ip::address;
using boost::asio::ip::make_address;
using protocol::CloseReason;

const address alice = make_address("192.0.2.1");
const address bob = make_address("2001:db8::2");

// Why the client is not admitted; its place is given back at once where it is.
std::optional<CloseReason> refusal(Admission& admission, const address* client,
                                   std::uint32_t per_address = 0) {
  const auto ticket = admission.admit("main", client, {per_address});
  return ticket ? std::nullopt : std::optional{ticket.error()};
}

TEST(Admission, CountsTicketsThatLive) {
  Admission admission(10);
  EXPECT_EQ(admission.clients(), 0U);
  {
    const auto first = admission.admit("main", &alice, {0});
    const auto second = admission.admit("main", nullptr, {0});
    EXPECT_TRUE(first && second);
    EXPECT_EQ(admission.clients(), 2U);
  }
  EXPECT_EQ(admission.clients(), 0U);
}

TEST(Admission, RefusesOneClientTooMany) {
  Admission admission(2);
  const auto first = admission.admit("main", &alice, {0});
  auto second = std::optional(admission.admit("other", &bob, {0}));
  EXPECT_EQ(refusal(admission, &alice), CloseReason::too_many_clients);
  EXPECT_EQ(refusal(admission, nullptr), CloseReason::too_many_clients);
  EXPECT_EQ(admission.clients(), 2U);
  second.reset();
  EXPECT_EQ(refusal(admission, &alice), std::nullopt);
}

TEST(Admission, HasNoLimitWhereItIsZero) {
  Admission admission(0);
  std::vector<Admission::Ticket> tickets;
  for (int client = 0; client < 1000; ++client) {
    auto ticket = admission.admit("main", &alice, {0});
    ASSERT_TRUE(ticket);
    tickets.push_back(std::move(*ticket));
  }
  EXPECT_EQ(admission.clients(), 1000U);
}

TEST(Admission, LimitsEachAddressApart) {
  Admission admission(10);
  const auto first = admission.admit("main", &alice, {2});
  auto second = std::optional(admission.admit("main", &alice, {2}));
  EXPECT_EQ(refusal(admission, &alice, 2), CloseReason::too_many_clients_from_address);
  EXPECT_EQ(refusal(admission, &bob, 2), std::nullopt);
  second.reset();
  EXPECT_EQ(refusal(admission, &alice, 2), std::nullopt);
}

TEST(Admission, LimitsEachListenerApart) {
  Admission admission(10);
  const auto main = admission.admit("main", &alice, {1});
  EXPECT_TRUE(admission.admit("other", &alice, {1}));
  EXPECT_FALSE(admission.admit("main", &alice, {1}));
}

TEST(Admission, LimitsNoClientWithoutAddress) {
  Admission admission(10);
  const auto first = admission.admit("main", nullptr, {1});
  EXPECT_TRUE(admission.admit("main", nullptr, {1}));
}

TEST(Admission, LimitsEachNetworkApart) {
  Admission admission(10);
  const address neighbour = make_address("192.0.2.200");
  const address stranger = make_address("192.0.3.1");
  const Admission::Quota quota{.per_prefix = 2};
  auto first = std::optional(admission.admit("main", &alice, quota));
  const auto second = admission.admit("main", &neighbour, quota);
  const auto third = admission.admit("main", &neighbour, quota);
  EXPECT_TRUE(second);
  ASSERT_FALSE(third);
  EXPECT_EQ(third.error(), CloseReason::too_many_clients_from_prefix);
  EXPECT_TRUE(admission.admit("main", &stranger, quota));
  EXPECT_TRUE(admission.admit("other", &alice, quota));
  first.reset();
  EXPECT_TRUE(admission.admit("main", &neighbour, quota));
}

TEST(Admission, CountsAnAddressAndItsNetworkBoth) {
  Admission admission(10);
  const address neighbour = make_address("192.0.2.200");
  const Admission::Quota quota{.per_address = 1, .per_prefix = 2};
  const auto first = admission.admit("main", &alice, quota);
  const auto again = admission.admit("main", &alice, quota);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error(), CloseReason::too_many_clients_from_address);
  EXPECT_TRUE(admission.admit("main", &neighbour, quota));
}

TEST(Admission, TakesIPv6NetworksAsLargeAsItIsTold) {
  Admission admission(10);
  const address far = make_address("2001:db8:0:1::1");
  const auto first = admission.admit("main", &bob, {.per_prefix = 1});
  EXPECT_FALSE(admission.admit("main", &far, {.per_prefix = 1}));
  EXPECT_TRUE(admission.admit("main", &far, {.per_prefix = 1, .ipv6_prefix = 64}));
}

TEST(Admission, TakesNoPlaceForRefusedClient) {
  Admission admission(2);
  const auto first = admission.admit("main", &alice, {1});
  for (int attempt = 0; attempt < 5; ++attempt)
    EXPECT_EQ(refusal(admission, &alice, 1), CloseReason::too_many_clients_from_address);
  EXPECT_EQ(admission.clients(), 1U);
  EXPECT_EQ(refusal(admission, &bob, 1), std::nullopt);
}

TEST(Admission, NamesTheLimitOfAllFirst) {
  Admission admission(1);
  const auto first = admission.admit("main", &alice, {1});
  EXPECT_EQ(refusal(admission, &alice, 1), CloseReason::too_many_clients);
}

TEST(Admission, KeepsClientsOverLoweredLimit) {
  Admission admission(3);
  auto first = std::optional(admission.admit("main", &alice, {0}));
  const auto second = admission.admit("main", &alice, {0});
  admission.set_max_clients(1);
  EXPECT_EQ(admission.max_clients(), 1U);
  EXPECT_EQ(admission.clients(), 2U);
  EXPECT_EQ(refusal(admission, &bob), CloseReason::too_many_clients);
  first.reset();
  EXPECT_EQ(refusal(admission, &bob), CloseReason::too_many_clients);
  admission.set_max_clients(2);
  EXPECT_EQ(refusal(admission, &bob), std::nullopt);
}

TEST(Admission, GivesThePlaceOfMovedTicketBackOnce) {
  Admission admission(10);
  auto ticket = admission.admit("main", &alice, {1});
  ASSERT_TRUE(ticket);
  {
    const Admission::Ticket moved(std::move(*ticket));
    EXPECT_EQ(admission.clients(), 1U);
  }
  EXPECT_EQ(admission.clients(), 0U);
  EXPECT_EQ(refusal(admission, &alice, 1), std::nullopt);
}

TEST(Admission, NeverLetsMoreInThanItMayWhateverTheThreadsDo) {
  constexpr std::uint32_t limit = 3;
  constexpr std::uint32_t per_address = 2;
  Admission admission(limit);
  std::atomic<std::uint32_t> inside{0}, from_alice{0}, from_bob{0}, let_in{0};
  std::atomic<bool> exceeded{false};
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 4; ++thread) {
      threads.emplace_back([&, client = thread % 2 == 0 ? &alice : &bob] {
        for (int round = 0; round < 2000; ++round) {
          const auto ticket = admission.admit("main", client, {per_address});
          if (!ticket) continue;
          ++let_in;
          std::atomic<std::uint32_t>& from_here = client == &alice ? from_alice : from_bob;
          if (++inside > limit) exceeded = true;
          if (++from_here > per_address) exceeded = true;
          --from_here;
          --inside;
        }
      });
    }
  }
  EXPECT_FALSE(exceeded);
  EXPECT_GT(let_in, 0U);
  EXPECT_EQ(admission.clients(), 0U);
  EXPECT_EQ(refusal(admission, &alice, 1), std::nullopt);
}

TEST(Admission, GivesTicketsThatCannotBeCopied) {
  EXPECT_FALSE(std::is_copy_constructible_v<Admission::Ticket>);
  EXPECT_FALSE(std::is_copy_assignable_v<Admission::Ticket>);
}

}  // namespace
}  // namespace lanchat::net
