// SPDX-License-Identifier: MIT
#include "control/reply.hpp"

#include "control/payload.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <ctime>

namespace lanchat::control {
namespace {

namespace json = boost::json;
using std::chrono::milliseconds;

json::object accepted() {
  return {{"ok", true}};
}

json::object refused(std::string_view code, std::string_view error) {
  return {{"ok", false}, {"code", code}, {"error", readable(error)}};
}

json::array texts(const std::vector<std::string>& values) {
  json::array array;
  for (const std::string& value : values)
    array.emplace_back(readable(value));
  return array;
}

json::array numbers(const std::vector<std::uint64_t>& values) {
  return json::array(values.begin(), values.end());
}

json::object counter_object(const std::vector<Counter>& counters) {
  json::object object;
  for (const Counter& counter : counters)
    object[readable(counter.name)] = counter.value;
  return object;
}

// RFC 3339, UTC, with milliseconds.
std::string utc_time(std::chrono::system_clock::time_point time) {
  const auto since_epoch = std::chrono::floor<milliseconds>(time.time_since_epoch());
  const auto whole_seconds = std::chrono::floor<std::chrono::seconds>(since_epoch);
  const std::time_t seconds = whole_seconds.count();
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", parts.tm_year + 1900, parts.tm_mon + 1,
                     parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec,
                     (since_epoch - whole_seconds).count());
}

json::object listener_object(const ListenerStatus& listener) {
  return {{"name", readable(listener.name)},
          {"addresses", texts(listener.addresses)},
          {"framing", readable(listener.framing)},
          {"policy", readable(listener.policy)},
          {"counters", counter_object(listener.counters)}};
}

struct AnswerError {
  std::string_view code;
  std::string_view error;
};

AnswerError answer_error(OperatorDesk::Answer outcome) {
  using Answer = OperatorDesk::Answer;
  switch (outcome) {
    case Answer::nothing_waits:
      return {"nothing_waits", "no question waits for an answer"};
    case Answer::already_answered:
      return {"already_answered", "the question has been answered already"};
    case Answer::timed_out:
      return {"timed_out", "nobody answered the question in time"};
    case Answer::client_gone:
      return {"client_gone", "the client has gone"};
    default:
      return {"unknown_number", "no question has that number"};
  }
}

}  // namespace

std::string to_line(const json::object& object) {
  return json::serialize(object) + '\n';
}

json::object refusal_reply(const Refusal& refusal) {
  return refused(refusal.code, refusal.error);
}

json::object status_reply(const Status& status) {
  json::object reply = accepted();
  reply["version"] = readable(status.version);
  reply["pid"] = status.pid;
  reply["uptime_ms"] = status.uptime.count();
  reply["configuration_file"] = readable(status.configuration_file);
  reply["reload_refused"] = status.reload_refused;
  reply["reload_mistakes"] = texts(status.reload_mistakes);
  reply["workers"] = status.workers;
  reply["clients"] = status.clients;
  reply["max_clients"] = status.max_clients;
  reply["log_level"] = readable(status.log_level);
  json::array listeners;
  for (const ListenerStatus& listener : status.listeners)
    listeners.push_back(listener_object(listener));
  reply["listeners"] = std::move(listeners);
  return reply;
}

json::object clients_reply(const std::vector<ClientRow>& rows, std::chrono::system_clock::time_point now) {
  json::array clients;
  clients.reserve(rows.size());
  for (const ClientRow& row : rows) {
    const auto age = std::max(std::chrono::floor<milliseconds>(now - row.since), milliseconds{0});
    clients.push_back(json::object{{"session", row.session},
                                   {"listener", readable(row.listener)},
                                   {"address", readable(row.address)},
                                   {"since", utc_time(row.since)},
                                   {"age_ms", age.count()},
                                   {"messages", row.messages},
                                   {"bytes_in", row.bytes_in},
                                   {"bytes_out", row.bytes_out},
                                   {"waiting_output", row.waiting_output}});
  }
  json::object reply = accepted();
  reply["clients"] = std::move(clients);
  return reply;
}

json::object statistics_reply(const std::vector<Counter>& counters) {
  json::object reply = accepted();
  reply["statistics"] = counter_object(counters);
  return reply;
}

json::object reload_reply(const ReloadResult& result) {
  if (!result.accepted) {
    json::object reply =
        refused("configuration_refused", "the configuration is wrong, the running one stays");
    reply["mistakes"] = texts(result.mistakes);
    return reply;
  }
  json::object reply = accepted();
  reply["changes"] = texts(result.changes);
  return reply;
}

json::object log_level_reply(const LogLevelRequest& request) {
  json::object reply = accepted();
  reply["level"] = logging::to_string(request.level);
  if (request.duration) reply["duration_ms"] = request.duration->count();
  return reply;
}

json::object disconnect_reply(const std::vector<std::uint64_t>& asked,
                              const std::vector<std::uint64_t>& unknown) {
  std::vector<std::uint64_t> closed;
  std::copy_if(asked.begin(), asked.end(), std::back_inserter(closed), [&](std::uint64_t session) {
    return std::find(unknown.begin(), unknown.end(), session) == unknown.end();
  });
  json::object reply =
      unknown.empty()
          ? accepted()
          : refused("unknown_session", fmt::format("no client has the session {}", fmt::join(unknown, ", ")));
  reply["disconnected"] = numbers(closed);
  reply["unknown"] = numbers(unknown);
  return reply;
}

json::object console_opened_reply(std::uint64_t waiting) {
  json::object reply = accepted();
  reply["waiting"] = waiting;
  return reply;
}

json::object console_answer_reply(std::uint64_t number, OperatorDesk::Answer outcome) {
  const AnswerError wrong = answer_error(outcome);
  json::object reply = outcome == OperatorDesk::Answer::taken ? accepted() : refused(wrong.code, wrong.error);
  reply["number"] = number;
  return reply;
}

json::object question_event(std::uint64_t number, const policy::Question& question) {
  json::object event{{"event", "question"},
                     {"number", number},
                     {"listener", readable(question.listener)},
                     {"client", readable(question.client)},
                     {"session", question.session},
                     {"timeout_ms", question.timeout.count()}};
  add_message(event, question.message);
  return event;
}

json::object settled_event(std::uint64_t number, std::string_view why) {
  return {{"event", "settled"}, {"number", number}, {"why", why}};
}

json::object delivery_event(std::uint64_t number, bool delivered) {
  return {{"event", "delivery"}, {"number", number}, {"delivered", delivered}};
}

}  // namespace lanchat::control
