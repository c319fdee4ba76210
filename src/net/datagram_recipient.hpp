// SPDX-License-Identifier: MIT
#pragma once

// Where a datagram came from, for replies that come later. May outlive its endpoint.

#include "lanchat/net/datagram_endpoint.hpp"
#include "lanchat/policy/policy.hpp"

#include <memory>
#include <optional>
#include <string>

namespace lanchat::net {

/// Held by shared_ptr: a settled reply is its own letter to the endpoint's worker.
class DatagramRecipient final : public policy::Recipient,
                                public async::Mailbox::Letter,
                                public std::enable_shared_from_this<DatagramRecipient> {
 public:
  DatagramRecipient(Worker& worker, std::weak_ptr<DatagramEndpoint> endpoint,
                    const DatagramEndpoint::Source& source, const DatagramEndpoint::Request& request)
      : worker_(worker), endpoint_(std::move(endpoint)), source_(source), request_(request) {}

  void send(std::string text) override;
  void settle(Slot slot, std::optional<std::string> text, Done done) noexcept override;

 private:
  void deliver() override;

  Worker& worker_;
  std::weak_ptr<DatagramEndpoint> endpoint_;
  DatagramEndpoint::Source source_;
  DatagramEndpoint::Request request_;

  // On its way:
  Slot slot_ = 0;
  std::optional<std::string> text_;
  Done done_;
};

}  // namespace lanchat::net
