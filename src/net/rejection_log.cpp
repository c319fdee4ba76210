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

void RejectionLog::write(const std::string& listener, const Peer& client, protocol::CloseReason reason) {
  if (!log_.enabled(logging::Level::warning)) return;
  write_throttled(rejections_[static_cast<std::size_t>(reason)], [&] {
    const std::string name = client.name();
    const std::string why(to_string(reason));
    return logging::Event{logging::Level::warning,
                          "client_rejected",
                          "client " + name + " rejected: " + why,
                          {{"listener", listener}, {"client", name}, {"reason", why}}};
  });
}

void RejectionLog::write_dropped(const std::string& listener, const Peer& client, DropReason reason) {
  const logging::Level level = level_of(reason);
  if (!log_.enabled(level)) return;
  write_throttled(drops_[static_cast<std::size_t>(reason)], [&] {
    const std::string name = client.name();
    const std::string why(to_string(reason));
    const std::string_view key = key_of(reason);
    const std::string decides = key.empty() ? std::string() : ", see " + std::string(key);
    return logging::Event{level,
                          "datagram_dropped",
                          "no reply to a datagram of client " + name + ": " + why + decides,
                          {{"listener", listener}, {"client", name}, {"reason", why}}};
  });
}

void RejectionLog::write_defect(const std::string& listener, const Peer& client, const std::string& what) {
  write_throttled(defects_, [&] {
    const std::string name = client.name();
    return logging::Event{logging::Level::error,
                          "internal_error",
                          "a message of client " + name + " met a defect",
                          {{"listener", listener}, {"client", name}, {"error", what}}};
  });
}

void RejectionLog::write_paused(const std::string& listener, const std::string& why) {
  write_throttled(pauses_, [&] {
    return logging::Event{logging::Level::warning,
                          "accept_paused",
                          "no datagrams of listener " + listener + " for now: " + why +
                              "; raise fs.epoll.max_user_watches (epoll(7))",
                          {{"listener", listener}, {"reason", why}}};
  });
}

// An event that is held back is not even made.
template <typename Make>
void RejectionLog::write_throttled(EventThrottle& throttle, Make make) {
  const auto suppressed = throttle.admit(std::chrono::steady_clock::now());
  if (!suppressed) return;
  logging::Event event = make();
  if (*suppressed != 0) event.fields.push_back({"suppressed", *suppressed});
  log_.write(std::move(event));
}

}  // namespace lanchat::net
