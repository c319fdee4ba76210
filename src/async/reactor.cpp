// SPDX-License-Identifier: MIT
#include "lanchat/async/reactor.hpp"

namespace lanchat::async {
namespace {

// What a class keeps private may be named in an explicit instantiation ([temp.spec.general]), and nowhere
// else.
int epoll_of(const boost::asio::detail::epoll_reactor& reactor);

template <auto Member>
struct Revealed {
  friend int epoll_of(const boost::asio::detail::epoll_reactor& reactor) { return reactor.*Member; }
};

template struct Revealed<&boost::asio::detail::epoll_reactor::epoll_fd_>;

}  // namespace

Reactor::Reactor(boost::asio::io_context& context)
    : asio_(boost::asio::use_service<Asio>(context)), epoll_(epoll_of(asio_)) {
  asio_.init_task();
}

}  // namespace lanchat::async
