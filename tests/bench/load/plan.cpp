// SPDX-License-Identifier: MIT
#include "plan.hpp"

#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace lanchat::bench {
namespace {

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
  } else if (key == "crowd") {
    plan.crowd = number();
  } else if (key == "seconds") {
    plan.seconds = std::strtod(value.c_str(), nullptr);
  } else if (key == "warm") {
    plan.warm = std::strtod(value.c_str(), nullptr);
  } else if (key == "slice") {
    plan.slice = std::strtod(value.c_str(), nullptr);
  } else if (key == "framing") {
    plan.framing = value;
  } else if (key == "policy") {
    plan.policy = value;
  } else {
    return false;
  }
  return true;
}

}  // namespace

Clock::duration duration_of(double seconds) {
  return std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
}

std::vector<Plan> plans_from(int count, char** words) {
  Plan every;
  std::vector<Plan> plans;
  for (int i = 1; i < count; ++i) {
    const std::string_view word = words[i];
    const std::size_t equals = word.find('=');
    if (equals == std::string_view::npos && i == 1) {
      every.work = word;
      continue;
    }
    const std::string_view key = word.substr(0, equals);
    if (key == "port") plans.push_back(every);
    if (equals == std::string_view::npos ||
        !set(plans.empty() ? every : plans.back(), key, std::string(word.substr(equals + 1)))) {
      std::fprintf(stderr, "load: not understood: %s\n", words[i]);
      std::exit(64);
    }
  }
  return plans;
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
