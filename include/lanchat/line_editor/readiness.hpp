// SPDX-License-Identifier: MIT
#pragma once

// Waiting for a descriptor that is shared with other processes, such as standard input. Asio sets O_NONBLOCK
// on what it waits for, and the shell and our own standard output may share that flag; an epoll descriptor of
// our own, which is readable whenever the other one is, takes it instead.

namespace lanchat::line_editor {

/// A new descriptor to wait on; the caller owns it. -1: `descriptor` cannot be waited for (errno says why;
/// EPERM is a file, which is always ready).
[[nodiscard]] int open_readiness(int descriptor) noexcept;

}  // namespace lanchat::line_editor
