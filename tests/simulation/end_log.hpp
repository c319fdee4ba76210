// SPDX-License-Identifier: MIT
#pragma once

// What lanchat logs of the end of each client, and how often it logged what.

#include "lanchat/logging/event_log.hpp"

#include "simulation/memory.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace lanchat::simulation {

class EndLog final : public logging::EventLog {
 public:
  struct End {
    std::string client;
    std::string reason;
    std::uint64_t messages = 0;
    std::uint64_t bytes_in = 0;
    std::uint64_t bytes_out = 0;
  };

  [[nodiscard]] bool enabled(logging::Level) const noexcept override { return true; }

  void write(logging::Event event) override {
    const Aside aside;
    ++counts_[std::string(event.name)];
    if (event.name == "client_disconnected" || event.name == "client_rejected") {
      End end;
      for (const logging::Field& field : event.fields) {
        if (field.name == "client") end.client = std::get<std::string>(field.value);
        if (field.name == "reason") end.reason = std::get<std::string>(field.value);
        if (field.name == "messages") end.messages = std::get<std::uint64_t>(field.value);
        if (field.name == "bytes_in") end.bytes_in = std::get<std::uint64_t>(field.value);
        if (field.name == "bytes_out") end.bytes_out = std::get<std::uint64_t>(field.value);
      }
      if (event.name == "client_disconnected") ends_.push_back(std::move(end));
    }
    if (on_event) on_event(event.message);
    logging::Event(std::move(event));  // its memory goes here
  }

  [[nodiscard]] const std::vector<End>& ends() const noexcept { return ends_; }

  [[nodiscard]] std::uint64_t count(std::string_view event) const {
    const auto found = counts_.find(event);
    return found == counts_.end() ? 0 : found->second;
  }

  std::function<void(const std::string& message)> on_event;

 private:
  std::vector<End> ends_;
  std::map<std::string, std::uint64_t, std::less<>> counts_;
};

}  // namespace lanchat::simulation
