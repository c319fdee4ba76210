// SPDX-License-Identifier: MIT
#pragma once

// All that is said in one run of the program: one exchange, or with `--reconnect` one for each message.

#include "client/connector.hpp"
#include "client/exchange.hpp"
#include "client/options.hpp"

#include <boost/asio/io_context.hpp>

#include <functional>
#include <memory>

namespace lanchat::client {

class Conversation {
 public:
  /// Everything given outlives it. `patient`: a person decides how long to wait for a reply.
  Conversation(boost::asio::io_context& context, const Options& options, MessageSource& source,
               ReplySink& sink, bool patient);

  /// Starts it; the context runs it, and runs out of work when it has ended. `on_connected` and `on_ended`
  /// are called from within, the former never where there is no connection.
  void start(std::function<void()> on_connected, std::function<void()> on_ended);

  /// Ends it now.
  void stop();

  [[nodiscard]] bool ended() const noexcept { return ended_; }

  /// How it went, once it has ended. Throws what a defect threw.
  [[nodiscard]] const Outcome& outcome() const;

 private:
  async::Task<> converse();
  async::Task<> one_exchange();
  async::Task<> one_exchange_a_message();
  async::Task<> exchange(MessageSource& source, std::uint64_t count);

  async::Executor executor_;
  const Options& options_;
  MessageSource& source_;
  ReplySink& sink_;
  bool patient_;
  async::DeadlineTimer timer_;
  Connector connector_;
  Exchange* current_ = nullptr;
  std::function<void()> on_connected_;
  std::function<void()> on_ended_;
  Outcome outcome_;
  std::exception_ptr defect_;
  bool stopped_ = false;
  bool ended_ = false;
  async::TaskGroup group_;
};

}  // namespace lanchat::client
