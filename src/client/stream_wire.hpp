// SPDX-License-Identifier: MIT
#pragma once

// Messages over TCP or a unix socket.

#include "lanchat/protocol/encoder.hpp"

#include "client/frame_buffer.hpp"
#include "client/wire.hpp"

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/generic/stream_protocol.hpp>

#include <string>

namespace lanchat::client {

class StreamWire final : public Wire {
 public:
  using Socket = boost::asio::basic_stream_socket<boost::asio::generic::stream_protocol, async::Executor>;

  /// `socket` is connected.
  StreamWire(Socket socket, const protocol::FramingOptions& framing);

  bool add(std::string_view message) override;
  [[nodiscard]] bool full() const noexcept override;
  async::Task<boost::system::error_code> flush() override;
  async::Task<boost::system::error_code> receive() override;
  Next next() override;
  void close() noexcept override;

 private:
  Socket socket_;
  protocol::Encoder encoder_;
  protocol::Ending ending_;
  std::string batch_;
  FrameBuffer input_;
};

}  // namespace lanchat::client
