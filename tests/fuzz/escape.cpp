// SPDX-License-Identifier: MIT

// The log under the bytes of a stranger. Whatever they are, a text line, a JSON line and a journal entry hold
// exactly the fields that were given, in plain UTF-8 on one line, and say which bytes went in: no input makes
// a second entry, changes a field, forges a priority or hides the entry as a blob.

#include "lanchat/logging/escape.hpp"

#include "lanchat/logging/formats.hpp"
#include "lanchat/logging/message_ids.hpp"

#include "fuzz/pieces.hpp"
#include "fuzz/require.hpp"
#include "fuzz/targets.hpp"
#include "fuzz/unescaped.hpp"
#include "unit/logging/arbitrary_bytes.hpp"
#include "unit/logging/journal_entry.hpp"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace lanchat::fuzz {
namespace {

namespace json = boost::json;
using namespace lanchat::logging;

const Time moment = Time{} + std::chrono::sys_days{std::chrono::year{2026} / 1 / 2}.time_since_epoch();
constexpr std::string_view written_moment = "2026-01-02T00:00:00.000000Z";

// A field's name is a literal of the program; only what it holds is a stranger's.
Event event_from(Pieces& pieces) {
  constexpr std::string_view names[] = {"client", "listener", "reason", "address"};
  const std::uint8_t choice = pieces.byte();
  Event event{static_cast<Level>(choice % 5), choice < 128 ? "client_rejected" : "no_such_event", {}, {}};
  for (const std::string_view name : names)
    event.fields.push_back({name, std::string(pieces.text())});
  event.fields.push_back({"session", pieces.number()});
  event.fields.push_back({"offset", static_cast<std::int64_t>(pieces.number())});
  event.fields.push_back({"final", choice % 2 == 0});
  event.message = pieces.rest();
  return event;
}

std::string written(const FieldValue& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* truth = std::get_if<bool>(&value)) return *truth ? "true" : "false";
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return std::to_string(*whole);
  return std::to_string(std::get<std::uint64_t>(value));
}

void check_escapes(std::string_view bytes) {
  const std::string escaped = logging::escape(bytes);
  require(is_plain_line(escaped), "what is escaped is one plain line");
  require(unescaped(escaped) == bytes, "what is escaped says which bytes went in");
  std::string quoted;
  append_escaped_for_quotes(quoted, bytes);
  require(is_plain_line(quoted) && unescaped(quoted) == bytes, "so it does between quotes");
  std::string shown = escape_for_terminal(bytes);
  std::erase(shown, '\t');
  require(is_plain_line(shown), "what a terminal is shown is plain");
}

// The `name=value` pairs of a text line behind its time and level, as a reader of it takes them apart.
std::vector<std::pair<std::string, std::string>> fields_of(std::string_view line) {
  std::vector<std::pair<std::string, std::string>> fields;
  while (!line.empty()) {
    require(line.starts_with(' '), "a space stands before a field");
    const std::size_t equals = line.find('=');
    require(equals != std::string_view::npos, "a field has a value");
    const std::string name(line.substr(1, equals - 1));
    line.remove_prefix(equals + 1);
    const bool quoted = line.starts_with('"');
    std::size_t end = quoted ? 1 : 0;
    while (end < line.size() && line[end] != (quoted ? '"' : ' '))
      end += quoted && line[end] == '\\' ? 2 : 1;
    require(!quoted || end < line.size(), "quotation marks close");
    const auto value = unescaped(line.substr(quoted ? 1 : 0, quoted ? end - 1 : end));
    require(value.has_value(), "a value can be read");
    fields.emplace_back(name, *value);
    line.remove_prefix(quoted ? end + 1 : end);
  }
  return fields;
}

void check_text(const Event& event) {
  const std::string line = format_text(event, moment);
  require(is_plain_line(line), "a text line is one plain line");
  const std::string head = std::string(written_moment) + ' ' + std::string(to_string(event.level));
  require(line.starts_with(head), "a text line begins with the time and the level");
  std::vector<std::pair<std::string, std::string>> expected{{"event", std::string(event.name)}};
  for (const Field& field : event.fields)
    expected.emplace_back(field.name, written(field.value));
  if (!event.message.empty()) expected.emplace_back("message", event.message);
  require(fields_of(std::string_view(line).substr(head.size())) == expected, "a text line holds the fields");
}

void check_json(const Event& event) {
  const std::string line = format_json(event, moment);
  require(is_plain_line(line) && line.starts_with('{'), "a JSON line is one plain line");
  boost::system::error_code error;
  const json::value value = json::parse(line, error);
  require(!error && value.is_object(), "a JSON line is an object");
  const json::object& object = value.get_object();
  require(object.size() == event.fields.size() + 4, "a JSON line holds the fields and nothing else");
  require(object.at("time") == json::value(written_moment), "its time is the time");
  require(object.at("level") == json::value(to_string(event.level)), "its level is the level");
  require(object.at("event") == json::value(event.name), "its event is the event");
  require(unescaped(object.at("message").as_string()) == event.message, "its message is the message");
  for (const Field& field : event.fields) {
    const json::value& held = object.at(field.name);
    if (std::holds_alternative<std::string>(field.value)) {
      require(unescaped(held.as_string()) == written(field.value), "a text in JSON is the text");
    } else if (held.is_bool()) {
      require(held.get_bool() == std::get<bool>(field.value), "a truth value in JSON is itself");
    } else {
      require(json::serialize(held) == written(field.value), "a number in JSON is the number");
    }
  }
}

void check_journal(const Event& event) {
  constexpr std::string_view priorities[] = {"7", "7", "6", "4", "3"};
  JournalEntry expected{{"MESSAGE", logging::escape(event.message.empty() ? event.name : event.message)},
                        {"PRIORITY", std::string(priorities[static_cast<std::size_t>(event.level)])},
                        {"SYSLOG_IDENTIFIER", "lanchatd"},
                        {"LANCHAT_TIME", std::string(written_moment)},
                        {"LANCHAT_EVENT", std::string(event.name)}};
  if (!message_id(event.name).empty()) expected.emplace("MESSAGE_ID", message_id(event.name));
  for (const Field& field : event.fields) {
    std::string name = "LANCHAT_";
    for (const char letter : field.name)
      name += static_cast<char>(letter - 'a' + 'A');
    const bool text = std::holds_alternative<std::string>(field.value);
    expected.emplace(name, text ? logging::escape(written(field.value)) : written(field.value));
  }
  const auto entry = parse_journal_entry(format_journal(event, moment));
  require(entry.has_value(), "a journal entry is exactly one");
  require(*entry == expected, "a journal entry holds the fields and nothing else");
  for (const auto& [name, value] : *entry)
    require(is_plain_line(value), "no field of a journal entry is a blob");
}

}  // namespace

void escape(std::string_view input) {
  check_escapes(input);
  Pieces pieces(input);
  const Event event = event_from(pieces);
  check_text(event);
  check_json(event);
  check_journal(event);
}

}  // namespace lanchat::fuzz
