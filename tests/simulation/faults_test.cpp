// SPDX-License-Identifier: MIT
#include "simulation/referee.hpp"

#include <gtest/gtest.h>

namespace lanchat::simulation {
namespace {

TEST(Faults, Nothing) {
  World::Options options;
  options.listener.name = "main";
  options.listener.policy = "echo";
  World world(options);
  Talk talk{Rules{}};
  talk.say("hello");
  talk.say("two", "\r\n");
  talk.say_half("half");
  Habits habits;
  habits.pieces = {3, 1, 5};
  world.add(talk, habits);
  world.run();
  const Referee referee(world, options.listener, {});
  for (const auto& each : referee.complaints())
    ADD_FAILURE() << each;
  std::cout << world.trace();
}

}  // namespace
}  // namespace lanchat::simulation
