// SPDX-License-Identifier: MIT
#pragma once

// How every coroutine waits for an operation: its error is a value beside the result, never an exception.

#include "lanchat/async/executor.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace lanchat::async {

/// `const auto [error, result...] = co_await operation(..., async::as_result);`
inline constexpr auto as_result = boost::asio::as_tuple(boost::asio::use_awaitable_t<Executor>{});

}  // namespace lanchat::async
