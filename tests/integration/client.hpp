// SPDX-License-Identifier: MIT
#pragma once

// A client of any transport with plain blocking system calls, so that a test says byte by byte what it sends
// and when it reads. Whatever does not come within `patience` is thrown as an error, which fails the test.

#include "lanchat/net/bind_address.hpp"
#include "lanchat/net/open_socket.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace lanchat::integration {

struct ClientOptions {
  int receive_buffer = 0;  ///< SO_RCVBUF; 0: the system's
  std::string from{};      ///< the address to come from; empty: any
};

class Client {
 public:
  explicit Client(const net::BindAddress& address, const ClientOptions& options = {});

  void write(std::string_view bytes) const;
  /// Each byte with a system call of its own.
  void write_singly(std::string_view bytes) const;
  /// Writes until the other side has taken nothing for a moment. How many bytes it took.
  [[nodiscard]] std::size_t write_until_stalled(std::string_view pattern) const;
  /// Writes what still goes, also to a peer that has closed.
  void write_regardless(std::string_view bytes) const;

  /// What one read gives; empty at the end of the stream.
  [[nodiscard]] std::string read_some(std::size_t most = 65536) const;
  [[nodiscard]] std::string read(std::size_t size) const;
  /// With its LF.
  [[nodiscard]] std::string read_line() const;
  /// Then ends its half too.
  [[nodiscard]] std::string read_to_end() const;
  /// Sends and waits for the reply that is as long as `reply`.
  [[nodiscard]] std::string exchange(std::string_view bytes, std::size_t reply_size) const;
  /// Waits until the connection is gone, in whichever way.
  void wait_for_end() const;
  /// Whether there is something to read now.
  [[nodiscard]] bool readable() const;

  void half_close() const;

  void close() { socket_ = net::Descriptor(); }

  /// Closes with a reset (SO_LINGER 0).
  void reset();
  /// The port this client comes from.
  [[nodiscard]] std::string port() const;

 private:
  friend class UnconnectedClient;

  Client(net::Descriptor socket, const net::BindAddress& address);

  net::Descriptor socket_;
};

/// A client whose socket is there before it connects.
class UnconnectedClient {
 public:
  explicit UnconnectedClient(net::BindAddress address);

  [[nodiscard]] Client connect();

 private:
  net::BindAddress address_;
  net::Descriptor socket_;
};

/// Whether a connection to `address` is taken now.
[[nodiscard]] bool accepts(const net::BindAddress& address);

}  // namespace lanchat::integration
