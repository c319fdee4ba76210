// SPDX-License-Identifier: MIT
#pragma once

// From the command line's server to a wire: resolves the name once and tries all its addresses.

#include "lanchat/async/deadline.hpp"
#include "lanchat/async/executor.hpp"

#include "client/exit_status.hpp"
#include "client/options.hpp"
#include "client/wire.hpp"

#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/ip/udp.hpp>

#include <expected>
#include <memory>
#include <optional>
#include <vector>

namespace lanchat::client {

class Connector {
 public:
  using Result = std::expected<std::unique_ptr<Wire>, Failure>;

  /// `options` and `deadlines` outlive it.
  Connector(async::Executor executor, async::DeadlineQueue& deadlines, const Options& options);

  [[nodiscard]] async::Task<Result> connect();

 private:
  using StreamEndpoint = boost::asio::generic::stream_protocol::endpoint;

  async::Task<std::optional<Failure>> resolve();
  async::Task<Result> connect_stream();
  async::Task<Result> connect_to(StreamEndpoint endpoint);
  Result open_datagrams();
  [[nodiscard]] Failure unavailable(const boost::system::error_code& error) const;

  async::Executor executor_;
  async::DeadlineQueue& deadlines_;
  const Options& options_;
  std::vector<StreamEndpoint> stream_endpoints_;
  std::vector<boost::asio::ip::udp::endpoint> datagram_endpoints_;
};

}  // namespace lanchat::client
