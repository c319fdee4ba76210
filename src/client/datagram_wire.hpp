// SPDX-License-Identifier: MIT
#pragma once

// Messages over UDP. A name may have several addresses and only sending shows which of them answers: until
// the first reply, what was sent is kept, and sent again to the next address when one refuses.

#include "lanchat/protocol/framing.hpp"

#include "client/wire.hpp"

#include <boost/asio/basic_datagram_socket.hpp>
#include <boost/asio/ip/udp.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace lanchat::client {

class DatagramWire final : public Wire {
 public:
  using Endpoint = boost::asio::ip::udp::endpoint;

  DatagramWire(async::Executor executor, std::vector<Endpoint> endpoints, protocol::Framing framing);

  /// Prepares the first address that can be sent to at all; the error is the last one's.
  [[nodiscard]] boost::system::error_code open();

  bool add(std::string_view message) override;

  [[nodiscard]] bool full() const noexcept override { return has_datagram_; }

  async::Task<boost::system::error_code> flush() override;
  async::Task<boost::system::error_code> receive() override;
  Next next() override;
  void close() noexcept override;

 private:
  bool move_on();

  boost::asio::basic_datagram_socket<boost::asio::ip::udp, async::Executor> socket_;
  std::vector<Endpoint> endpoints_;
  std::size_t next_endpoint_ = 0;
  protocol::Framing framing_;
  std::string datagram_;  ///< the batch: one, to be sent
  bool has_datagram_ = false;
  std::vector<std::string> unanswered_;  ///< what was sent before the first reply
  std::string received_;
  bool has_received_ = false;
  bool answered_ = false;
  bool refused_ = false;  ///< flush() has heard what receive() must act on
  bool closed_ = false;
};

}  // namespace lanchat::client
