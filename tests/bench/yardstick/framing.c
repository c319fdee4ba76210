// SPDX-License-Identifier: MIT
#define _GNU_SOURCE
#include "framing.h"

#include <arpa/inet.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static ssize_t whole_lines(const char* bytes, size_t searched, size_t size) {
  const char* const last = memrchr(bytes + searched, '\n', size - searched);
  const size_t whole = last == NULL ? 0 : (size_t)(last - bytes) + 1;
  return size - whole > longest_message + 1 ? -1 : (ssize_t)whole;
}

static ssize_t whole_lengths(const char* bytes, size_t size) {
  size_t whole = 0;
  while (size - whole >= length_header) {
    uint32_t header;
    memcpy(&header, bytes + whole, sizeof header);
    const uint32_t length = ntohl(header);
    if (length > longest_message) return -1;
    if (size - whole < length_header + length) break;
    whole += length_header + length;
  }
  return (ssize_t)whole;
}

enum framing framing_named(const char* name) {
  if (strcmp(name, "line") == 0) return framing_line;
  if (strcmp(name, "raw") == 0) return framing_raw;
  if (strcmp(name, "length") == 0) return framing_length;
  fprintf(stderr, "framings are line, raw and length, not %s\n", name);
  exit(64);
}

ssize_t whole_messages(enum framing framing, const char* bytes, size_t searched, size_t size) {
  switch (framing) {
    case framing_line:
      return whole_lines(bytes, searched, size);
    case framing_length:
      return whole_lengths(bytes, size);
    case framing_raw:
      break;
  }
  return (ssize_t)size;
}
