// SPDX-License-Identifier: MIT
#pragma once

// Every event that was logged, for a test that waits for one.

#include "lanchat/logging/event_log.hpp"

#include "integration/patience.hpp"

#include <algorithm>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace lanchat::integration {

class CollectedLog final : public logging::EventLog {
 public:
  [[nodiscard]] bool enabled(logging::Level) const noexcept override { return true; }

  void write(logging::Event event) override {
    const std::scoped_lock lock(mutex_);
    events_.push_back(std::move(event));
    changed_.notify_all();
  }

  /// The first event of that name that was not taken yet; waits for it.
  [[nodiscard]] logging::Event take(std::string_view name) {
    std::unique_lock lock(mutex_);
    auto found = events_.end();
    const bool came = changed_.wait_for(lock, patience, [&] {
      found = std::ranges::find(events_, name, &logging::Event::name);
      return found != events_.end();
    });
    if (!came) throw std::runtime_error("no event " + std::string(name));
    logging::Event event = std::move(*found);
    events_.erase(found);
    return event;
  }

  [[nodiscard]] bool has(std::string_view name) {
    const std::scoped_lock lock(mutex_);
    return std::ranges::find(events_, name, &logging::Event::name) != events_.end();
  }

  /// The reason of the first client_disconnected that was not taken yet.
  [[nodiscard]] std::string disconnected();

 private:
  std::mutex mutex_;  ///< guards events_
  std::condition_variable changed_;
  std::deque<logging::Event> events_;
};

[[nodiscard]] inline std::string text_field(const logging::Event& event, std::string_view name) {
  for (const logging::Field& field : event.fields) {
    if (field.name == name) return std::get<std::string>(field.value);
  }
  return "(no field " + std::string(name) + ")";
}

[[nodiscard]] inline std::uint64_t number_field(const logging::Event& event, std::string_view name) {
  for (const logging::Field& field : event.fields) {
    if (field.name == name) return std::get<std::uint64_t>(field.value);
  }
  throw std::runtime_error("no field " + std::string(name));
}

inline std::string CollectedLog::disconnected() {
  return text_field(take("client_disconnected"), "reason");
}

}  // namespace lanchat::integration
