// SPDX-License-Identifier: MIT
// Why, when and with which last bytes one client was let go.
#include "simulation/referee.hpp"

#include <algorithm>

namespace lanchat::simulation {
namespace {

// A lively world lets a little time pass in each step.
constexpr Time slack{std::chrono::milliseconds{20}};

constexpr Time forever = Time::max();

// Reads as soon as there is something, and neither leaves nor resets early.
bool takes_all(const Client& client) {
  const Habits& habits = client.habits();
  return habits.last != Last::leaves && habits.last != Last::resets && habits.stalls_at == forever &&
         habits.between_reads <= std::chrono::milliseconds{2} && habits.reads_at_most >= 256;
}

// Before lanchat had decided on the end, of which the last words tell.
Time last_moved(const std::vector<Client::Story::Moved>& moves, std::uint64_t bytes) {
  Time last{0};
  for (const auto& each : moves) {
    if (each.until <= bytes) last = each.when;
  }
  return last;
}

// What resets an idle timeout: any attempt to move bytes, before it is over.
Time last_attempt(const Client::Story& story, Time when) {
  Time last = story.accepted.value_or(Time{0});
  for (const Time each : story.attempts) {
    if (each + slack < when) last = each;
  }
  return last;
}

bool can_be_told(std::string_view reason) {
  return reason != "client_reset" && reason != "write_timeout" && reason != "pending_output_full" &&
         reason != "memory_limit";
}

}  // namespace

bool Referee::prompt(const Client& client) const {
  return takes_all(client) && world_.result().cut == forever && world_.max_client_memory() == 0 &&
         !leniency_.connections_fail && !leniency_.memory_fails;
}

void Referee::check_reason(const Client& client, const End& end) {
  const Client::Story& story = client.story();
  const Talk& talk = client.talk();
  const std::string& why = end.reason;
  const auto may = [&](bool possible) { demand(possible, "cannot have ended for " + why, &client); };
  const net::Limits& limits = options_.limits;
  const bool stopped = world_.result().began_to_stop.count() != 0;
  if (why == "client_closed") {
    may(story.ended_output.has_value() && (talk.end() == "client_closed" || story.left));
  } else if (why == "malformed_message") {
    may(story.ended_output.has_value() && talk.end() == why);
  } else if (why == "message_too_long") {
    may(talk.too_much_from() && client.connection()->read_by_lanchat >= *talk.too_much_from());
  } else if (why == "client_reset") {
    may(story.did_reset || story.left || leniency_.connections_fail);
  } else if (why == "message_timeout") {
    may(limits.message_timeout.count() != 0);
  } else if (why == "idle_timeout") {
    may(limits.idle_timeout.count() != 0);
  } else if (why == "write_timeout") {
    may(limits.write_timeout.count() != 0 && (!takes_all(client) || leniency_.connections_fail));
  } else if (why == "pending_output_full") {
    may(talk.rules().reply == Reply::by_operator && limits.max_pending_output != 0 &&
        client.connection()->sent_by_lanchat - story.received.size() + 65536 > limits.max_pending_output);
  } else if (why == "memory_limit") {
    may(world_.max_client_memory() != 0);
  } else if (why == "server_stopping") {
    may(stopped || world_.dismissed);
  } else if (why == "disconnected_by_operator") {
    may(world_.disconnected.contains(client.name()));
  } else {
    may(why == "internal_error" && leniency_.memory_fails);
  }
}

// When it was decided shows where nothing hinders: lanchat ends its half at once then.
void Referee::check_time(const Client& client, const End& end) {
  const Client::Story& story = client.story();
  if (!story.let_go || !takes_all(client)) return;
  const Time when = *story.let_go;
  const net::Limits& limits = options_.limits;
  const std::uint64_t words = client.talk().rules().last_words(end.reason).size();
  const Time read = last_moved(story.reads, end.bytes_in);
  const Time sent = last_moved(story.sends, end.bytes_out - std::min(words, end.bytes_out));
  const bool owes_nothing = client.talk().rules().reply != Reply::by_operator && limits.rate_limit == 0;
  if (end.reason == "idle_timeout") {
    const Time moved = std::max({read, sent, story.accepted.value_or(Time{0})});
    demand(when >= moved + limits.idle_timeout, "idle_timeout came early", &client);
    demand(!owes_nothing || when <= last_attempt(story, when) + limits.idle_timeout + slack,
           "idle_timeout came late", &client);
  }
  if (end.reason == "message_timeout") {
    const std::size_t whole = client.talk().whole(end.bytes_in, false);
    const std::size_t from = whole == 0 ? 0 : client.talk().said()[whole - 1].until;
    const auto first = std::ranges::upper_bound(story.reads, from, {}, &Client::Story::Moved::until);
    if (first == story.reads.end()) return demand(false, "message_timeout without a message", &client);
    demand(when >= first->when + limits.message_timeout, "message_timeout came early", &client);
    demand(!owes_nothing || when <= std::max(first->when, sent) + limits.message_timeout + slack,
           "message_timeout came late", &client);
  }
}

// Of the client's messages, how many must have been answered.
std::size_t Referee::least_answered(const Client& client, const End& end) const {
  const Client::Story& story = client.story();
  const Talk& talk = client.talk();
  const std::string& why = end.reason;
  const bool all_asked = talk.rules().reply == Reply::by_operator;
  if (why == "client_closed") return talk.whole(story.written, true);
  if (all_asked) return 0;
  if (why == "malformed_message" || why == "message_too_long") return talk.said().size();
  if (why == "message_timeout" || why == "idle_timeout") return talk.whole(end.bytes_in, false);
  if (why != "server_stopping") return 0;
  const Time asked = std::min(world_.dismissed.value_or(forever), world_.result().began_to_stop);
  return talk.whole(client.written_by(asked), false);
}

std::size_t Referee::most_answered(const Client& client, const End& end) const {
  return client.talk().whole(end.bytes_in, client.story().ended_output.has_value());
}

void Referee::check_bytes(const Client& client, const End& end) {
  const Client::Story& story = client.story();
  const Talk& talk = client.talk();
  const std::string words = talk.rules().last_words(end.reason);
  const bool exact = prompt(client) && can_be_told(end.reason);
  // A client that goes on sending to a closed connection is told so by a reset. That may destroy nothing
  // else.
  const bool sent_on = words.empty() && story.saw_reset && !story.ended_output;
  if (exact) demand(story.saw_end || sent_on, "saw no orderly end after " + end.reason, &client);
  const std::size_t most = most_answered(client, end);
  const std::size_t least = exact ? least_answered(client, end) : 0;
  bool right = false;
  std::string answers = talk.answers(least);
  for (std::size_t count = least; count <= most && !right; ++count) {
    if (count > least) answers += talk.said()[count - 1].answer;
    right = exact ? story.received == answers + words : (answers + words).starts_with(story.received);
  }
  demand(right,
         "got " + std::to_string(story.received.size()) + " bytes that are not its answers, ended for " +
             end.reason,
         &client);
}

}  // namespace lanchat::simulation
