// SPDX-License-Identifier: MIT
#include "plan.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace lanchat::bench {
namespace {

Clock::duration duration_of(double seconds) {
  return std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
}

bool set(Plan& plan, std::string_view key, const std::string& value) {
  const auto number = [&] { return std::strtoul(value.c_str(), nullptr, 10); };
  if (key == "port") {
    plan.port = static_cast<std::uint16_t>(number());
  } else if (key == "server") {
    plan.server = static_cast<int>(number());
  } else if (key == "family") {
    plan.family = number() != 0;
  } else if (key == "clients") {
    plan.clients = number();
  } else if (key == "depth") {
    plan.depth = number();
  } else if (key == "size") {
    plan.size = number();
  } else if (key == "rate") {
    plan.rate = number();
  } else if (key == "seconds") {
    plan.seconds = std::strtod(value.c_str(), nullptr);
  } else if (key == "framing") {
    plan.framing = value;
  } else if (key == "policy") {
    plan.policy = value;
  } else if (key == "most") {
    plan.most = number();
  } else {
    return false;
  }
  return true;
}

}  // namespace

Clock::duration Plan::warm_up() const {
  return duration_of(std::max(0.05, seconds / 10));
}

Clock::duration Plan::measured() const {
  return duration_of(seconds);
}

Plan plan_from(int count, char** words) {
  Plan plan;
  for (int i = 1; i < count; ++i) {
    const std::string_view word = words[i];
    const std::size_t equals = word.find('=');
    if (equals == std::string_view::npos && i == 1) {
      plan.work = word;
    } else if (equals == std::string_view::npos ||
               !set(plan, word.substr(0, equals), std::string(word.substr(equals + 1)))) {
      std::fprintf(stderr, "load: not understood: %s\n", words[i]);
      std::exit(64);
    }
  }
  return plan;
}

void fail(const char* what) {
  std::perror(what);
  std::exit(1);
}

void wrong_reply(const char* what) {
  std::fprintf(stderr, "a wrong reply: %s\n", what);
  std::exit(1);
}

}  // namespace lanchat::bench
