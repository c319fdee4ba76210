// SPDX-License-Identifier: MIT

// The yardstick: the least a program can do that answers every line on a TCP port with the same line. One
// thread, level-triggered epoll, one read and one write for whatever has come, no limits, no log, no framing
// beyond the search for the last line feed. What lanchat costs is told as a ratio to this.
//
// Prints its port and serves until it is killed.

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { buffer_size = 64 * 1024, most_events = 256 };

struct connection {
  int socket;
  size_t kept;  // bytes of an unfinished line at the front of the buffer
  char buffer[buffer_size];
};

static void fail(const char* what) {
  perror(what);
  exit(1);
}

static int listen_on_loopback(void) {
  const int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof address;
  if (listener < 0) fail("socket");
  if (bind(listener, (struct sockaddr*)&address, size) != 0) fail("bind");
  if (listen(listener, 4096) != 0) fail("listen");
  if (getsockname(listener, (struct sockaddr*)&address, &size) != 0) fail("getsockname");
  printf("%d\n", ntohs(address.sin_port));
  fflush(stdout);
  return listener;
}

static void welcome(int poll, int listener) {
  const int one = 1;
  const int client = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (client < 0) return;
  setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  struct connection* connection = malloc(sizeof *connection);
  if (connection == NULL) fail("malloc");
  connection->socket = client;
  connection->kept = 0;
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = connection};
  if (epoll_ctl(poll, EPOLL_CTL_ADD, client, &event) != 0) fail("epoll_ctl");
}

// Answers every whole line of what one read brings. 0: the connection has ended, or does not take its
// replies.
static int serve(struct connection* connection) {
  char* const buffer = connection->buffer;
  const ssize_t count =
      recv(connection->socket, buffer + connection->kept, buffer_size - connection->kept, 0);
  if (count <= 0) return 0;
  const size_t filled = connection->kept + (size_t)count;
  const char* const last = memrchr(buffer, '\n', filled);
  const size_t whole = last == NULL ? 0 : (size_t)(last - buffer) + 1;
  if (whole > 0 && send(connection->socket, buffer, whole, MSG_NOSIGNAL) != (ssize_t)whole) return 0;
  connection->kept = filled - whole;
  memmove(buffer, buffer + whole, connection->kept);
  return 1;
}

int main(void) {
  const int poll = epoll_create1(EPOLL_CLOEXEC);
  const int listener = listen_on_loopback();
  struct epoll_event accepting = {.events = EPOLLIN, .data.ptr = NULL};
  if (poll < 0 || epoll_ctl(poll, EPOLL_CTL_ADD, listener, &accepting) != 0) fail("epoll");
  for (;;) {
    struct epoll_event events[most_events];
    const int count = epoll_wait(poll, events, most_events, -1);
    for (int i = 0; i < count; ++i) {
      struct connection* connection = events[i].data.ptr;
      if (connection == NULL) {
        welcome(poll, listener);
      } else if (!serve(connection)) {
        close(connection->socket);
        free(connection);
      }
    }
  }
}
