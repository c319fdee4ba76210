// SPDX-License-Identifier: MIT

// The yardstick for streams: about the least a program can do that cuts what TCP clients send into messages
// and answers each with itself. One thread, level-triggered epoll, one read and one write for whatever has
// come; no limits but the longest message, no log, no deadlines, no counters. What lanchat costs is told as a
// ratio to this.
//
// Prints its port and serves until it is killed.   usage: yardstick_stream line|raw|length

#define _GNU_SOURCE
#include "connection.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>

enum { most_events = 256 };

static void fail(const char* what) {
  perror(what);
  exit(1);
}

static int listen_on_loopback(void) {
  const int on = 1;
  const int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof address;
  if (listener < 0) fail("socket");
  // Accepted sockets inherit it, which saves a call for each.
  if (setsockopt(listener, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) != 0) fail("setsockopt");
  if (bind(listener, (struct sockaddr*)&address, size) != 0) fail("bind");
  if (listen(listener, 4096) != 0) fail("listen");
  if (getsockname(listener, (struct sockaddr*)&address, &size) != 0) fail("getsockname");
  printf("%d\n", ntohs(address.sin_port));
  fflush(stdout);
  return listener;
}

static void watch(int poll, int operation, struct connection* connection, uint32_t events) {
  struct epoll_event event = {.events = events, .data.ptr = connection};
  if (epoll_ctl(poll, operation, connection->socket, &event) != 0) fail("epoll_ctl");
}

static void welcome(int poll, int listener) {
  const int client = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (client >= 0) watch(poll, EPOLL_CTL_ADD, connection_open(client), EPOLLIN);
}

// While a reply waits to be taken, nothing is read.
static void serve(int poll, struct connection* connection, enum framing framing) {
  const bool waited = connection->unsent != NULL;
  if (!(waited ? connection_write(connection) : connection_read(connection, framing))) {
    connection_close(connection);
    return;
  }
  const bool waits = connection->unsent != NULL;
  if (waits != waited) watch(poll, EPOLL_CTL_MOD, connection, waits ? EPOLLOUT : EPOLLIN);
}

int main(int argc, char** argv) {
  const enum framing framing = framing_named(argc == 2 ? argv[1] : "");
  const int poll = epoll_create1(EPOLL_CLOEXEC);
  const int listener = listen_on_loopback();
  struct epoll_event accepting = {.events = EPOLLIN, .data.ptr = NULL};
  if (poll < 0 || epoll_ctl(poll, EPOLL_CTL_ADD, listener, &accepting) != 0) fail("epoll");
  for (;;) {
    struct epoll_event events[most_events];
    const int count = epoll_wait(poll, events, most_events, -1);
    for (int i = 0; i < count; ++i) {
      if (events[i].data.ptr == NULL) {
        welcome(poll, listener);
      } else {
        serve(poll, events[i].data.ptr, framing);
      }
    }
  }
}
