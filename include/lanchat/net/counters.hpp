// SPDX-License-Identifier: MIT
#pragma once

// What one listener did on one worker. Written and read on that worker only; summed where somebody asks.

#include "lanchat/net/drop_reason.hpp"
#include "lanchat/protocol/close_reason.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace lanchat::net {

struct Counters {
  std::uint64_t clients = 0;  ///< connected now
  std::uint64_t accepted = 0;
  std::uint64_t rejected = 0;
  std::uint64_t messages = 0;
  std::uint64_t replies = 0;
  std::uint64_t bytes_in = 0;
  std::uint64_t bytes_out = 0;
  std::array<std::uint64_t, protocol::close_reason_count> closed{};  ///< by CloseReason
  std::array<std::uint64_t, drop_reason_count> dropped{};            ///< datagrams by DropReason

  [[nodiscard]] std::uint64_t datagrams_dropped() const noexcept;

  [[nodiscard]] std::uint64_t& of(DropReason reason) noexcept {
    return dropped[static_cast<std::size_t>(reason)];
  }

  Counters& operator+=(const Counters& other) noexcept;

  /// Calls `visit(name, value)` for every counter, under its stable name; reasons as `closed_REASON` and
  /// `datagrams_dropped_REASON`.
  template <typename Visit>
  void for_each(Visit visit) const {
    visit("clients", clients);
    visit("accepted", accepted);
    visit("rejected", rejected);
    visit("messages", messages);
    visit("replies", replies);
    visit("bytes_in", bytes_in);
    visit("bytes_out", bytes_out);
    visit("datagrams_dropped", datagrams_dropped());
    for (std::size_t i = 0; i < dropped.size(); ++i)
      visit(dropped_names[i], dropped[i]);
    for (std::size_t i = 0; i < closed.size(); ++i)
      visit(closed_names[i], closed[i]);
  }

  static const std::array<std::string_view, protocol::close_reason_count> closed_names;
  static const std::array<std::string_view, drop_reason_count> dropped_names;
};

}  // namespace lanchat::net
