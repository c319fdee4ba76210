// SPDX-License-Identifier: MIT
#include "net/session_recipient.hpp"

#include "net/session.hpp"

#include <utility>

namespace lanchat::net {

void SessionRecipient::send(std::string text) {
  worker_.post([&worker = worker_, session = session_, text = std::move(text)] {
    if (Session* const found = worker.find(session)) found->send(text);
  });
}

void SessionRecipient::settle(Slot slot, std::optional<std::string> text, Done done) {
  worker_.post([&worker = worker_, session = session_, slot, text = std::move(text),
                done = std::move(done)]() mutable {
    if (Session* const found = worker.find(session)) {
      found->settle(slot, std::move(text), std::move(done));
    } else if (done) {
      done(false);
    }
  });
}

}  // namespace lanchat::net
