// SPDX-License-Identifier: MIT
#pragma once

// The Asio types of the control socket, and how its coroutines wait: errors come back as values.

#include "lanchat/async/as_result.hpp"
#include "lanchat/async/executor.hpp"

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/local/stream_protocol.hpp>

#include <chrono>

namespace lanchat::control {

using Protocol = boost::asio::local::stream_protocol;
using Stream = boost::asio::basic_stream_socket<Protocol, async::Executor>;
using Acceptor = boost::asio::basic_socket_acceptor<Protocol, async::Executor>;
using Timer =
    boost::asio::basic_waitable_timer<std::chrono::steady_clock,
                                      boost::asio::wait_traits<std::chrono::steady_clock>, async::Executor>;

using async::as_result;

}  // namespace lanchat::control
