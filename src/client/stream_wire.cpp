// SPDX-License-Identifier: MIT
#include "client/stream_wire.hpp"

#include "lanchat/async/as_result.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/write.hpp>

#include <utility>

namespace lanchat::client {
namespace {

constexpr std::size_t batch_size = 64 * 1024;
using async::as_result;

}  // namespace

StreamWire::StreamWire(Socket socket, const protocol::FramingOptions& framing)
    : socket_(std::move(socket)),
      encoder_(framing),
      ending_(protocol::default_ending(framing.framing)),
      input_(framing) {}

bool StreamWire::add(std::string_view message) {
  return encoder_.append(batch_, message, ending_);
}

bool StreamWire::full() const noexcept {
  return batch_.size() >= batch_size;
}

async::Task<boost::system::error_code> StreamWire::flush() {
  const auto bytes = boost::asio::buffer(batch_);
  const auto [error, written] = co_await boost::asio::async_write(socket_, bytes, as_result);
  batch_.clear();
  co_return error;
}

async::Task<boost::system::error_code> StreamWire::receive() {
  const std::span<char> room = input_.room();
  const auto buffer = boost::asio::buffer(room.data(), room.size());
  const auto [error, size] = co_await socket_.async_read_some(buffer, as_result);
  input_.filled(size);
  if (error == boost::asio::error::eof) input_.end_of_stream();
  co_return error;
}

Wire::Next StreamWire::next() {
  return input_.next();
}

void StreamWire::close() noexcept {
  boost::system::error_code ignored;
  socket_.shutdown(boost::asio::socket_base::shutdown_both, ignored);
  socket_.close(ignored);
}

}  // namespace lanchat::client
