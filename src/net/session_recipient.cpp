// SPDX-License-Identifier: MIT
#include "net/session_recipient.hpp"

#include "net/session.hpp"

#include <exception>
#include <utility>

namespace lanchat::net {
namespace {

// A reply that is lost for want of memory would leave the others in the wrong places: the session ends.
template <typename Step>
void backed_by_its_end(Session& session, Step step) {
  try {
    step();
  } catch (...) {
    session.fail(std::current_exception());
  }
}

}  // namespace

void SessionRecipient::send(std::string text) {
  worker_.post([&worker = worker_, session = session_, text = std::move(text)] {
    if (Session* const found = worker.find(session)) backed_by_its_end(*found, [&] { found->send(text); });
  });
}

void SessionRecipient::settle(Slot slot, std::optional<std::string> text, Done done) noexcept {
  slot_ = slot;
  text_ = std::move(text);
  done_ = std::move(done);
  worker_.post(shared_from_this());
}

void SessionRecipient::deliver() {
  Done done = std::move(done_);
  Session* const found = worker_.find(session_);
  if (found == nullptr) return;
  backed_by_its_end(*found, [&] { found->settle(slot_, std::move(text_), std::move(done)); });
}

}  // namespace lanchat::net
