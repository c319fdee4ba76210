// SPDX-License-Identifier: MIT
#include "lanchat/logging/escape.hpp"
#include "lanchat/logging/formats.hpp"

#include "logging/utc_time.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <concepts>
#include <string_view>

namespace lanchat::logging {
namespace {

boost::json::value to_json(const FieldValue& value) {
  return std::visit(
      [](const auto& held) -> boost::json::value {
        if constexpr (std::convertible_to<decltype(held), std::string_view>) {
          return boost::json::value(escape(held));
        } else {
          return boost::json::value(held);
        }
      },
      value);
}

}  // namespace

std::string format_json(const Event& event, Time time) {
  boost::json::object line;
  line.reserve(event.fields.size() + 4);
  line.emplace("time", format_utc(time));
  line.emplace("level", to_string(event.level));
  line.emplace("event", escape(event.name));
  for (const Field& field : event.fields)
    line.emplace(field.name, to_json(field.value));
  line.emplace("message", escape(event.message));
  return boost::json::serialize(line);
}

}  // namespace lanchat::logging
