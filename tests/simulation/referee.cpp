// SPDX-License-Identifier: MIT
// The accounts, and who is checked for what. What is said of one client's end is in referee_end.cpp.
#include "simulation/referee.hpp"

#include <algorithm>
#include <numeric>

namespace lanchat::simulation {

Referee::Referee(const World& world, const net::ListenerOptions& options, Leniency leniency)
    : world_(world), options_(options), leniency_(leniency) {
  check_accounts();
  check_answers();
  for (const Client& client : world_.clients())
    check(client);
}

void Referee::demand(bool holds, std::string_view what, const Client* client) {
  if (!holds) complaints_.push_back((client != nullptr ? client->name() + ": " : "") + std::string(what));
}

void Referee::check_accounts() {
  const World::Result& result = world_.result();
  const net::Counters& counters = result.counters;
  const auto& ends = world_.log().ends();
  demand(result.load == 0, "a session is left");
  demand(result.admitted == 0, "an admission was not given back");
  demand(result.open_files == 0, "a descriptor is left");
  demand(result.memory == 0, "the budget still counts memory");
  demand(counters.clients == 0, "a client is counted that is not there");
  const std::uint64_t closed =
      std::accumulate(counters.closed.begin(), counters.closed.end(), std::uint64_t{0});
  demand(closed == counters.accepted + counters.rejected, "not every client has one reason");
  const Time last = std::min(result.cut, result.began_to_stop + std::chrono::seconds{60});
  const auto farewells = std::chrono::milliseconds{counters.rejected != 0 ? 1000 : 0};
  demand(result.ended <= last + farewells + std::chrono::milliseconds{100}, "the stop took too long");
  if (leniency_.memory_fails) return;
  demand(ends.size() == counters.accepted, "not every end is logged once");
  std::uint64_t messages = 0;
  std::uint64_t bytes_in = 0;
  std::uint64_t bytes_out = 0;
  for (const End& end : ends) {
    messages += end.messages;
    bytes_in += end.bytes_in;
    bytes_out += end.bytes_out;
  }
  if (world_.datagrams != nullptr) return;  // they share the counters
  demand(messages == counters.messages, "the messages do not add up");
  demand(bytes_in == counters.bytes_in, "the bytes that came do not add up");
  demand(bytes_out == counters.bytes_out, "the bytes that went do not add up");
}

// What was answered while lanchat still ran has a fate.
void Referee::check_answers() {
  const World::Result& result = world_.result();
  demand(result.answers_told <= result.answers, "more answers have a fate than there were");
  demand(result.answers_told == result.answers || result.answers_late != 0,
         "the fate of an answer was not told");
}

void Referee::check(const Client& client) {
  if (client.story().refused || !client.connection()) {
    return demand(client.story().received.empty(), "got bytes without a connection", &client);
  }
  const auto& ends = world_.log().ends();
  const auto count = std::ranges::count(ends, client.name(), &End::client);
  demand(count <= 1, "ended twice", &client);
  if (count == 0) return check_rejected(client);
  check_end(client, *std::ranges::find(ends, client.name(), &End::client));
}

// Turned away, or never accepted.
void Referee::check_rejected(const Client& client) {
  const std::string& received = client.story().received;
  bool right = leniency_.memory_fails;
  for (const char* const why : {"too_many_clients", "connection_rate", "denied"})
    right |= client.talk().rules().last_words(why).starts_with(received);
  demand(right, "was turned away with other words", &client);
}

void Referee::check_end(const Client& client, const End& end) {
  check_reason(client, end);
  check_bytes(client, end);
  if (!leniency_.timing && !leniency_.memory_fails && !leniency_.connections_fail) check_time(client, end);
  demand(end.bytes_out == client.connection()->sent_by_lanchat, "more or less was sent than is counted",
         &client);
  demand(end.bytes_in <= client.connection()->read_by_lanchat, "more is counted than was read", &client);
}

}  // namespace lanchat::simulation
