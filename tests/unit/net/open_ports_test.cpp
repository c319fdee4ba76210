// SPDX-License-Identifier: MIT
#include "lanchat/net/open_ports.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <initializer_list>
#include <thread>
#include <vector>

namespace lanchat::net {
namespace {

TEST(OpenPorts, HoldsWhatIsOpen) {
  OpenPorts ports;
  for (const std::uint16_t port : std::initializer_list<std::uint16_t>{1, 63, 64, 8888, 65534}) {
    EXPECT_FALSE(ports.contains(port));
    ports.add(port);
    EXPECT_TRUE(ports.contains(port));
    EXPECT_FALSE(ports.contains(static_cast<std::uint16_t>(port + 1)));
    ports.remove(port);
    EXPECT_FALSE(ports.contains(port));
  }
}

TEST(OpenPorts, KeepsAPortUntilItsLastAddressCloses) {
  OpenPorts ports;
  ports.add(8888);
  ports.add(8888);
  ports.remove(8888);
  EXPECT_TRUE(ports.contains(8888));
  ports.remove(8888);
  EXPECT_FALSE(ports.contains(8888));
}

TEST(OpenPorts, IgnoresTheEndOfWhatWasNeverOpen) {
  OpenPorts ports;
  ports.remove(8888);
  ports.add(8888);
  EXPECT_TRUE(ports.contains(8888));
}

TEST(OpenPorts, IsKeptByManyThreads) {
  OpenPorts ports;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&ports] {
      for (int round = 0; round < 1000; ++round) {
        ports.add(4711);
        EXPECT_TRUE(ports.contains(4711));
        ports.remove(4711);
      }
    });
  for (auto& thread : threads)
    thread.join();
  EXPECT_FALSE(ports.contains(4711));
}

}  // namespace
}  // namespace lanchat::net
