// SPDX-License-Identifier: MIT
#pragma once

// What a control client may say, as values: one line of JSON in, a request or a refusal out
// (docs/control-protocol.md). Pure.

#include "lanchat/logging/event.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace lanchat::control {

/// Bytes of one request line.
inline constexpr std::size_t longest_request = 1U << 20U;

struct StatusRequest {};

struct ClientsRequest {};

struct StatisticsRequest {};

struct ReloadRequest {};

struct LogLevelRequest {
  logging::Level level = logging::Level::info;
  std::optional<std::chrono::milliseconds> duration;  ///< none: until the next change
};

struct DisconnectRequest {
  std::vector<std::uint64_t> sessions;
};

struct OperatorRequest {};

using Request = std::variant<StatusRequest, ClientsRequest, StatisticsRequest, ReloadRequest, LogLevelRequest,
                             DisconnectRequest, OperatorRequest>;

/// What an open console sends.
struct ConsoleAnswer {
  std::uint64_t number = 0;  ///< 0: the oldest question
  std::string text;
};

/// Why a line was not followed: a stable code for programs, a sentence for people.
struct Refusal {
  std::string_view code;
  std::string error;
};

[[nodiscard]] std::expected<Request, Refusal> parse_request(std::string_view line);

[[nodiscard]] std::expected<ConsoleAnswer, Refusal> parse_console_answer(std::string_view line);

}  // namespace lanchat::control
