// SPDX-License-Identifier: MIT
#pragma once

// Members of an object the daemon sent, whatever they turn out to be. Nothing here throws.

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lanchat::lanchatctl {

/// "" where it is not a string.
[[nodiscard]] std::string text_member(const boost::json::object& object, std::string_view name);
/// 0 where it is not a whole number, or is negative.
[[nodiscard]] std::uint64_t number_member(const boost::json::object& object, std::string_view name);
[[nodiscard]] bool true_member(const boost::json::object& object, std::string_view name);
/// Its strings; what else is in the list is left out.
[[nodiscard]] std::vector<std::string> texts_member(const boost::json::object& object, std::string_view name);
/// Its objects.
[[nodiscard]] std::vector<boost::json::object> objects_member(const boost::json::object& object,
                                                              std::string_view name);
/// Empty where it is not an object.
[[nodiscard]] boost::json::object object_member(const boost::json::object& object, std::string_view name);

}  // namespace lanchat::lanchatctl
