// SPDX-License-Identifier: MIT
#include "net/connection_rates.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace lanchat::net {
namespace {

using boost::asio::ip::make_address;
using namespace std::chrono_literals;

const TokenTable::Time start{1h};

ConnectionRates rates(std::uint32_t per_address, std::uint32_t per_prefix) {
  Limits limits;
  limits.connection_rate = per_address;
  limits.connection_rate_per_prefix = per_prefix;
  return {limits, KeyedHash(1, 2)};
}

// How many of ten connections of this address come through.
int admitted(ConnectionRates& rates, const std::string& address, TokenTable::Time now) {
  int count = 0;
  for (int i = 0; i < 10; ++i)
    count += rates.admit(make_address(address), now) ? 1 : 0;
  return count;
}

TEST(ConnectionRates, LimitEachAddressApart) {
  ConnectionRates limited = rates(3, 0);
  EXPECT_EQ(admitted(limited, "192.0.2.1", start), 3);
  EXPECT_EQ(admitted(limited, "192.0.2.2", start), 3);
  EXPECT_EQ(admitted(limited, "2001:db8::1", start), 3);
  EXPECT_EQ(admitted(limited, "192.0.2.1", start + 1s), 3);
}

TEST(ConnectionRates, LimitAllAddressesOfANetworkTogether) {
  ConnectionRates limited = rates(0, 4);
  EXPECT_EQ(admitted(limited, "192.0.2.1", start), 4);
  EXPECT_EQ(admitted(limited, "192.0.2.254", start), 0);
  EXPECT_EQ(admitted(limited, "192.0.3.1", start), 4);
  EXPECT_EQ(admitted(limited, "2001:db8:0:100::1", start), 4);
  EXPECT_EQ(admitted(limited, "2001:db8:0:1ff::2", start), 0);
  EXPECT_EQ(admitted(limited, "2001:db8:0:200::1", start), 4);
}

TEST(ConnectionRates, KnowAnIPv4ClientOverAnIPv6Socket) {
  ConnectionRates limited = rates(3, 0);
  EXPECT_EQ(admitted(limited, "192.0.2.1", start), 3);
  EXPECT_EQ(admitted(limited, "::ffff:192.0.2.1", start), 0);
}

TEST(ConnectionRates, GoOnCountingWhatHasNotChanged) {
  ConnectionRates limited = rates(3, 0);
  EXPECT_EQ(admitted(limited, "192.0.2.1", start), 3);
  Limits limits;
  limits.connection_rate = 3;
  limits.idle_timeout = 1s;
  limited.set_limits(limits);
  EXPECT_EQ(admitted(limited, "192.0.2.1", start), 0);
  limits.connection_rate = 4;
  limited.set_limits(limits);
  EXPECT_EQ(admitted(limited, "192.0.2.1", start), 4);
  limits.connection_rate = 0;
  limited.set_limits(limits);
  EXPECT_EQ(admitted(limited, "192.0.2.1", start), 10);
}

TEST(ConnectionRates, FillAgainEvenly) {
  ConnectionRates limited = rates(2, 0);
  EXPECT_EQ(admitted(limited, "192.0.2.1", start), 2);
  EXPECT_EQ(admitted(limited, "192.0.2.1", start + 499ms), 0);
  EXPECT_EQ(admitted(limited, "192.0.2.1", start + 500ms), 1);
}

}  // namespace
}  // namespace lanchat::net
