// SPDX-License-Identifier: MIT
#include "lanchat/net/admission.hpp"

namespace lanchat::net {

using protocol::CloseReason;

std::expected<Admission::Ticket, CloseReason> Admission::admit(const std::string& listener,
                                                               const boost::asio::ip::address* address,
                                                               std::uint32_t max_per_address) {
  const std::uint32_t limit = max_clients_;
  if (++clients_ > limit && limit != 0) {
    --clients_;
    return std::unexpected(CloseReason::too_many_clients);
  }
  if (address == nullptr || max_per_address == 0) return Ticket(this, nullptr);

  const std::scoped_lock lock(mutex_);
  const auto place = places_.try_emplace({listener, *address}, 0U).first;
  if (place->second >= max_per_address) {
    --clients_;
    return std::unexpected(CloseReason::too_many_clients_from_address);
  }
  ++place->second;
  return Ticket(this, &place->first);
}

void Admission::release(const Place* place) noexcept {
  --clients_;
  if (place == nullptr) return;
  const std::scoped_lock lock(mutex_);
  const auto found = places_.find(*place);
  if (--found->second == 0) places_.erase(found);
}

}  // namespace lanchat::net
