// SPDX-License-Identifier: MIT
#include "lanchat/net/admission.hpp"

namespace lanchat::net {

using protocol::CloseReason;

std::expected<Admission::Ticket, CloseReason> Admission::admit(const std::string& listener,
                                                               const boost::asio::ip::address* address,
                                                               std::uint32_t max_per_address) {
  if (address == nullptr || max_per_address == 0) {
    if (!count_one_more()) return std::unexpected(CloseReason::too_many_clients);
    return Ticket(this, nullptr);
  }
  const std::scoped_lock lock(mutex_);
  const auto found = places_.find({listener, *address});
  const bool room_here = found == places_.end() || found->second < max_per_address;
  if (full() || (room_here && !count_one_more())) return std::unexpected(CloseReason::too_many_clients);
  if (!room_here) return std::unexpected(CloseReason::too_many_clients_from_address);
  const auto place = places_.try_emplace({listener, *address}, 0U).first;
  ++place->second;
  return Ticket(this, &place->first);
}

bool Admission::full() const noexcept {
  const std::uint32_t limit = max_clients_;
  return limit != 0 && clients_ >= limit;
}

bool Admission::count_one_more() noexcept {
  const std::uint32_t limit = max_clients_;
  std::uint32_t now = clients_;
  do {
    if (limit != 0 && now >= limit) return false;
  } while (!clients_.compare_exchange_weak(now, now + 1));
  return true;
}

void Admission::release(const Place* place) noexcept {
  --clients_;
  if (place == nullptr) return;
  const std::scoped_lock lock(mutex_);
  const auto found = places_.find(*place);
  if (--found->second == 0) places_.erase(found);
}

}  // namespace lanchat::net
