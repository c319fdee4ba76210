// SPDX-License-Identifier: MIT
#pragma once

// The kinds of load there are; each runs to its end and prints its result.

#include "plan.hpp"

namespace lanchat::bench {

/// Each client sends its next messages as soon as the ones before are answered.
void closed_loop(const Plan& plan);

/// Messages leave at a fixed rate, whatever the server does; a latency counts from when a message ought to
/// have left.
void open_loop(const Plan& plan);

/// Connects, sends one message, takes its reply, closes; `clients` of them at one time.
void connect_loop(const Plan& plan);

/// `clients` UDP sockets with `depth` datagrams on the way each; one that is not answered in time is lost.
void datagram_loop(const Plan& plan);

/// Connects, one message each, then says so and does nothing until standard input ends.
void idle(const Plan& plan);

}  // namespace lanchat::bench
