// SPDX-License-Identifier: MIT
#pragma once

// Counts the clients there are, over all workers, and says whether one more may come in. Thread-safe.

#include "lanchat/protocol/close_reason.hpp"

#include <boost/asio/ip/address.hpp>

#include <atomic>
#include <cstdint>
#include <expected>
#include <map>
#include <mutex>
#include <string>
#include <utility>

namespace lanchat::net {

class Admission {
 public:
  using Place = std::pair<std::string, boost::asio::ip::address>;  ///< listener and address

  /// One client's admission; gives its place back when destroyed. The Admission outlives it.
  class Ticket {
   public:
    Ticket(Ticket&& other) noexcept
        : admission_(std::exchange(other.admission_, nullptr)),
          place_(std::exchange(other.place_, nullptr)) {}

    Ticket& operator=(Ticket&&) = delete;

    ~Ticket() {
      if (admission_ != nullptr) admission_->release(place_);
    }

   private:
    friend class Admission;

    Ticket(Admission* admission, const Place* place) noexcept : admission_(admission), place_(place) {}

    Admission* admission_;
    const Place* place_;  ///< a key of places_; null: not counted by address
  };

  explicit Admission(std::uint32_t max_clients) noexcept : max_clients_(max_clients) {}

  /// 0: without limit. Clients over a lowered limit stay.
  void set_max_clients(std::uint32_t max_clients) noexcept { max_clients_ = max_clients; }

  [[nodiscard]] std::uint32_t max_clients() const noexcept { return max_clients_; }

  [[nodiscard]] std::uint32_t clients() const noexcept { return clients_; }

  /// `address` null: a client without one (unix). `max_per_address` 0: without limit.
  [[nodiscard]] std::expected<Ticket, protocol::CloseReason> admit(const std::string& listener,
                                                                   const boost::asio::ip::address* address,
                                                                   std::uint32_t max_per_address);

 private:
  [[nodiscard]] bool full() const noexcept;
  [[nodiscard]] bool count_one_more() noexcept;
  void release(const Place* place) noexcept;

  std::atomic<std::uint32_t> max_clients_;
  std::atomic<std::uint32_t> clients_{0};
  std::mutex mutex_;  ///< guards places_
  std::map<Place, std::uint32_t> places_;
};

}  // namespace lanchat::net
