// SPDX-License-Identifier: MIT
#pragma once

// The one executor lanchat's coroutines run on. Naming it, instead of any_io_executor, saves a heap-allocated
// wrapper in every operation and every frame.

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

namespace lanchat::async {

using Executor = boost::asio::io_context::executor_type;

template <typename T = void>
using Task = boost::asio::awaitable<T, Executor>;

}  // namespace lanchat::async
