// SPDX-License-Identifier: MIT
#pragma once

// The listening end of the control socket: made without a moment in which it is open to more people than it
// should be, put in the place of a dead daemon's, never in the place of a live one's.

#include "lanchat/async/socket_file.hpp"

#include <expected>
#include <optional>
#include <string>

namespace lanchat::control {

/// Why there is no socket, and what an administrator may do about it.
struct SocketFault {
  std::string reason;
  std::string remedy;
};

class ControlSocket {
 public:
  /// A socket that listens at `path`: mode 0660, group `lanchat` where there is one and it may be given.
  [[nodiscard]] static std::expected<ControlSocket, SocketFault> open(const std::string& path);

  ControlSocket(ControlSocket&& other) noexcept;
  ControlSocket& operator=(ControlSocket&&) = delete;
  ControlSocket(const ControlSocket&) = delete;
  ControlSocket& operator=(const ControlSocket&) = delete;
  ~ControlSocket();

  /// The listening descriptor, which is the caller's from then on.
  [[nodiscard]] int release_descriptor() noexcept;

  /// Removes the file, if it is still this one's.
  void remove_file() const noexcept;

 private:
  explicit ControlSocket(int descriptor) noexcept : descriptor_(descriptor) {}

  int descriptor_;
  std::optional<async::SocketFile> file_;
};

}  // namespace lanchat::control
