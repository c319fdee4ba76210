// SPDX-License-Identifier: MIT
#define _GNU_SOURCE
#include "connection.h"

#include "rest.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

// What every connection without a rest reads into.
static char shared[256 * 1024];

struct connection* connection_open(int socket) {
  struct connection* const connection = calloc(1, sizeof *connection);
  if (connection == NULL) abort();
  connection->socket = socket;
  return connection;
}

void connection_close(struct connection* connection) {
  close(connection->socket);
  if (connection->rest != NULL) rest_free(connection->rest, connection->capacity);
  free(connection->unsent);
  free(connection);
}

// The bytes taken, 0 where there is no room for them; -1: the connection is over.
static ssize_t try_send(const struct connection* connection, const char* bytes, size_t size) {
  const ssize_t sent = send(connection->socket, bytes, size, MSG_NOSIGNAL);
  return sent < 0 && errno == EAGAIN ? 0 : sent;
}

static bool answer(struct connection* connection, const char* bytes, size_t size) {
  const ssize_t sent = try_send(connection, bytes, size);
  if (sent == (ssize_t)size) return true;
  if (sent < 0) return false;
  connection->waiting = (uint32_t)(size - (size_t)sent);
  connection->unsent = malloc(connection->waiting);
  if (connection->unsent == NULL) return false;
  memcpy(connection->unsent, bytes + sent, connection->waiting);
  return true;
}

// Keeps the unfinished message for the next read, which will go right behind it.
static bool keep(struct connection* connection, const char* bytes, size_t size) {
  if (size == 0) {
    if (connection->rest != NULL) rest_free(connection->rest, connection->capacity);
    connection->rest = NULL;
  } else if (connection->rest == NULL) {
    connection->rest = rest_new(size, &connection->capacity);
    if (connection->rest == NULL) return false;
    memcpy(connection->rest, bytes, size);
  } else {
    if (bytes != connection->rest) memmove(connection->rest, bytes, size);
    if (size == connection->capacity) connection->rest = rest_grow(connection->rest, &connection->capacity);
    if (connection->rest == NULL) return false;
  }
  connection->filled = (uint32_t)size;
  return true;
}

bool connection_read(struct connection* connection, enum framing framing) {
  char* const bytes = connection->rest == NULL ? shared : connection->rest;
  const size_t room = connection->rest == NULL ? sizeof shared : connection->capacity;
  const size_t searched = connection->filled;
  const ssize_t count = recv(connection->socket, bytes + searched, room - searched, 0);
  if (count < 0) return errno == EAGAIN;
  if (count == 0) return false;
  const size_t filled = searched + (size_t)count;
  const ssize_t whole = whole_messages(framing, bytes, searched, filled);
  if (whole < 0 || (whole > 0 && !answer(connection, bytes, (size_t)whole))) return false;
  return keep(connection, bytes + whole, filled - (size_t)whole);
}

bool connection_write(struct connection* connection) {
  const ssize_t sent = try_send(connection, connection->unsent, connection->waiting);
  if (sent < 0) return false;
  connection->waiting -= (uint32_t)sent;
  memmove(connection->unsent, connection->unsent + sent, connection->waiting);
  if (connection->waiting > 0) return true;
  free(connection->unsent);
  connection->unsent = NULL;
  return true;
}
