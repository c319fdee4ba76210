// SPDX-License-Identifier: MIT
#pragma once

// One client of the yardstick: 40 bytes, and memory only while a message is unfinished or a reply not taken.

#include "framing.h"

#include <stdbool.h>
#include <stdint.h>

struct connection {
  int socket;
  uint32_t filled;    // bytes of `rest`
  uint32_t capacity;  // of `rest`
  uint32_t waiting;   // bytes of `unsent`
  char* rest;         // an unfinished message; NULL: none
  char* unsent;       // what the system would not take; NULL: it took everything
};

struct connection* connection_open(int socket);
void connection_close(struct connection* connection);

// Reads once and answers every whole message. False: the connection is over.
bool connection_read(struct connection* connection, enum framing framing);

// Sends what waits. False: the connection is over.
bool connection_write(struct connection* connection);
