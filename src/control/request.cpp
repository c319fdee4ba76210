// SPDX-License-Identifier: MIT
#include "control/request.hpp"

#include "control/payload.hpp"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/json/value_to.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace lanchat::control {
namespace {

namespace json = boost::json;
using Parsed = std::expected<Request, Refusal>;

constexpr std::chrono::milliseconds longest_duration = std::chrono::hours{10'000};
constexpr std::size_t most_sessions = 1'000;  // in one request

std::unexpected<Refusal> bad(std::string error) {
  return std::unexpected(Refusal{"bad_request", std::move(error)});
}

std::expected<json::object, Refusal> parse_object(std::string_view line) {
  json::parse_options limits;
  limits.max_depth = 4;  // ours need two
  boost::system::error_code error;
  json::value value = json::parse(line, error, {}, limits);
  if (error) return bad("not a JSON object: " + error.message());
  if (!value.is_object()) return bad("a request is a JSON object");
  return std::move(value.as_object());
}

// A member nobody knows is refused: a mistyped "duration_ms" would change what a request does.
std::optional<std::string> unknown_member(const json::object& object,
                                          const std::vector<std::string_view>& known) {
  for (const auto& member : object) {
    const std::string_view key(member.key().data(), member.key().size());
    if (std::find(known.begin(), known.end(), key) == known.end()) return readable(key);
  }
  return std::nullopt;
}

std::optional<std::uint64_t> whole_number(const json::value& value) {
  boost::system::error_code error;
  if (!value.is_int64() && !value.is_uint64()) return std::nullopt;
  const auto number = value.to_number<std::uint64_t>(error);
  return error ? std::nullopt : std::optional(number);
}

Parsed log_level(const json::object& object) {
  using logging::Level;
  constexpr std::array levels{Level::trace, Level::debug, Level::info, Level::warning, Level::error};
  const json::value* name = object.if_contains("level");
  const auto level = std::find_if(levels.begin(), levels.end(), [&](Level candidate) {
    return name != nullptr && name->is_string() && name->get_string() == logging::to_string(candidate);
  });
  if (level == levels.end()) return bad("\"level\" is one of trace, debug, info, warning, error");

  LogLevelRequest request{*level, std::nullopt};
  if (const json::value* duration = object.if_contains("duration_ms")) {
    const auto milliseconds = whole_number(*duration);
    if (!milliseconds || *milliseconds == 0 ||
        *milliseconds > static_cast<std::uint64_t>(longest_duration.count())) {
      return bad("\"duration_ms\" is a whole number from 1 to " + std::to_string(longest_duration.count()));
    }
    request.duration = std::chrono::milliseconds(static_cast<std::int64_t>(*milliseconds));
  }
  return request;
}

Parsed disconnect(const json::object& object) {
  const auto mistake = [] {
    return bad("\"sessions\" is a list of 1 to " + std::to_string(most_sessions) + " session numbers");
  };
  const json::value* sessions = object.if_contains("sessions");
  if (sessions == nullptr || !sessions->is_array() || sessions->get_array().empty()) return mistake();
  if (sessions->get_array().size() > most_sessions) return mistake();
  DisconnectRequest request;
  for (const json::value& session : sessions->get_array()) {
    const auto number = whole_number(session);
    if (!number) return mistake();
    request.sessions.push_back(*number);
  }
  return request;
}

struct Command {
  std::string_view name;
  std::vector<std::string_view> members;
  Parsed (*parse)(const json::object& object);
};

template <typename Plain>
Parsed plain(const json::object&) {
  return Plain{};
}

const Command* find_command(std::string_view name) {
  static const std::array<Command, 7> commands{{
      {"status", {"command"}, plain<StatusRequest>},
      {"clients", {"command"}, plain<ClientsRequest>},
      {"statistics", {"command"}, plain<StatisticsRequest>},
      {"reload", {"command"}, plain<ReloadRequest>},
      {"log-level", {"command", "level", "duration_ms"}, log_level},
      {"disconnect", {"command", "sessions"}, disconnect},
      {"operator", {"command"}, plain<OperatorRequest>},
  }};
  const auto found = std::find_if(commands.begin(), commands.end(),
                                  [&](const Command& candidate) { return candidate.name == name; });
  return found == commands.end() ? nullptr : &*found;
}

}  // namespace

std::expected<Request, Refusal> parse_request(std::string_view line) {
  const auto object = parse_object(line);
  if (!object) return std::unexpected(object.error());
  const json::value* name = object->if_contains("command");
  if (name == nullptr || !name->is_string()) return bad("\"command\" is missing");
  const std::string_view wanted(name->get_string().data(), name->get_string().size());
  const Command* command = find_command(wanted);
  if (command == nullptr) {
    return std::unexpected(Refusal{"unknown_command", "there is no command " + readable(wanted)});
  }
  if (const auto member = unknown_member(*object, command->members)) {
    return bad(std::string(command->name) + " has no member \"" + *member + "\"");
  }
  return command->parse(*object);
}

std::expected<ConsoleAnswer, Refusal> parse_console_answer(std::string_view line) {
  const auto object = parse_object(line);
  if (!object) return std::unexpected(object.error());
  if (const auto member = unknown_member(*object, {"number", "text"})) {
    return bad("an answer has no member \"" + *member + "\"");
  }
  ConsoleAnswer answer;
  if (const json::value* number = object->if_contains("number")) {
    const auto whole = whole_number(*number);
    if (!whole) return bad("\"number\" is the number of a question, or 0 for the oldest");
    answer.number = *whole;
  }
  const json::value* text = object->if_contains("text");
  if (text == nullptr || !text->is_string()) return bad("\"text\" is missing");
  answer.text.assign(text->get_string().data(), text->get_string().size());
  return answer;
}

}  // namespace lanchat::control
