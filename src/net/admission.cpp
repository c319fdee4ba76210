// SPDX-License-Identifier: MIT
#include "lanchat/net/admission.hpp"

#include "net/address_bytes.hpp"

namespace lanchat::net {

using protocol::CloseReason;

std::expected<Admission::Ticket, CloseReason> Admission::admit(const std::string& listener,
                                                               const boost::asio::ip::address* address,
                                                               const Quota& quota) {
  if (address == nullptr || (quota.per_address == 0 && quota.per_prefix == 0)) {
    if (!count_one_more()) return std::unexpected(CloseReason::too_many_clients);
    return Ticket(this, {});
  }
  const AddressBytes bytes(*address);
  const Place here{listener, bytes.array(), false};
  const Place around{listener, bytes.prefix(quota.ipv4_prefix, quota.ipv6_prefix).array(), true};
  const std::scoped_lock lock(mutex_);
  if (full()) return std::unexpected(CloseReason::too_many_clients);
  if (!has_room(here, quota.per_address)) return std::unexpected(CloseReason::too_many_clients_from_address);
  if (!has_room(around, quota.per_prefix)) return std::unexpected(CloseReason::too_many_clients_from_prefix);
  Ticket::Places places;
  try {
    if (quota.per_address != 0) places.address = count_at(here);
    if (quota.per_prefix != 0) places.prefix = count_at(around);
  } catch (...) {
    release(places.address);
    throw;
  }
  if (count_one_more()) return Ticket(this, places);
  release(places.address);
  release(places.prefix);
  return std::unexpected(CloseReason::too_many_clients);
}

bool Admission::has_room(const Place& place, std::uint32_t most) const {
  if (most == 0) return true;
  const auto found = places_.find(place);
  return found == places_.end() || found->second < most;
}

const Admission::Place* Admission::count_at(const Place& place) {
  const auto counted = places_.try_emplace(place, 0U).first;
  ++counted->second;
  return &counted->first;
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

void Admission::release(const Ticket::Places& places) noexcept {
  --clients_;
  if (places.address == nullptr && places.prefix == nullptr) return;
  const std::scoped_lock lock(mutex_);
  release(places.address);
  release(places.prefix);
}

// With the mutex held.
void Admission::release(const Place* place) noexcept {
  if (place == nullptr) return;
  const auto found = places_.find(*place);
  if (--found->second == 0) places_.erase(found);
}

}  // namespace lanchat::net
