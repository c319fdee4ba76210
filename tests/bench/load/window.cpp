// SPDX-License-Identifier: MIT
#include "window.hpp"

#include <cstdio>

namespace lanchat::bench {

Window::Window(const Plan& plan) : plan_(plan), start_(Clock::now() + plan.warm_up()) {}

bool Window::open_at(Clock::time_point now) {
  if (!opened_ && now >= start_) {
    before_ = read_account(plan_.server, plan_.family);
    opened_ = true;
  } else if (opened_ && !closed_ && now >= before_.time + plan_.measured()) {
    after_ = read_account(plan_.server, plan_.family);
    closed_ = true;
  }
  return !closed_ && done_ < plan_.most;
}

void Window::print() const {
  std::printf(R"({"operations":%zu,"done":%zu,"lost":%zu,"p50_us":%.2f,"p99_us":%.2f,)", operations_, done_,
              lost_, latencies_.quantile(0.5), latencies_.quantile(0.99));
  print_difference(before_, after_);
  std::printf("}\n");
  std::fflush(stdout);
}

}  // namespace lanchat::bench
