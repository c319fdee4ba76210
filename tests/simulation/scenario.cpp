// SPDX-License-Identifier: MIT
#include "simulation/scenario.hpp"

#include "simulation/correspondence.hpp"
#include "simulation/memory.hpp"
#include "simulation/referee.hpp"

#include <array>
#include <string_view>
#include <utility>

namespace lanchat::simulation {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;

constexpr std::array<std::string_view, 3> framings{"line", "length", "raw"};
constexpr std::array<std::string_view, 4> policies{"echo", "uppercase", "acknowledge", "operator"};
constexpr std::array<protocol::Framing, 3> real_framings{protocol::Framing::line, protocol::Framing::length,
                                                         protocol::Framing::raw};

template <typename Enumeration>
constexpr std::size_t index(Enumeration value) noexcept {
  return static_cast<std::size_t>(value);
}

}  // namespace

Scenario::Scenario(std::uint64_t seed) : seed_(seed) {
  Chance chance(seed);
  choose_listener(chance);
  choose_clients(chance);
  choose_events(chance);
}

void Scenario::choose_listener(Chance& chance) {
  rules_.framing = static_cast<Framing>(chance.below(3));
  rules_.length_bytes = chance.one_of<std::size_t>({1, 2, 4, 8});
  rules_.little = chance.one_in(2);
  rules_.max_message_size = chance.one_of<std::size_t>({10, 100, 254, 5000, 65536});
  rules_.reply = static_cast<Reply>(chance.below(4));
  if (rules_.framing == Framing::raw && rules_.reply == Reply::acknowledge) rules_.reply = Reply::echo;

  net::ListenerOptions& listener = options_.listener;
  listener.name = "main";
  listener.policy = policies[index(rules_.reply)];
  listener.framing.framing = real_framings[index(rules_.framing)];
  listener.framing.length_bytes = static_cast<std::uint8_t>(rules_.length_bytes);
  listener.framing.length_order = rules_.little ? protocol::ByteOrder::little : protocol::ByteOrder::big;
  listener.framing.max_message_size = rules_.max_message_size;
  net::Limits& limits = listener.limits;
  limits.idle_timeout = milliseconds{chance.one_of({0, 0, 300, 2000})};
  limits.message_timeout = milliseconds{chance.one_of({0, 100, 700, 30000})};
  limits.write_timeout = milliseconds{chance.one_of({0, 200, 1000, 30000})};
  limits.max_pending_output = chance.one_of<std::uint64_t>({0, 300, 4096, 1048576});
  limits.rate_limit = chance.one_of<std::uint32_t>({0, 0, 0, 5, 100});
  options_.seed = seed_;
  options_.lively = true;
  options_.max_clients = chance.one_of<std::uint32_t>({0, 0, 0, 2, 4});
  options_.answers_within = milliseconds{chance.one_of({1, 50, 1000})};
  options_.stops = milliseconds{chance.one_of<std::size_t>({chance.between(1, 400), 3000, 20000, 100000})};
  options_.cuts = milliseconds{chance.one_of({1, 500, 5000})};
}

void Scenario::choose_clients(Chance& chance) {
  const std::size_t count = chance.between(1, 6);
  for (std::size_t i = 0; i < count; ++i) {
    Planned& planned = clients_.emplace_back(Planned{Talk::chosen(rules_, chance), {}});
    choose_habits(chance, planned.habits);
  }
  if (chance.one_in(4)) {
    options_.datagrams = chance.between(1, 40);
    Time when{0};
    for (std::size_t i = chance.between(1, 60); i > 0; --i) {
      if (chance.one_in(3)) when += microseconds{chance.below(20000)};
      datagrams_.emplace_back(when, "datagram " + std::to_string(i));
    }
  }
}

void Scenario::choose_habits(Chance& chance, Habits& habits) const {
  habits.connects = microseconds{chance.below(chance.one_of<std::size_t>({1000, 500'000}))};
  const std::size_t largest = chance.one_of<std::size_t>({1, 7, 100, 10000});
  for (std::size_t i = chance.between(1, 5); i > 0; --i)
    habits.pieces.push_back(chance.between(1, largest));
  if (largest < 100) habits.pieces.push_back(200);  // else it takes too long
  habits.between = microseconds{chance.below(chance.one_of<std::size_t>({1, 3000, 100'000}))};
  habits.last = static_cast<Last>(chance.one_of({0, 1, 1, 1, 1, 2, 3}));
  habits.before_last = microseconds{chance.below(chance.one_of<std::size_t>({1, 5000, 3'000'000}))};
  habits.room.unsent = chance.one_of<std::size_t>({128, 1000, 65536});
  habits.room.received = chance.one_of<std::size_t>({128, 1000, 65536});
  habits.latency = microseconds{chance.below(2000)};
  if (chance.one_in(3)) {
    habits.reads_at_most = chance.between(1, 300);
    habits.between_reads = microseconds{chance.below(20000)};
  }
  if (chance.one_in(4)) {
    habits.stalls_at = microseconds{chance.below(500'000)};
    habits.stalls_for = milliseconds{chance.below(5000)};
  }
  habits.urgent = chance.one_in(10);
}

void Scenario::choose_events(Chance& chance) {
  const auto soon = [&] { return Time{microseconds{chance.below(600'000)}}; };
  if (chance.one_in(4)) disconnects_.emplace_back(soon(), chance.below(clients_.size()));
  for (std::size_t i = chance.one_in(3) ? chance.between(1, 3) : 0; i > 0; --i)
    reloads_.emplace_back(soon(), options_.listener);
  if (chance.one_in(8)) dismissal_ = soon();
  choose_rejections(chance, options_.listener);
  for (auto& [when, listener] : reloads_)
    choose_rejections(chance, listener);
  options_.max_client_memory = chance.one_in(4) ? chance.one_of<std::uint64_t>({200, 3000, 20'000}) : 0;
}

// What decides on clients that come, and not on those who are there: these keep what they began with.
void Scenario::choose_rejections(Chance& chance, net::ListenerOptions& listener) const {
  listener.limits.connection_rate_per_prefix = chance.one_in(6) ? 2 : 0;
  if (chance.one_in(6)) listener.access.deny = {*net::Cidr::parse("10.0.0.0/30")};
  listener.backlog = chance.one_of({1, 100});
}

std::string Scenario::describe() const {
  const net::Limits& limits = options_.listener.limits;
  std::string text =
      "seed " + std::to_string(seed_) + ": framing " + std::string(framings[index(rules_.framing)]);
  if (rules_.framing == Framing::length)
    text += " " + std::to_string(rules_.length_bytes) + (rules_.little ? " little" : " big");
  text += ", policy " + options_.listener.policy;
  const auto put = [&text](std::string_view name, auto value) {
    if (value != 0) text.append(", ").append(name).append(" ").append(std::to_string(value));
  };
  put("max-message-size", rules_.max_message_size);
  put("idle-timeout", limits.idle_timeout.count());
  put("message-timeout", limits.message_timeout.count());
  put("write-timeout", limits.write_timeout.count());
  put("max-pending-output", limits.max_pending_output);
  put("rate-limit", limits.rate_limit);
  put("max-clients", options_.max_clients);
  put("max-client-memory", options_.max_client_memory);
  put("connection-rate-per-prefix", limits.connection_rate_per_prefix);
  put("denied networks", options_.listener.access.deny.size());
  put("clients", clients_.size());
  put("datagrams", datagrams_.size());
  put("reloads", reloads_.size());
  put("stop after ms", options_.stops.count() / 1'000'000);
  return text;
}

Scenario::Outcome Scenario::run() const {
  Outcome outcome;
  World world(options_);
  world.name = describe() + "; again: tests/simulation/run --seed " + std::to_string(seed_);
  for (const Planned& each : clients_)
    world.add(each.talk, each.habits);
  for (const auto& [when, which] : disconnects_)
    world.at(when, [&world, which] { world.disconnect(world.clients()[which]); });
  for (const auto& [when, listener] : reloads_)
    world.at(when, [&world, &listener] { world.reload(listener); });
  if (dismissal_) world.at(*dismissal_, [&world] { world.dismiss(); });
  Correspondence correspondence(world, rules_, datagrams_);
  world.run();
  Referee referee(world, options_.listener, {.timing = false});
  outcome.complaints = referee.complaints();
  correspondence.judge(outcome.complaints);
  outcome.trace = world.trace();
  outcome.clients = clients_.size();
  outcome.counters = world.result().counters;
  return outcome;
}

}  // namespace lanchat::simulation
