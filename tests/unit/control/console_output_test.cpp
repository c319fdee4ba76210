// SPDX-License-Identifier: MIT
#include "control/console_output.hpp"

#include "lanchat/async/task_group.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/local/connect_pair.hpp>
#include <boost/asio/read.hpp>
#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

namespace lanchat::control {
namespace {

class ConsoleOutputTest : public testing::Test {
 protected:
  ConsoleOutputTest() { boost::asio::local::connect_pair(near_, far_); }

  void poll() {
    context_.restart();
    context_.poll();
  }

  std::string received() {
    std::string bytes(far_.available(), '\0');
    boost::asio::read(far_, boost::asio::buffer(bytes));
    return bytes;
  }

  boost::asio::io_context context_{1};
  Stream near_{context_};
  Stream far_{context_};
  async::TaskGroup tasks_{context_.get_executor(),
                          [](std::exception_ptr failure) { std::rethrow_exception(failure); }};
};

TEST_F(ConsoleOutputTest, WritesWhatIsSaidBeforeAndWhileItRuns) {
  ConsoleOutput output(near_, [] { return most_waiting_output({}); });
  output.settled(1, "answered");
  tasks_.spawn(output.write());
  poll();
  EXPECT_EQ(received(), "{\"event\":\"settled\",\"number\":1,\"why\":\"answered\"}\n");
  output.delivery(2, true);
  output.delivery(3, false);
  poll();
  EXPECT_EQ(received(),
            "{\"event\":\"delivery\",\"number\":2,\"delivered\":true}\n"
            "{\"event\":\"delivery\",\"number\":3,\"delivered\":false}\n");
  output.finish();
  poll();
  EXPECT_EQ(tasks_.size(), 0U);
}

TEST_F(ConsoleOutputTest, WritesTheRestBeforeItEnds) {
  ConsoleOutput output(near_, [] { return most_waiting_output({}); });
  output.delivery(1, true);
  output.finish();
  tasks_.spawn(output.write());
  poll();
  EXPECT_EQ(tasks_.size(), 0U);
  EXPECT_EQ(received(), "{\"event\":\"delivery\",\"number\":1,\"delivered\":true}\n");
}

TEST_F(ConsoleOutputTest, ClosesAPeerThatLetsTooMuchWait) {
  std::size_t limit = 100;
  ConsoleOutput output(near_, [&limit] { return limit; });
  tasks_.spawn(output.write());
  output.delivery(1, true);
  EXPECT_TRUE(near_.is_open());
  output.delivery(2, true);
  output.delivery(3, true);
  EXPECT_FALSE(near_.is_open());
  output.delivery(4, true);
  poll();
  EXPECT_EQ(tasks_.size(), 0U);
}

TEST_F(ConsoleOutputTest, HasTheLimitThatIsSetNow) {
  std::size_t limit = 100;
  ConsoleOutput output(near_, [&limit] { return limit; });
  limit = 1000;
  for (std::uint64_t i = 1; i <= 5; ++i)
    output.delivery(i, true);
  EXPECT_TRUE(near_.is_open());
  limit = 100;
  output.delivery(6, true);
  EXPECT_FALSE(near_.is_open());
}

TEST_F(ConsoleOutputTest, HasRoomForAllThatADeskMayHold) {
  const OperatorDesk::Limits limits{50'000, 100'000};
  ConsoleOutput output(near_, [limits] { return most_waiting_output(limits); });
  for (std::size_t i = 0; i < limits.questions; ++i)
    output.show(i, {"a-listener-with-a-long-name", "[2001:db8:1111:2222:3333:4444:5555:6666]:65535",
                    std::uint64_t{1} << 60U, "\1\1", std::chrono::hours{1000}, ""});
  EXPECT_TRUE(near_.is_open());
}

}  // namespace
}  // namespace lanchat::control
