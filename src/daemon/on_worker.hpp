// SPDX-License-Identifier: MIT
#pragma once

// Asks a worker something from the main context: the work runs on the worker's thread, the answer comes back
// here.

#include "lanchat/async/executor.hpp"
#include "lanchat/async/kept_memory.hpp"
#include "lanchat/net/worker.hpp"

#include <boost/asio/bind_allocator.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <exception>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace lanchat::daemon {

/// Runs `work` on the worker and gives what it returns, which is not void. An exception of the work's is
/// thrown here. A worker whose thread has ended is asked here: nobody else touches it any more.
template <typename Work>
async::Task<std::invoke_result_t<Work&>> on_worker(net::Worker& worker, Work work) {
  using Answer = std::invoke_result_t<Work&>;
  if (!worker.running()) co_return work();
  const auto executor = co_await boost::asio::this_coro::executor;
  std::optional<Answer> answer;
  std::exception_ptr failure;
  const auto way_back =
      std::make_shared<async::KeptMemory>();  // there is one, then, wherever memory runs out
  const auto ask = [&](auto done) {
    worker.post([&, done = std::make_shared<decltype(done)>(std::move(done))]() mutable {
      try {
        answer.emplace(work());
      } catch (...) {
        failure = std::current_exception();
      }
      boost::asio::post(executor,
                        boost::asio::bind_allocator(async::Keep<std::byte>(way_back),
                                                    [done = std::move(done)] { std::move (*done)(); }));
    });
  };
  co_await boost::asio::async_initiate<const boost::asio::use_awaitable_t<async::Executor>, void()>(
      ask, boost::asio::use_awaitable_t<async::Executor>{});
  if (failure) std::rethrow_exception(failure);
  co_return std::move(*answer);
}

}  // namespace lanchat::daemon
