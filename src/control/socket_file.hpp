// SPDX-License-Identifier: MIT
#pragma once

// The file of a listening unix socket: made without a moment in which it is open to more people than it
// should be, put in the place of a dead daemon's, never in the place of a live one's, and removed by its
// maker alone.

#include <sys/types.h>

#include <expected>
#include <string>

namespace lanchat::control {

/// Why there is no socket, and what an administrator may do about it.
struct SocketFault {
  std::string reason;
  std::string remedy;
};

class SocketFile {
 public:
  /// A socket that listens at `path`: mode 0660, group `lanchat` where there is one and it may be given.
  [[nodiscard]] static std::expected<SocketFile, SocketFault> open(const std::string& path);

  SocketFile(SocketFile&& other) noexcept;
  SocketFile& operator=(SocketFile&&) = delete;
  SocketFile(const SocketFile&) = delete;
  SocketFile& operator=(const SocketFile&) = delete;
  ~SocketFile();

  /// The listening descriptor, which is the caller's from then on.
  [[nodiscard]] int release_descriptor() noexcept;

  /// Removes the file, if it is still this one.
  void remove() const noexcept;

 private:
  SocketFile(std::string path, int descriptor) noexcept;

  std::string path_;
  int descriptor_;
  dev_t device_ = 0;
  ino_t inode_ = 0;
};

}  // namespace lanchat::control
