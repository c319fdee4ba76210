// SPDX-License-Identifier: MIT
#pragma once

// What decides on replies. A policy sees messages and never a socket, a framing or a thread: it belongs to
// one listener on one worker and is called there only. It may answer at once (append to `reply`), later (take
// a PendingReply from the conversation) or unasked (keep the conversation's Recipient).

#include "lanchat/policy/receipt.hpp"
#include "lanchat/protocol/reply_order.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace lanchat::policy {

/// A client that may be reached from any thread, at any time, also when it has gone. Implemented by `net`.
class Recipient {
 public:
  using Done = Receipt;
  using Slot = protocol::ReplyOrder::Slot;

  virtual ~Recipient() = default;

  /// Sends `text` as one message of its own, unasked.
  virtual void send(std::string text) = 0;

  /// Settles the place `slot` in the order of replies; nullopt: the message gets no reply. Of each recipient
  /// once: what this needs is there since the place was reserved, so that no reply is owed for ever where
  /// there is no memory to give it.
  virtual void settle(Slot slot, std::optional<std::string> text, Done done) noexcept = 0;
};

/// The place of one reply that comes later. Move-only; dropped without an answer, the message gets no reply
/// and those behind it no longer wait.
class PendingReply {
 public:
  PendingReply(std::shared_ptr<Recipient> recipient, Recipient::Slot slot) noexcept
      : recipient_(std::move(recipient)), slot_(slot) {}

  PendingReply(PendingReply&&) noexcept = default;
  PendingReply& operator=(PendingReply&&) = delete;
  PendingReply(const PendingReply&) = delete;
  PendingReply& operator=(const PendingReply&) = delete;
  ~PendingReply();

  /// Answers the message. Call once, from any thread; `done` (may be empty) says whether the client was
  /// there.
  void answer(std::string text, Recipient::Done done) noexcept;

 private:
  std::shared_ptr<Recipient> recipient_;
  Recipient::Slot slot_;
};

/// One client as a policy sees it while it handles that client's message. Valid during the call only; what
/// must live longer is recipient() or defer().
class Conversation {
 public:
  virtual ~Conversation() = default;

  /// Name of the listener, as configured.
  [[nodiscard]] virtual std::string_view listener() const = 0;
  /// The client's address as logged: `ADDR:PORT`, or the process of a unix client.
  [[nodiscard]] virtual std::string client() const = 0;
  /// Number of the session, as logged; for datagrams a number of their own for each source address.
  [[nodiscard]] virtual std::uint64_t session() const = 0;

  /// Whether the message came as a datagram, on which anybody can write any address.
  [[nodiscard]] virtual bool is_datagram() const { return false; }

  /// Reserves the place of the current message's reply. At most once a message; return Outcome::later then.
  [[nodiscard]] virtual PendingReply defer() = 0;
  /// The client, to be spoken to unasked.
  [[nodiscard]] virtual std::shared_ptr<Recipient> recipient() = 0;
};

enum class Outcome : std::uint8_t {
  reply,   ///< what was appended is the reply, also when that is nothing
  later,   ///< a PendingReply was taken
  silent,  ///< no reply; nothing may have been appended
};

class Policy {
 public:
  virtual ~Policy() = default;

  /// Decides on one message. The reply's payload is appended to `reply`, which may hold other bytes already:
  /// they are not to be touched. `message` is valid during the call only.
  virtual Outcome on_message(std::string_view message, Conversation& conversation, std::string& reply) = 0;

  /// The client has gone: nothing sent to it will arrive any more. Called once for each session that sent at
  /// least one message to this policy.
  virtual void on_leave(std::uint64_t session) { static_cast<void>(session); }
};

}  // namespace lanchat::policy
