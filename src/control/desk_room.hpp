// SPDX-License-Identifier: MIT
#pragma once

// How much may wait at the operator's desk at once, those on their way there too: the workers ask faster than
// the desk takes in. Each question holds one Place, which gives itself back.

#include "lanchat/control/operator_desk.hpp"

#include <atomic>
#include <cstddef>
#include <memory>
#include <optional>
#include <utility>

namespace lanchat::control {

/// From any thread. Held by shared_ptr: a place may outlive the desk.
class DeskRoom {
 public:
  explicit DeskRoom(OperatorDesk::Limits limits) noexcept { set_limits(limits); }

  void set_limits(OperatorDesk::Limits limits) noexcept {
    most_questions_ = limits.questions;
    most_bytes_ = limits.message_bytes;
  }

  [[nodiscard]] OperatorDesk::Limits limits() const noexcept { return {most_questions_, most_bytes_}; }

  /// Of one question. Move-only.
  class Place {
   public:
    Place(Place&&) noexcept = default;
    Place& operator=(Place&&) = delete;
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;

    ~Place() {
      if (room_) room_->release(bytes_);
    }

   private:
    friend class DeskRoom;

    Place(std::shared_ptr<DeskRoom> room, std::size_t bytes) noexcept
        : room_(std::move(room)), bytes_(bytes) {}

    std::shared_ptr<DeskRoom> room_;
    std::size_t bytes_;
  };

  /// For a message of `bytes`; nullopt: there is no room. Datagrams leave half of it to streams.
  [[nodiscard]] static std::optional<Place> take(const std::shared_ptr<DeskRoom>& room, std::size_t bytes,
                                                 bool datagram) noexcept {
    const std::size_t parts = datagram ? 2 : 1;
    const std::size_t questions_now = room->questions_.fetch_add(1) + 1;
    const std::size_t bytes_now = room->bytes_.fetch_add(bytes) + bytes;
    Place place(room, bytes);
    const auto within = [parts](std::size_t now, std::size_t most) {
      return most == 0 || now <= (most + parts - 1) / parts;
    };
    if (!within(questions_now, room->most_questions_) || !within(bytes_now, room->most_bytes_))
      return std::nullopt;
    return place;
  }

 private:
  void release(std::size_t bytes) noexcept {
    --questions_;
    bytes_ -= bytes;
  }

  std::atomic<std::size_t> questions_{0};
  std::atomic<std::size_t> bytes_{0};
  std::atomic<std::size_t> most_questions_;
  std::atomic<std::size_t> most_bytes_;
};

}  // namespace lanchat::control
