// SPDX-License-Identifier: MIT
#include "rest.h"

#include "framing.h"

#include <stdlib.h>
#include <string.h>

enum { short_rest = 4 * 1024, long_rest = longest_message + 4 * 1024, most_kept = 64 };

static char* kept[most_kept];
static int kept_count;

char* rest_new(size_t size, uint32_t* capacity) {
  *capacity = size <= short_rest / 2 ? short_rest : long_rest;
  if (*capacity == long_rest && kept_count > 0) return kept[--kept_count];
  return malloc(*capacity);
}

char* rest_grow(char* rest, uint32_t* capacity) {
  const uint32_t size = *capacity;
  char* const larger = rest_new(long_rest, capacity);
  if (larger != NULL) memcpy(larger, rest, size);
  rest_free(rest, size);
  return larger;
}

void rest_free(char* rest, uint32_t capacity) {
  if (capacity == long_rest && kept_count < most_kept) {
    kept[kept_count++] = rest;
  } else {
    free(rest);
  }
}
