// SPDX-License-Identifier: MIT
#pragma once

// The file of a unix socket (unix(7)): it stays when its program dies, and then bars the next from binding;
// and to whom it is given.

#include <sys/types.h>

#include <optional>
#include <string>

namespace lanchat::async {

/// The group of this machine that `name`, or a number, stands for.
[[nodiscard]] std::optional<gid_t> find_group(const std::string& name);

/// Removes the socket that a dead program left at `path`. 0: nothing is in the way now. Else an errno:
/// EADDRINUSE where somebody answers there, EEXIST where the file is no socket, or what kept us from finding
/// out.
[[nodiscard]] int clear_stale_socket(const std::string& path);

/// A socket's file as it was made, so that only that one is removed and never another program's.
class SocketFile {
 public:
  /// The file at `path` now.
  explicit SocketFile(std::string path);

  void remove() const noexcept;

 private:
  std::string path_;
  dev_t device_ = 0;
  ino_t inode_ = 0;
};

}  // namespace lanchat::async
