// SPDX-License-Identifier: MIT
#pragma once

// What an exception that nobody expected says, for the log.

#include <exception>
#include <string>

namespace lanchat::async {

[[nodiscard]] inline std::string describe(const std::exception_ptr& defect) {
  try {
    std::rethrow_exception(defect);
  } catch (const std::exception& exception) {
    return exception.what();
  } catch (...) {
    return "an exception of an unknown type";
  }
}

}  // namespace lanchat::async
