// SPDX-License-Identifier: MIT
#include "lanchatctl/members.hpp"

#include <boost/json/value.hpp>

namespace lanchat::lanchatctl {
namespace {

namespace json = boost::json;

std::string copy(const json::string& text) {
  return {text.data(), text.size()};
}

const json::array* array_member(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  return value == nullptr ? nullptr : value->if_array();
}

}  // namespace

std::string text_member(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  return value != nullptr && value->is_string() ? copy(value->get_string()) : std::string();
}

std::uint64_t number_member(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  if (value == nullptr || !value->is_number()) return 0;
  boost::system::error_code error;
  const auto number = value->to_number<std::uint64_t>(error);
  return error ? 0 : number;
}

bool true_member(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  return value != nullptr && value->is_bool() && value->get_bool();
}

std::vector<std::string> texts_member(const json::object& object, std::string_view name) {
  std::vector<std::string> texts;
  const json::array* array = array_member(object, name);
  if (array == nullptr) return texts;
  for (const json::value& value : *array) {
    if (value.is_string()) texts.push_back(copy(value.get_string()));
  }
  return texts;
}

std::vector<json::object> objects_member(const json::object& object, std::string_view name) {
  std::vector<json::object> objects;
  const json::array* array = array_member(object, name);
  if (array == nullptr) return objects;
  for (const json::value& value : *array) {
    if (value.is_object()) objects.push_back(value.get_object());
  }
  return objects;
}

json::object object_member(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  return value != nullptr && value->is_object() ? value->get_object() : json::object();
}

}  // namespace lanchat::lanchatctl
