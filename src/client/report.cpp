// SPDX-License-Identifier: MIT
#include "client/report.hpp"

#include "lanchat/logging/escape.hpp"

#include <fmt/format.h>

#include <cstdio>

namespace lanchat::client {

std::string describe(const Outcome& outcome) {
  if (!outcome.failure) return {};
  std::string text = outcome.failure->reason;
  if (outcome.missing != 0) {
    text += fmt::format("; {} of {} {} {} missing", outcome.missing, outcome.sent,
                        outcome.sent == 1 ? "reply" : "replies", outcome.missing == 1 ? "is" : "are");
  }
  return text;
}

int report(const Outcome& outcome) {
  if (!outcome.failure) return static_cast<int>(ExitStatus::all_replied);
  fmt::print(stderr, "lanchat: {}\n", logging::escape_for_terminal(describe(outcome)));
  return static_cast<int>(outcome.failure->status);
}

}  // namespace lanchat::client
