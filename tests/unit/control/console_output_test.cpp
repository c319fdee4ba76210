// SPDX-License-Identifier: MIT
#include "control/console_output.hpp"

#include "lanchat/async/task_group.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/local/connect_pair.hpp>
#include <boost/asio/read.hpp>
#include <gtest/gtest.h>

#include <array>
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
  ConsoleOutput output(near_);
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
  ConsoleOutput output(near_);
  output.delivery(1, true);
  output.finish();
  tasks_.spawn(output.write());
  poll();
  EXPECT_EQ(tasks_.size(), 0U);
  EXPECT_EQ(received(), "{\"event\":\"delivery\",\"number\":1,\"delivered\":true}\n");
}

TEST_F(ConsoleOutputTest, ClosesAPeerThatLetsTooMuchWait) {
  ConsoleOutput output(near_, 100);
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

}  // namespace
}  // namespace lanchat::control
