// SPDX-License-Identifier: MIT
#pragma once

// The epoll instance of one io_context, as Readiness and TurnQueue use it. With them the only place
// that knows what is inside Asio; decision 13 says why.

#include <boost/asio/detail/epoll_reactor.hpp>
#include <boost/asio/io_context.hpp>

namespace lanchat::async {

/// Outlived by its io_context; call on that context's thread.
class Reactor {
 public:
  using Asio = boost::asio::detail::epoll_reactor;

  explicit Reactor(boost::asio::io_context& context);

  [[nodiscard]] Asio& asio() noexcept { return asio_; }

  /// The descriptor of epoll_create1(2).
  [[nodiscard]] int epoll() const noexcept { return epoll_; }

 private:
  Asio& asio_;
  int epoll_;
};

}  // namespace lanchat::async
