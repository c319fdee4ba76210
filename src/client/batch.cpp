// SPDX-License-Identifier: MIT
#include "client/batch.hpp"

#include "client/conversation.hpp"
#include "client/report.hpp"
#include "client/standard_input.hpp"
#include "client/standard_output.hpp"

#include <boost/asio/io_context.hpp>
#include <fmt/format.h>

#include <cerrno>
#include <cstring>

namespace lanchat::client {

int run_batch(const Options& options) {
  boost::asio::io_context context(1);
  const bool raw_stream =
      options.framing.framing == protocol::Framing::raw && options.transport != Transport::udp;
  StandardInput input(context.get_executor(), raw_stream);
  StandardOutput output;
  Conversation conversation(context, options, input, output, false);
  conversation.start([] {}, [] {});
  context.run();
  Outcome outcome = conversation.outcome();
  if (outcome.failure && output.error() != 0) {
    // Like a program that SIGPIPE ends, nothing to say where the reader has simply had enough.
    if (output.error() == EPIPE) return static_cast<int>(ExitStatus::input_output);
    outcome.failure =
        Failure{ExitStatus::input_output, fmt::format("standard output: {}", std::strerror(output.error()))};
  }
  return report(outcome);
}

}  // namespace lanchat::client
