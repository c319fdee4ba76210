// SPDX-License-Identifier: MIT
#pragma once

// The last configuration that worked, in memory that the service manager keeps for the next process: where
// the files are wrong at a restart, or name an address that cannot be opened, clients are served as before.

#include "lanchat/config/config.hpp"
#include "lanchat/net/open_socket.hpp"
#include "lanchat/service/service_manager.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace lanchat::daemon {

/// Called on the main thread only.
class LastGood {
 public:
  /// Whether the service manager keeps a configuration under `name`, not a socket.
  [[nodiscard]] static bool is_name(std::string_view name) noexcept;

  /// What an earlier process left, where it left something.
  void take(net::Descriptor memory, std::string name) noexcept;

  /// Nothing where there is none, or where this version does not accept it.
  [[nodiscard]] std::optional<config::Config> load() const;

  /// Puts `config`, which was just read from `sources`, in its place.
  void save(const config::Sources& sources, const config::Config& config, service::ServiceManager& manager);

 private:
  net::Descriptor memory_;  ///< memfd_create(2): a configuration file
  std::string name_;        ///< under which it is kept
};

}  // namespace lanchat::daemon
