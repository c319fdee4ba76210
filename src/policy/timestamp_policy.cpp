// SPDX-License-Identifier: MIT
#include "policy/policy_key_checks.hpp"

#include <array>
#include <ctime>
#include <limits>

namespace lanchat::policy {
namespace {

constexpr std::size_t longest_text = 1024;

// strftime(3) gives 0 both for an empty text and for one that is too long: a byte in front tells them apart.
std::optional<std::string> format_time(const std::string& format, const std::tm& time) {
  std::array<char, longest_text + 2> text;
  const std::size_t size = std::strftime(text.data(), text.size(), ("x" + format).c_str(), &time);
  if (size == 0) return std::nullopt;
  return std::string(text.data() + 1, size - 1);
}

std::optional<std::string> check_format(std::string_view value) {
  std::tm sample{};
  sample.tm_mday = 30;
  sample.tm_mon = 8;  // September on a Wednesday: the longest names
  sample.tm_wday = 3;
  if (value.find('\0') == std::string_view::npos && format_time(std::string(value), sample))
    return std::nullopt;
  return "a strftime format whose result has at most " + std::to_string(longest_text) + " bytes";
}

std::optional<std::string> check_zone(std::string_view value) {
  if (value == "local" || value == "utc") return std::nullopt;
  return "local or utc";
}

constexpr PolicyKey keys[] = {
    {"timestamp-format", "[%a %b %e %H:%M:%S %Y] ", "the time before the message, as strftime(3) reads it",
     check_format},
    {"timestamp-zone", "local", "the zone of that time: local (the machine's own) or utc", check_zone},
};

class TimestampPolicy final : public Policy {
 public:
  TimestampPolicy(std::string format, bool utc, PolicyEnvironment& environment)
      : format_(std::move(format)), utc_(utc), environment_(environment) {}

  Outcome on_message(std::string_view message, Conversation&, std::string& reply) override {
    refresh(std::chrono::system_clock::to_time_t(environment_.now()));
    reply.append(text_).append(message);
    return Outcome::reply;
  }

 private:
  // The text is made once a second: strftime costs more than all the rest of a message.
  void refresh(std::time_t now) {
    if (now == second_) return;
    second_ = now;
    std::tm time{};
    if (utc_) {
      gmtime_r(&now, &time);
    } else {
      tzset();  // notices a machine that was moved to another zone; localtime_r(3) need not
      localtime_r(&now, &time);
    }
    text_ = format_time(format_, time).value_or(std::string{});
  }

  std::string format_;
  bool utc_;
  PolicyEnvironment& environment_;
  std::time_t second_ = std::numeric_limits<std::time_t>::min();
  std::string text_;
};

std::unique_ptr<Policy> make(const PolicySettings& settings, PolicyEnvironment& environment) {
  return std::make_unique<TimestampPolicy>(text_setting(settings, keys, "timestamp-format"),
                                           text_setting(settings, keys, "timestamp-zone") == "utc",
                                           environment);
}

}  // namespace

extern const PolicyEntry timestamp_policy;
constinit const PolicyEntry timestamp_policy{"timestamp", "the time, then the message", keys, nullptr, make};

}  // namespace lanchat::policy
