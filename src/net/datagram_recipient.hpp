// SPDX-License-Identifier: MIT
#pragma once

// Where a datagram came from, for replies that come later. May outlive its endpoint.

#include "lanchat/net/datagram_endpoint.hpp"
#include "lanchat/policy/policy.hpp"

#include <memory>

namespace lanchat::net {

class DatagramRecipient final : public policy::Recipient {
 public:
  DatagramRecipient(Worker& worker, std::weak_ptr<DatagramEndpoint> endpoint,
                    const DatagramEndpoint::Source& source, const DatagramEndpoint::Request& request)
      : worker_(worker), endpoint_(std::move(endpoint)), source_(source), request_(request) {}

  void send(std::string text) override;
  void settle(Slot slot, std::optional<std::string> text, Done done) override;

 private:
  Worker& worker_;
  std::weak_ptr<DatagramEndpoint> endpoint_;
  DatagramEndpoint::Source source_;
  DatagramEndpoint::Request request_;
};

}  // namespace lanchat::net
