// SPDX-License-Identifier: MIT
#pragma once

// Asks a worker something from the main context: the work runs on the worker's thread, the answer comes back
// here.

#include "lanchat/net/worker.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <type_traits>
#include <utility>

namespace lanchat::daemon {

template <typename Work>
async::Task<std::invoke_result_t<Work&>> as_task(Work work) {
  co_return work();
}

/// Runs `work` on the worker and gives what it returns. An exception of the work's is thrown here. A worker
/// whose thread has ended is asked here: nobody else touches it any more.
template <typename Work>
async::Task<std::invoke_result_t<Work&>> on_worker(net::Worker& worker, Work work) {
  if (!worker.running()) co_return work();
  async::Task<std::invoke_result_t<Work&>> task = as_task(std::move(work));
  co_return co_await boost::asio::co_spawn(worker.executor(), std::move(task),
                                           boost::asio::use_awaitable_t<async::Executor>{});
}

}  // namespace lanchat::daemon
