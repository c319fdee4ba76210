// SPDX-License-Identifier: MIT
#include "net/datagram_recipient.hpp"

#include <utility>

namespace lanchat::net {

void DatagramRecipient::send(std::string text) {
  worker_.post([weak = endpoint_, source = source_, request = request_, text = std::move(text)] {
    if (const auto endpoint = weak.lock()) endpoint->send(source, request, text);
  });
}

void DatagramRecipient::settle(Slot slot, std::optional<std::string> text, Done done) noexcept {
  slot_ = slot;
  text_ = std::move(text);
  done_ = std::move(done);
  worker_.post(shared_from_this());
}

void DatagramRecipient::deliver() {
  const auto endpoint = endpoint_.lock();
  done_(endpoint && endpoint->settle(source_, slot_, request_, std::move(text_)));
}

}  // namespace lanchat::net
