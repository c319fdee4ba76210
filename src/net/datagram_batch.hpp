// SPDX-License-Identifier: MIT
#pragma once

// Many datagrams in one system call, and their replies in another: the arrays that recvmmsg(2) and
// sendmmsg(2) want.

#include "net/datagram_delivery.hpp"

#include <netinet/in.h>
#include <sys/socket.h>

#include <boost/asio/ip/udp.hpp>

#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace lanchat::net {

class DatagramBatch {
 public:
  static constexpr std::size_t most = 32;
  static constexpr std::size_t largest = 65536;  ///< bytes; no UDP datagram is as large

  DatagramBatch();

  /// Receives what is there and forgets the last batch and its replies. The number of datagrams, 0: none.
  std::size_t receive(int fd);

  /// Views are valid until the next receive().
  [[nodiscard]] std::string_view payload(std::size_t index) const noexcept;
  [[nodiscard]] boost::asio::ip::udp::endpoint source(std::size_t index) const;

  /// The address the datagram was sent to, as the control message that makes a reply leave from there (ip(7),
  /// ipv6(7)). Empty: the route decides, as it does where the socket is bound to one address.
  [[nodiscard]] std::string_view asked_at(std::size_t index) const noexcept;

  /// How the datagram came.
  [[nodiscard]] const DatagramDelivery& delivery(std::size_t index) const noexcept {
    return deliveries_[index];
  }

  /// The buffer replies are appended to; note its size before, and call add_reply() after, or cut it back
  /// where the reply has more than `largest` bytes: else it grows beyond the address space it has from the
  /// start.
  [[nodiscard]] std::string& replies() noexcept { return replies_; }

  /// What was appended from `mark` on answers the datagram `index`.
  void add_reply(std::size_t index, std::size_t mark);

  struct Sent {
    std::size_t replies = 0;
    std::size_t bytes = 0;
    std::size_t refused = 0;  ///< replies the system would not send at all
    bool blocked = false;     ///< call again when the socket is writable
    bool starved = false;     ///< or rather later: the system lacks memory, of which no event tells
  };

  /// Sends the replies that have not gone yet.
  Sent send(int fd);

 private:
  struct Reply {
    std::size_t index, mark, size;
    bool by_route;  ///< it could not leave from the address that was asked, such as a broadcast's
  };

  struct alignas(cmsghdr) Control {
    std::array<char, DatagramDelivery::control_bytes> bytes;
  };

  std::unique_ptr<char[]> memory_;
  std::array<sockaddr_in6, most> names_{};  ///< large enough for IPv4's too
  std::array<Control, most> controls_{};
  std::array<DatagramDelivery, most> deliveries_{};
  std::array<iovec, most> vectors_{};
  std::array<mmsghdr, most> headers_{};
  std::string replies_;
  std::vector<Reply> pending_;
  std::size_t sent_ = 0;
};

}  // namespace lanchat::net
