// SPDX-License-Identifier: MIT
#pragma once

// How far the whole messages at the front of some bytes reach: all that a server which echoes has to know of
// framing. Knows no sockets.

#include <stddef.h>
#include <sys/types.h>

enum { longest_message = 64 * 1024, length_header = 4 };

enum framing { framing_line, framing_raw, framing_length };

// The framing of this name; ends the program where there is none.
enum framing framing_named(const char* name);

// The bytes of whole messages at the front, of which none ends within the first `searched`. -1: a message is
// longer than allowed.
ssize_t whole_messages(enum framing framing, const char* bytes, size_t searched, size_t size);
