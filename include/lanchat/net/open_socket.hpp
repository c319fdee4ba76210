// SPDX-License-Identifier: MIT
#pragma once

// Opens what a bind address names: the system calls of listening, and nothing of what happens afterwards.

#include "lanchat/net/listener_options.hpp"

#include <boost/asio/ip/address.hpp>

#include <expected>
#include <string>
#include <utility>

namespace lanchat::net {

/// A file descriptor that is closed with its owner. Move-only.
class Descriptor {
 public:
  explicit Descriptor(int fd = -1) noexcept : fd_(fd) {}

  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

  Descriptor& operator=(Descriptor&& other) noexcept;
  ~Descriptor();

  [[nodiscard]] int value() const noexcept { return fd_; }

  [[nodiscard]] int release() noexcept { return std::exchange(fd_, -1); }

 private:
  int fd_;
};

/// A bound socket (listening, where it is a stream), non-blocking and close-on-exec.
struct OpenSocket {
  Descriptor descriptor;
  BindAddress address;  ///< with the port the system chose
};

/// Opens `address` as `options` say. `*` is IPv6 and IPv4 both, or IPv4 alone where there is no IPv6. The
/// file of a unix socket whose daemon is dead is replaced; a live one's is not. Error: a sentence that names
/// the address, the reason and, where there is one, the remedy.
[[nodiscard]] std::expected<OpenSocket, std::string> open_socket(const BindAddress& address,
                                                                 const ListenerOptions& options);

/// What can be said of open_socket() while another socket has the port: whether this machine has the address.
[[nodiscard]] std::expected<void, std::string> check_host(const BindAddress& address);

/// Has the kernel tell with each datagram which of this machine's addresses it was sent to, from where it is
/// answered, and how it is marked: see DatagramDelivery.
void ask_for_delivery(int fd, bool v6);

/// Applies those of `options` that an open listening socket can change: backlog and keep-alive.
void apply_options(int fd, const BindAddress& address, const ListenerOptions& options);

}  // namespace lanchat::net
