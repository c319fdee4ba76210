// SPDX-License-Identifier: MIT
#pragma once

// What the daemon says on the control socket: JSON objects whose names are stable (docs/control-protocol.md).
// Pure: values in, an object out, and whatever bytes are in the values, valid JSON on one line.

#include "lanchat/control/operator_desk.hpp"
#include "lanchat/control/steering.hpp"

#include "control/request.hpp"

#include <boost/json/object.hpp>

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lanchat::control {

/// `object` as one line, ending with LF.
[[nodiscard]] std::string to_line(const boost::json::object& object);

[[nodiscard]] boost::json::object refusal_reply(const Refusal& refusal);
[[nodiscard]] boost::json::object status_reply(const Status& status);
/// `now` is what a client's age is counted to.
[[nodiscard]] boost::json::object clients_reply(const std::vector<ClientRow>& rows,
                                                std::chrono::system_clock::time_point now);
[[nodiscard]] boost::json::object statistics_reply(const std::vector<Counter>& counters);
[[nodiscard]] boost::json::object reload_reply(const ReloadResult& result);
[[nodiscard]] boost::json::object log_level_reply(const LogLevelRequest& request);
/// `unknown` are the numbers of `asked` that no session has.
[[nodiscard]] boost::json::object disconnect_reply(const std::vector<std::uint64_t>& asked,
                                                   const std::vector<std::uint64_t>& unknown);

/// The console is open; `waiting` questions follow at once.
[[nodiscard]] boost::json::object console_opened_reply(std::uint64_t waiting);
[[nodiscard]] boost::json::object console_answer_reply(std::uint64_t number, OperatorDesk::Answer outcome);

[[nodiscard]] boost::json::object question_event(std::uint64_t number, const policy::Question& question);
[[nodiscard]] boost::json::object settled_event(std::uint64_t number, std::string_view why);
[[nodiscard]] boost::json::object delivery_event(std::uint64_t number, bool delivered);

}  // namespace lanchat::control
