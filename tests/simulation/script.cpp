// SPDX-License-Identifier: MIT
#include "simulation/script.hpp"

#include "simulation/memory.hpp"

#include <memory>
#include <utility>

namespace lanchat::simulation {
namespace {

using std::chrono::milliseconds;

World::Options listener(std::string policy, protocol::Framing framing = protocol::Framing::line) {
  World::Options options;
  options.listener.name = "main";
  options.listener.policy = std::move(policy);
  options.listener.framing.framing = framing;
  options.listener.framing.max_message_size = 100;
  options.listener.limits.idle_timeout = milliseconds{2000};
  options.listener.limits.write_timeout = milliseconds{1000};
  options.stops = milliseconds{10000};
  return options;
}

Rules rules(Reply reply, Framing framing = Framing::line) {
  return {.framing = framing, .length_bytes = 4, .max_message_size = 100, .reply = reply};
}

Habits pieces(std::vector<std::size_t> sizes, Last last = Last::ends_output) {
  Habits habits;
  habits.pieces = std::move(sizes);
  habits.last = last;
  return habits;
}

void converse(World& world, const Rules& rules) {
  Talk talk(rules);
  talk.say("first");
  talk.say("");
  talk.say(std::string(100, 'y'), "\r\n");
  if (rules.framing == Framing::line) talk.say_half("half a line");
  Habits habits = pieces({4, 30, 1});
  habits.room = {32, 32};  // blocks again and again
  world.add(talk, habits);
}

void say_too_much(World& world) {
  Talk talk(rules(Reply::echo));
  talk.say("short");
  talk.say_too_much();
  world.add(talk, pieces({50}, Last::waits));
}

void crowd(World& world) {
  for (int i = 0; i < 6; ++i) {
    Talk talk(rules(Reply::echo));
    talk.say("client " + std::to_string(i));
    talk.say("again");
    world.add(talk, pieces({5}, i == 3 ? Last::waits : Last::ends_output));
  }
}

void be_stopped(World& world) {
  for (int i = 0; i < 3; ++i) {
    Talk talk(rules(Reply::echo));
    for (int j = 0; j < 20; ++j)
      talk.say("message " + std::to_string(j));
    Habits habits = pieces({7});
    habits.room.unsent = 64;
    world.add(talk, habits);
  }
  world.at(milliseconds{12}, [&world] { world.dismiss(); });
}

void be_reloaded(World& world) {
  converse(world, rules(Reply::echo));
  net::ListenerOptions other = listener("echo").listener;
  other.backlog = 7;
  world.at(milliseconds{6}, [&world, other] { world.reload(other); });
  Habits late;
  late.connects = milliseconds{20};
  Talk talk(rules(Reply::echo));
  talk.say("after the reload");
  world.add(talk, late);
}

void write_datagrams(World& world) {
  auto replies = std::make_shared<std::map<std::string, int>>();
  world.on_datagram = [replies, &world](const DatagramSocket::Datagram& reply) {
    if (++(*replies)[reply.bytes] > 1) world.stuck("a datagram was answered twice");
  };
  for (int i = 0; i < 40; ++i) {
    world.at(milliseconds{i / 15}, [&world, i] {
      sockaddr_in from{};
      from.sin_family = AF_INET;
      from.sin_port = htons(static_cast<std::uint16_t>(30000 + i % 3));
      from.sin_addr.s_addr = htonl(0x0a000101U);
      world.datagrams->arrive({from, "datagram " + std::to_string(i)});
    });
  }
}

Script with(std::string name, World::Options options, std::function<void(World&)> prepare) {
  return {std::move(name), std::move(options), std::move(prepare)};
}

std::vector<Script> write_all() {
  World::Options datagrams = listener("echo");
  datagrams.datagrams = 8;
  World::Options late_datagrams = listener("operator");
  late_datagrams.datagrams = 8;
  World::Options few = listener("echo");
  few.max_clients = 4;
  return {
      with("Lines", listener("echo"), [](World& world) { converse(world, rules(Reply::echo)); }),
      with("Lengths", listener("uppercase", protocol::Framing::length),
           [](World& world) { converse(world, rules(Reply::uppercase, Framing::length)); }),
      with("RawBytes", listener("echo", protocol::Framing::raw),
           [](World& world) { converse(world, rules(Reply::echo, Framing::raw)); }),
      with("LateReplies", listener("operator"),
           [](World& world) { converse(world, rules(Reply::by_operator)); }),
      with("TooLongMessage", listener("echo"), say_too_much),
      with("Crowd", listener("echo"), crowd),
      with("TooManyClients", few, crowd),
      with("StopInTraffic", listener("echo"), be_stopped),
      with("Reload", listener("echo"), be_reloaded),
      with("Datagrams", datagrams, write_datagrams),
      with("LateDatagrams", late_datagrams, write_datagrams),
  };
}

}  // namespace

Script::Run Script::run(const Trouble& trouble, Referee::Leniency leniency) const {
  Run result;
  const std::int64_t before = held_memory();
  std::int64_t own = 0;
  {
    World::Options had = options;
    had.failing_allocation = trouble.allocation;
    had.failing_on = trouble.lasting;
    World world(std::move(had));
    world.name = name + ", " + std::string(to_string(trouble.fault.call)) + " number " +
                 std::to_string(trouble.fault.nth) + " fails with " + std::to_string(trouble.fault.error) +
                 ", allocation " + std::to_string(trouble.allocation) + (trouble.lasting ? ", for ever" : "");
    world.kernel().fault = trouble.fault;
    prepare(world);
    world.run();
    const std::int64_t ran = held_memory();
    result.complaints = Referee(world, options.listener, leniency).complaints();
    for (std::size_t i = 0; i < call_count; ++i)
      result.calls[i] = world.kernel().calls(static_cast<Call>(i));
    result.allocations = world.result().allocations;
    result.datagrams = world.result().datagrams;
    for (const EndLog::End& end : world.log().ends())
      result.reasons[end.client] = end.reason;
    result.trace = world.trace() + world.name;
    own = held_memory() - ran;
  }
  result.left_behind = held_memory() - before - own;
  return result;
}

const std::vector<Script>& scripts() {
  static const std::vector<Script> all = write_all();
  return all;
}

}  // namespace lanchat::simulation
