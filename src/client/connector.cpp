// SPDX-License-Identifier: MIT
#include "client/connector.hpp"

#include "lanchat/async/as_result.hpp"

#include "client/alarm.hpp"
#include "client/datagram_wire.hpp"
#include "client/stream_wire.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/ip/basic_resolver.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <fmt/format.h>

#include <utility>

namespace lanchat::client {
namespace {

namespace ip = boost::asio::ip;
using async::as_result;
constexpr std::chrono::milliseconds default_connect_timeout = std::chrono::seconds{10};

}  // namespace

Connector::Connector(async::Executor executor, async::DeadlineQueue& deadlines, const Options& options)
    : executor_(executor), deadlines_(deadlines), options_(options) {}

async::Task<Connector::Result> Connector::connect() {
  if (stream_endpoints_.empty() && datagram_endpoints_.empty()) {
    if (auto failure = co_await resolve()) co_return std::unexpected(std::move(*failure));
  }
  if (options_.transport == Transport::udp) co_return open_datagrams();
  co_return co_await connect_stream();
}

async::Task<std::optional<Failure>> Connector::resolve() {
  if (options_.transport == Transport::unix_stream) {
    stream_endpoints_.emplace_back(boost::asio::local::stream_protocol::endpoint(options_.path));
    co_return std::nullopt;
  }
  // One entry an address: UDP's resolver serves for both.
  ip::basic_resolver<ip::udp, async::Executor> resolver(executor_);
  const std::string port = std::to_string(options_.port);
  const auto flags = ip::resolver_base::numeric_service;
  const auto [error, found] = co_await resolver.async_resolve(options_.host, port, flags, as_result);
  if (error)
    co_return Failure{ExitStatus::unknown_host, fmt::format("{}: {}", options_.host, error.message())};
  for (const auto& entry : found) {
    const ip::udp::endpoint endpoint = entry.endpoint();
    datagram_endpoints_.push_back(endpoint);
    stream_endpoints_.emplace_back(ip::tcp::endpoint(endpoint.address(), endpoint.port()));
  }
  co_return std::nullopt;
}

async::Task<Connector::Result> Connector::connect_stream() {
  Result result = std::unexpected(Failure{});
  for (const StreamEndpoint& endpoint : stream_endpoints_) {
    result = co_await connect_to(endpoint);
    if (result) break;
  }
  co_return result;
}

async::Task<Connector::Result> Connector::connect_to(StreamEndpoint endpoint) {
  StreamWire::Socket socket(executor_);
  bool timed_out = false;
  Alarm deadline(deadlines_, [&socket, &timed_out] {
    timed_out = true;
    boost::system::error_code ignored;
    socket.close(ignored);
  });
  const auto timeout = options_.timeout.value_or(default_connect_timeout);
  if (timeout.count() != 0) deadline.expire_at(async::Clock::now() + timeout);
  auto [error] = co_await socket.async_connect(endpoint, as_result);
  if (timed_out) error = boost::asio::error::timed_out;
  if (error) co_return std::unexpected(unavailable(error));
  boost::system::error_code ignored;  // a unix socket has no such option
  socket.set_option(ip::tcp::no_delay(true), ignored);
  co_return std::make_unique<StreamWire>(std::move(socket), options_.framing);
}

Connector::Result Connector::open_datagrams() {
  auto wire = std::make_unique<DatagramWire>(executor_, datagram_endpoints_, options_.framing.framing);
  if (const auto error = wire->open()) return std::unexpected(unavailable(error));
  return wire;
}

Failure Connector::unavailable(const boost::system::error_code& error) const {
  return {ExitStatus::unavailable,
          fmt::format("cannot connect to {}: {}", describe_server(options_), error.message())};
}

}  // namespace lanchat::client
