// SPDX-License-Identifier: MIT
#include "client/datagram_wire.hpp"

#include "lanchat/async/task_group.hpp"

#include <boost/asio/io_context.hpp>
#include <gmock/gmock.h>

#include <array>

namespace lanchat::client {
namespace {

using boost::asio::ip::udp;
using testing::ElementsAre;

class DatagramWireTest : public testing::Test {
 protected:
  static udp::endpoint loopback() { return {boost::asio::ip::address_v4::loopback(), 0}; }

  // An address of this machine that nobody listens at: whose socket is closed again.
  udp::endpoint refusing() {
    const udp::socket socket(context_, loopback());
    return socket.local_endpoint();
  }

  // Sends the messages one by one and waits for as many replies, or for an error.
  async::Task<> converse(DatagramWire& wire, std::vector<std::string> messages) {
    for (const std::string& message : messages) {
      EXPECT_TRUE(wire.add(message));
      EXPECT_TRUE(wire.full());
      error_ = co_await wire.flush();
      if (error_) co_return;
    }
    while (replies_.size() < messages.size()) {
      error_ = co_await wire.receive();
      if (error_) co_return;
      for (auto next = wire.next(); next && *next; next = wire.next())
        replies_.emplace_back(**next);
    }
  }

  // A server that sends every datagram back, for so many.
  void echo(udp::socket& server, std::size_t count) {
    server.async_receive_from(boost::asio::buffer(bytes_), from_, [&, count](auto error, std::size_t size) {
      if (error) return;
      heard_.emplace_back(bytes_.data(), size);
      server.send_to(boost::asio::buffer(bytes_, size), from_);
      if (count > 1) echo(server, count - 1);
    });
  }

  boost::asio::io_context context_;
  async::TaskGroup group_{context_.get_executor(),
                          [](std::exception_ptr failure) { std::rethrow_exception(failure); }};
  std::array<char, 1024> bytes_{};
  udp::endpoint from_;
  std::vector<std::string> heard_;
  std::vector<std::string> replies_;
  boost::system::error_code error_;
};

TEST_F(DatagramWireTest, SendsLinesAndTakesTheirEndingsOffReplies) {
  udp::socket server(context_, loopback());
  echo(server, 2);
  DatagramWire wire(context_.get_executor(), {server.local_endpoint()}, protocol::Framing::line);
  ASSERT_FALSE(wire.open());
  group_.spawn(converse(wire, {"one", ""}));
  context_.run();
  EXPECT_THAT(heard_, ElementsAre("one\n", "\n"));
  EXPECT_THAT(replies_, ElementsAre("one", ""));
}

TEST_F(DatagramWireTest, SendsRawBytesAsTheyAre) {
  udp::socket server(context_, loopback());
  echo(server, 1);
  DatagramWire wire(context_.get_executor(), {server.local_endpoint()}, protocol::Framing::raw);
  ASSERT_FALSE(wire.open());
  group_.spawn(converse(wire, {"one\n"}));
  context_.run();
  EXPECT_THAT(heard_, ElementsAre("one\n"));
  EXPECT_THAT(replies_, ElementsAre("one\n"));
}

TEST_F(DatagramWireTest, TurnsToTheNextAddressWithEverythingSoFarWhereOneRefuses) {
  udp::socket server(context_, loopback());
  echo(server, 3);
  DatagramWire wire(context_.get_executor(), {refusing(), refusing(), server.local_endpoint()},
                    protocol::Framing::line);
  ASSERT_FALSE(wire.open());
  group_.spawn(converse(wire, {"one", "two", "three"}));
  context_.run();
  EXPECT_THAT(replies_, ElementsAre("one", "two", "three"));
}

TEST_F(DatagramWireTest, SaysSoWhereEveryAddressRefuses) {
  DatagramWire wire(context_.get_executor(), {refusing(), refusing()}, protocol::Framing::line);
  ASSERT_FALSE(wire.open());
  group_.spawn(converse(wire, {"one"}));
  context_.run();
  EXPECT_EQ(error_, boost::asio::error::connection_refused);
}

}  // namespace
}  // namespace lanchat::client
