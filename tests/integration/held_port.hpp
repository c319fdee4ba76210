// SPDX-License-Identifier: MIT
#pragma once

// A TCP address that is in use, so that a daemon cannot have it.

#include "lanchat/net/open_socket.hpp"

#include <stdexcept>
#include <string>
#include <utility>

namespace lanchat::integration {

class HeldPort {
 public:
  explicit HeldPort(const std::string& uri = "tcp://127.0.0.1:0") : socket_(open(uri)) {}

  [[nodiscard]] const net::BindAddress& address() const { return socket_.address; }

  [[nodiscard]] int descriptor() const { return socket_.descriptor.value(); }

 private:
  static net::OpenSocket open(const std::string& uri) {
    auto opened = net::open_socket(net::parse_bind_address(uri).value(), net::ListenerOptions{});
    if (!opened) throw std::runtime_error(opened.error());
    return std::move(*opened);
  }

  net::OpenSocket socket_;
};

}  // namespace lanchat::integration
