// SPDX-License-Identifier: MIT
#include "lanchat/policy/policy.hpp"

namespace lanchat::policy {

PendingReply::~PendingReply() {
  if (recipient_) recipient_->settle(slot_, std::nullopt, {});
}

void PendingReply::answer(std::string text, Recipient::Done done) noexcept {
  const auto recipient = std::exchange(recipient_, nullptr);
  if (recipient) recipient->settle(slot_, std::move(text), std::move(done));
}

}  // namespace lanchat::policy
