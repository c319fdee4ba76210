// SPDX-License-Identifier: MIT
#include "net/rejection_log.hpp"

#include <utility>

namespace lanchat::net {
namespace {

// A warning where it may be a client that should be answered, and the key would have to be another.
logging::Level level_of(DropReason reason) noexcept {
  const bool to_be_changed = reason == DropReason::reply_too_large || reason == DropReason::repeat ||
                             reason == DropReason::own_reply;
  return to_be_changed ? logging::Level::warning : logging::Level::debug;
}

}  // namespace

void RejectionLog::write(const std::string& listener, const std::string& client,
                         protocol::CloseReason reason) {
  if (!log_.enabled(logging::Level::warning)) return;
  const std::string why(to_string(reason));
  write_throttled(throttle_, {logging::Level::warning,
                              "client_rejected",
                              "client " + client + " rejected: " + why,
                              {{"listener", listener}, {"client", client}, {"reason", why}}});
}

bool RejectionLog::tells(DropReason reason) const noexcept {
  return log_.enabled(level_of(reason));
}

void RejectionLog::write_dropped(const std::string& listener, const std::string& client, DropReason reason) {
  const logging::Level level = level_of(reason);
  const std::string why(to_string(reason));
  const std::string_view key = key_of(reason);
  const std::string decides = key.empty() ? std::string() : ", see " + std::string(key);
  write_throttled(level == logging::Level::debug ? debug_throttle_ : throttle_,
                  {level,
                   "datagram_dropped",
                   "no reply to a datagram of client " + client + ": " + why + decides,
                   {{"listener", listener}, {"client", client}, {"reason", why}}});
}

void RejectionLog::write_defect(const std::string& listener, const std::string& client,
                                const std::string& what) {
  write_throttled(throttle_, {logging::Level::error,
                              "internal_error",
                              "a message of client " + client + " met a defect",
                              {{"listener", listener}, {"client", client}, {"error", what}}});
}

void RejectionLog::write_paused(const std::string& listener, const std::string& why) {
  write_throttled(throttle_, {logging::Level::warning,
                              "accept_paused",
                              "no datagrams of listener " + listener + " for now: " + why +
                                  "; raise fs.epoll.max_user_watches (epoll(7))",
                              {{"listener", listener}, {"reason", why}}});
}

void RejectionLog::write_throttled(EventThrottle& throttle, logging::Event event) {
  const auto suppressed = throttle.admit(std::chrono::steady_clock::now());
  if (!suppressed) return;
  if (*suppressed != 0) event.fields.push_back({"suppressed", *suppressed});
  log_.write(std::move(event));
}

}  // namespace lanchat::net
