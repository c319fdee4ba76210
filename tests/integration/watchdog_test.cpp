// SPDX-License-Identifier: MIT
// The watchdog is fed by the answers of every worker, not by the clock alone.
#include "daemon/watchdog.hpp"

#include "integration/fake_service_manager.hpp"
#include "integration/patience.hpp"
#include "integration/served.hpp"

#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <future>

namespace lanchat::integration {
namespace {

using namespace std::chrono_literals;

auto fed(const FakeServiceManager& manager) {
  const auto told = manager.told();
  return std::ranges::count(told, "WATCHDOG");
}

// False: it did not come true in time.
bool run_until(boost::asio::io_context& context, const auto& condition) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  while (!condition() && std::chrono::steady_clock::now() < deadline)
    context.run_one_for(10ms);
  return condition();
}

TEST(Watchdog, IsNotFedWhileOneWorkerHangs) {
  boost::asio::io_context context(1);
  FakeServiceManager manager;
  manager.interval = 20ms;
  daemon::Watchdog watchdog(context.get_executor(), manager);
  Served served(2, 10);  // ends before the watchdog, which its workers answer
  watchdog.start({&served.worker(0), &served.worker(1)});
  ASSERT_TRUE(run_until(context, [&] { return fed(manager) > 3; }));

  std::promise<void> hangs;
  std::promise<void> over;
  served.worker(1).post([&] {
    hangs.set_value();
    over.get_future().wait();
  });
  hangs.get_future().wait();
  context.run_for(20ms);  // what it had answered before may still count once
  const auto before = fed(manager);
  context.run_for(100ms);
  EXPECT_EQ(fed(manager), before);
  over.set_value();
  EXPECT_TRUE(run_until(context, [&] { return fed(manager) > before; }));
  watchdog.stop();
}

}  // namespace
}  // namespace lanchat::integration
