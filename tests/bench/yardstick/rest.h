// SPDX-License-Identifier: MIT
#pragma once

// Memory for unfinished messages, in two sizes: a short one for what is probably small, and one that holds
// the longest message. A few of the long ones are kept for the next use, since malloc would give them back to
// the system and fault them in again.

#include <stddef.h>
#include <stdint.h>

// Room for at least `size` bytes and some more; NULL: there is no memory.
char* rest_new(size_t size, uint32_t* capacity);

// The same bytes with room for the longest message; NULL: there is no memory.
char* rest_grow(char* rest, uint32_t* capacity);

void rest_free(char* rest, uint32_t capacity);
