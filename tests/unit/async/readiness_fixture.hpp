// SPDX-License-Identifier: MIT
#pragma once

// A descriptor with a peer that the test plays, and what those who waited for it were told.

#include "lanchat/async/readiness.hpp"

#include "unit/async/routines.hpp"
#include "unit/async/socket_pair.hpp"

#include <optional>
#include <utility>
#include <vector>

// The suite bears the name of the type: a namespace of its own, where both can be said.
namespace lanchat::tests {

using Event = async::Readiness::Event;
using Held = async::Readiness::Held;
using Told = std::vector<bool>;

inline async::Routine hear(async::Readiness& readiness, Event event, Told& told) {
  const bool ready = co_await readiness.wait(event);
  told.push_back(ready);
}

struct Readiness : Routines {
  void wait(Event event) { group.spawn(hear(*readiness, event, told)); }

  /// The context goes round once, with nobody waiting for the watched descriptor.
  void let_another_be_served() {
    SocketPair sockets;
    async::Readiness another(reactor, sockets.here(), Held::here_only);
    Told told_another;
    group.spawn(hear(another, Event::read, told_another));
    sockets.write_there("x");
    run();
    EXPECT_EQ(told_another, Told{true});
  }

  SocketPair pair;
  std::optional<async::Readiness> readiness{std::in_place, reactor, pair.here(), Held::here_only};
  Told told;
};

}  // namespace lanchat::tests
