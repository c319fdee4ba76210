// SPDX-License-Identifier: MIT
#include "net/datagram_recipient.hpp"

#include <utility>

namespace lanchat::net {

void DatagramRecipient::send(std::string text) {
  worker_.post([weak = endpoint_, source = source_, request = request_, text = std::move(text)] {
    if (const auto endpoint = weak.lock()) endpoint->send(source, request, text);
  });
}

void DatagramRecipient::settle(Slot slot, std::optional<std::string> text, Done done) {
  worker_.post([weak = endpoint_, source = source_, slot, request = request_, text = std::move(text),
                done = std::move(done)]() mutable {
    const auto endpoint = weak.lock();
    const bool delivered = endpoint && endpoint->settle(source, slot, request, std::move(text));
    if (done) done(delivered);
  });
}

}  // namespace lanchat::net
