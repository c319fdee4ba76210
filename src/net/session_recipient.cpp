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

void SessionRecipient::settle(Slot slot, std::optional<std::string> text, Done done) {
  worker_.post([&worker = worker_, session = session_, slot, text = std::move(text),
                done = std::move(done)]() mutable {
    if (Session* const found = worker.find(session)) {
      backed_by_its_end(*found, [&] { found->settle(slot, std::move(text), std::move(done)); });
    } else if (done) {
      done(false);
    }
  });
}

}  // namespace lanchat::net
