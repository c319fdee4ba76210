// SPDX-License-Identifier: MIT
#include "client/datagram_wire.hpp"

#include "lanchat/async/as_result.hpp"
#include "lanchat/protocol/datagram.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>

#include <utility>

namespace lanchat::client {
namespace {

constexpr std::size_t largest_datagram = 65'535;
using async::as_result;
constexpr auto refused = boost::asio::error::connection_refused;

}  // namespace

DatagramWire::DatagramWire(async::Executor executor, std::vector<Endpoint> endpoints,
                           protocol::Framing framing)
    : socket_(executor), endpoints_(std::move(endpoints)), framing_(framing) {}

boost::system::error_code DatagramWire::open() {
  boost::system::error_code error = refused;
  while (next_endpoint_ < endpoints_.size()) {
    const Endpoint& endpoint = endpoints_[next_endpoint_++];
    boost::system::error_code ignored;
    socket_.close(ignored);
    socket_.open(endpoint.protocol(), error);
    if (!error) socket_.connect(endpoint, error);
    if (!error) break;
  }
  return error;
}

bool DatagramWire::add(std::string_view message) {
  datagram_ = message;
  if (framing_ == protocol::Framing::line) datagram_ += '\n';
  has_datagram_ = true;
  return true;
}

async::Task<boost::system::error_code> DatagramWire::flush() {
  if (!has_datagram_) co_return boost::system::error_code{};
  has_datagram_ = false;
  if (!answered_) unanswered_.push_back(datagram_);
  const auto bytes = boost::asio::buffer(datagram_);
  const auto [error, size] = co_await socket_.async_send(bytes, as_result);
  // Moving on to another address, receive() has sent it again.
  if (error == boost::asio::error::operation_aborted && !closed_) co_return boost::system::error_code{};
  if (error != refused) co_return error;
  // The refusal of an earlier datagram; receive(), which may be waiting, knows what to do.
  refused_ = true;
  socket_.cancel();
  co_return boost::system::error_code{};
}

async::Task<boost::system::error_code> DatagramWire::receive() {
  received_.resize(largest_datagram);
  while (true) {
    boost::system::error_code error = refused;
    if (!std::exchange(refused_, false)) {
      const auto buffer = boost::asio::buffer(received_);
      const auto [received_error, size] = co_await socket_.async_receive(buffer, as_result);
      error = received_error;
      if (!error) {
        received_.resize(size);
        has_received_ = answered_ = true;
        unanswered_.clear();
        co_return error;
      }
      if (!closed_ && std::exchange(refused_, false)) error = refused;
    }
    if (closed_ || error != refused || !move_on()) co_return error;
  }
}

Wire::Next DatagramWire::next() {
  if (!std::exchange(has_received_, false)) return std::nullopt;
  return protocol::decode_datagram(received_, framing_).payload;
}

void DatagramWire::close() noexcept {
  closed_ = true;
  boost::system::error_code ignored;
  socket_.close(ignored);
}

// Turns to the next address with everything that was sent so far. False: there is none, or one has answered
// before, so that it is this server that has gone.
bool DatagramWire::move_on() {
  if (answered_ || open()) return false;
  for (const std::string& datagram : unanswered_) {
    boost::system::error_code ignored;
    socket_.send(boost::asio::buffer(datagram), 0, ignored);
  }
  return true;
}

}  // namespace lanchat::client
