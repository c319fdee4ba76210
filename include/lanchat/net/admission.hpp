// SPDX-License-Identifier: MIT
#pragma once

// Counts the clients there are, over all workers, and says whether one more may come in. Thread-safe.

#include "lanchat/protocol/close_reason.hpp"

#include <boost/asio/ip/address.hpp>

#include <array>
#include <atomic>
#include <compare>
#include <cstdint>
#include <expected>
#include <map>
#include <mutex>
#include <string>
#include <utility>

namespace lanchat::net {

class Admission {
 public:
  /// Of one address, or of one network, at one listener.
  struct Place {
    std::string listener;
    std::array<std::uint8_t, 16> network;  ///< see AddressBytes
    bool is_prefix;

    auto operator<=>(const Place&) const = default;
  };

  /// How many clients one address, and one network of so many bits, may have. 0: without limit.
  struct Quota {
    std::uint32_t per_address = 0;
    std::uint32_t per_prefix = 0;
    std::uint8_t ipv4_prefix = 24;
    std::uint8_t ipv6_prefix = 56;
  };

  /// One client's admission; gives its place back when destroyed. The Admission outlives it.
  class Ticket {
   public:
    Ticket(Ticket&& other) noexcept
        : admission_(std::exchange(other.admission_, nullptr)), places_(other.places_) {}

    Ticket& operator=(Ticket&&) = delete;

    ~Ticket() {
      if (admission_ != nullptr) admission_->release(places_);
    }

   private:
    friend class Admission;

    /// Keys of the admission's places; null: not counted there.
    struct Places {
      const Place* address = nullptr;
      const Place* prefix = nullptr;
    };

    Ticket(Admission* admission, Places places) noexcept : admission_(admission), places_(places) {}

    Admission* admission_;
    Places places_;
  };

  explicit Admission(std::uint32_t max_clients) noexcept : max_clients_(max_clients) {}

  /// 0: without limit. Clients over a lowered limit stay.
  void set_max_clients(std::uint32_t max_clients) noexcept { max_clients_ = max_clients; }

  [[nodiscard]] std::uint32_t max_clients() const noexcept { return max_clients_; }

  [[nodiscard]] std::uint32_t clients() const noexcept { return clients_; }

  /// `address` null: a client without one (unix).
  [[nodiscard]] std::expected<Ticket, protocol::CloseReason> admit(const std::string& listener,
                                                                   const boost::asio::ip::address* address,
                                                                   const Quota& quota);

 private:
  [[nodiscard]] bool full() const noexcept;
  [[nodiscard]] bool count_one_more() noexcept;
  [[nodiscard]] bool has_room(const Place& place, std::uint32_t most) const;
  [[nodiscard]] const Place* count_at(const Place& place);
  void release(const Ticket::Places& places) noexcept;
  void release(const Place* place) noexcept;

  std::atomic<std::uint32_t> max_clients_;
  std::atomic<std::uint32_t> clients_{0};
  std::mutex mutex_;  ///< guards places_
  std::map<Place, std::uint32_t> places_;
};

}  // namespace lanchat::net
