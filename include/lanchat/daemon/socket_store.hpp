// SPDX-License-Identifier: MIT
#pragma once

// Listening sockets that outlive this process. The service manager keeps those that lanchatd opened and gives
// them to the next lanchatd, so that nobody is refused in between; sockets of socket units come the same way.
// Knows no listener: it is asked by address.

#include "lanchat/net/open_socket.hpp"
#include "lanchat/service/service_manager.hpp"

#include <expected>
#include <optional>
#include <string>
#include <vector>

namespace lanchat::daemon {

/// Called on the main thread only.
class SocketStore {
 public:
  /// A socket that was open before this process.
  struct Inherited {
    net::OpenSocket socket;
    std::string name;     ///< its name in the store, or the one its socket unit gave it
    bool stored = false;  ///< an earlier lanchatd stored it; else a socket unit owns it
  };

  /// `manager` outlives the store.
  explicit SocketStore(service::ServiceManager& manager) : manager_(manager) {}

  using Addresses = std::vector<net::BindAddress>;

  /// Takes what the service manager handed over under `name`. The error says why it is no socket for a
  /// listener; it is closed, and given up where it came from the store.
  [[nodiscard]] std::expected<void, std::string> take(net::Descriptor descriptor, const std::string& name);

  /// A duplicate of the inherited socket for `wanted`; nothing where there is none.
  [[nodiscard]] std::optional<Inherited> claim(const net::BindAddress& wanted) const;

  /// The addresses of stored sockets that stand for none of `wanted`.
  [[nodiscard]] Addresses unwanted(const Addresses& wanted) const;
  /// Gives up the stored sockets at these addresses, and the files of unix sockets among them. When it
  /// returns, the addresses are free.
  void forget_addresses(const Addresses& leaving);
  /// Who claimed a stored socket has it for good; only those of socket units may be claimed from now on.
  void forget_claimed() noexcept;

  /// Sockets of socket units that stand for none of `wanted`: clients that connect there wait in vain.
  [[nodiscard]] std::vector<const Inherited*> unused_units(const Addresses& wanted) const;

  /// The name under which `socket` is stored from now on; empty: it ends with this process.
  [[nodiscard]] std::string keep(const net::OpenSocket& socket);
  /// Gives up what is stored under `name`. When it returns, only this process has the socket.
  void forget(const std::string& name);

 private:
  service::ServiceManager& manager_;
  std::vector<Inherited> inherited_;
};

}  // namespace lanchat::daemon
