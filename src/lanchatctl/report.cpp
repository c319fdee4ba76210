// SPDX-License-Identifier: MIT
#include "lanchatctl/report.hpp"

#include "lanchat/logging/escape.hpp"

#include "lanchatctl/exit_status.hpp"
#include "lanchatctl/members.hpp"
#include "lanchatctl/table.hpp"

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace lanchat::lanchatctl {
namespace {

namespace json = boost::json;
using Align = Table::Align;
using std::chrono::milliseconds;

milliseconds duration_member(const json::object& object, std::string_view name) {
  constexpr std::uint64_t longest = 1ULL << 62U;
  return milliseconds(static_cast<std::int64_t>(std::min(number_member(object, name), longest)));
}

std::string lines(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& text : texts)
    all += logging::escape_for_terminal(text) + '\n';
  return all;
}

// The counters that are a column of the table of listeners; the others are listed below it unless they are 0.
constexpr std::array<std::pair<std::string_view, std::string_view>, 7> listener_columns{{
    {"clients", "CLIENTS"},
    {"accepted", "ACCEPTED"},
    {"rejected", "REJECTED"},
    {"messages", "MESSAGES"},
    {"replies", "REPLIES"},
    {"bytes_in", "IN"},
    {"bytes_out", "OUT"},
}};

bool is_column(std::string_view counter) {
  return std::any_of(listener_columns.begin(), listener_columns.end(),
                     [&](const auto& column) { return column.first == counter; });
}

std::string other_counters(const json::object& listener) {
  const json::object counters = object_member(listener, "counters");
  std::string others;
  for (const auto& counter : counters) {
    const std::uint64_t value = number_member(counters, counter.key());
    if (value == 0 || is_column(counter.key())) continue;
    others += fmt::format("{}{} {}", others.empty() ? "" : ", ", logging::escape(counter.key()), value);
  }
  if (others.empty()) return others;
  return fmt::format("{}: {}\n", logging::escape(text_member(listener, "name")), others);
}

std::string listener_table(const std::vector<json::object>& listeners) {
  Table table;
  for (const char* title : {"LISTENER", "ADDRESS", "FRAMING", "POLICY"})
    table.add_column(title);
  for (const auto& column : listener_columns)
    table.add_column(std::string(column.second), Align::right);
  for (const json::object& listener : listeners) {
    const std::vector<std::string> addresses = texts_member(listener, "addresses");
    const json::object counters = object_member(listener, "counters");
    std::vector<std::string> row{text_member(listener, "name"), addresses.empty() ? "" : addresses.front(),
                                 text_member(listener, "framing"), text_member(listener, "policy")};
    for (const auto& column : listener_columns) {
      const std::uint64_t value = number_member(counters, column.first);
      row.push_back(column.first.starts_with("bytes_") ? human_size(value) : std::to_string(value));
    }
    table.add_row(row);
    for (std::size_t i = 1; i < addresses.size(); ++i)
      table.add_row({"", addresses[i]});
  }
  return table.text();
}

std::string status_report(const json::object& answer) {
  const std::string file = text_member(answer, "configuration_file");
  const std::vector<json::object> listeners = objects_member(answer, "listeners");
  std::string text =
      fmt::format("lanchatd {}, process {}, up {}\n", logging::escape(text_member(answer, "version")),
                  number_member(answer, "pid"), human_age(duration_member(answer, "uptime_ms")));
  text += fmt::format("configuration: {}\n", file.empty() ? "built-in defaults" : logging::escape(file));
  if (true_member(answer, "reload_refused")) {
    text += "  the last reload was refused, the configuration before it is in force:\n";
    for (const std::string& mistake : texts_member(answer, "reload_mistakes")) {
      text += "  " + logging::escape_for_terminal(mistake) + '\n';
    }
  }
  text += fmt::format("clients: {} of {} at most\nworkers: {}\nlog level: {}\n",
                      number_member(answer, "clients"), number_member(answer, "max_clients"),
                      number_member(answer, "workers"), logging::escape(text_member(answer, "log_level")));
  text += '\n' + listener_table(listeners);
  for (const json::object& listener : listeners)
    text += other_counters(listener);
  return text;
}

std::string clients_report(const json::object& answer) {
  Table table;
  table.add_column("SESSION", Align::right);
  for (const char* title : {"LISTENER", "ADDRESS", "SINCE", "AGE"})
    table.add_column(title);
  for (const char* title : {"MESSAGES", "IN", "OUT", "WAITING"})
    table.add_column(title, Align::right);
  const std::vector<json::object> clients = objects_member(answer, "clients");
  if (clients.empty()) return "no client is connected\n";
  for (const json::object& client : clients) {
    std::string since = text_member(client, "since");
    since = since.substr(0, since.find('.'));  // to the second, as a person asks
    if (!since.empty()) since += 'Z';
    table.add_row({std::to_string(number_member(client, "session")), text_member(client, "listener"),
                   text_member(client, "address"), since, human_age(duration_member(client, "age_ms")),
                   std::to_string(number_member(client, "messages")),
                   human_size(number_member(client, "bytes_in")),
                   human_size(number_member(client, "bytes_out")),
                   human_size(number_member(client, "waiting_output"))});
  }
  return table.text();
}

std::string statistics_report(const json::object& answer) {
  Table table;
  table.add_column("");
  table.add_column("", Align::right);
  table.add_column("");
  const json::object counters = object_member(answer, "statistics");
  for (const auto& counter : counters) {
    const std::string name(counter.key());
    const std::uint64_t value = number_member(counters, name);
    const bool size = name.starts_with("bytes_") && value >= 1024;
    const bool age = name.ends_with("_seconds") && value >= 60 && value < 1ULL << 50U;
    std::string human;
    if (size) human = human_size(value);
    if (age) human = human_age(std::chrono::seconds(static_cast<std::int64_t>(value)));
    table.add_row({name, std::to_string(value), human});
  }
  return table.text();
}

std::string reload_report(const json::object& answer) {
  const std::vector<std::string> changes = texts_member(answer, "changes");
  return changes.empty() ? "reloaded, nothing has changed\n" : "reloaded\n" + lines(changes);
}

std::string log_level_report(const json::object& answer) {
  const milliseconds duration = duration_member(answer, "duration_ms");
  return fmt::format("log level: {}{}\n", logging::escape(text_member(answer, "level")),
                     duration.count() == 0 ? "" : ", for " + human_age(duration));
}

std::string disconnect_report(const json::object& answer) {
  const json::value* closed = answer.if_contains("disconnected");
  const std::size_t count = closed != nullptr && closed->is_array() ? closed->get_array().size() : 0;
  return fmt::format("{} {} disconnected\n", count, count == 1 ? "client" : "clients");
}

}  // namespace

std::string report(std::string_view command, const json::object& answer) {
  constexpr std::array<std::pair<std::string_view, std::string (*)(const json::object&)>, 6> reports{{
      {"status", status_report},
      {"clients", clients_report},
      {"statistics", statistics_report},
      {"reload", reload_report},
      {"log-level", log_level_report},
      {"disconnect", disconnect_report},
  }};
  for (const auto& [name, make] : reports) {
    if (name == command) return make(answer);
  }
  return json::serialize(answer) + '\n';
}

std::string complaint(const json::object& answer) {
  const std::vector<std::string> mistakes = texts_member(answer, "mistakes");
  if (!mistakes.empty()) return lines(mistakes);
  const std::string error = text_member(answer, "error");
  return "lanchatctl: " + (error.empty() ? "the daemon refused" : logging::escape_for_terminal(error)) + '\n';
}

int exit_status(const json::object& answer) {
  if (true_member(answer, "ok")) return done;
  return text_member(answer, "code") == "configuration_refused" ? configuration_refused : refused;
}

}  // namespace lanchat::lanchatctl
