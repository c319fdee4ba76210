// SPDX-License-Identifier: MIT

// The yardstick for datagrams: takes up to 32 with one recvmmsg, which waits for the first alone, and sends
// them back with one sendmmsg.
//
// Prints its port and serves until it is killed.   usage: yardstick_datagram

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

enum { most = 32, largest = 65536 };

static char buffers[most][largest];

static void fail(const char* what) {
  perror(what);
  exit(1);
}

static int open_on_loopback(void) {
  const int server = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof address;
  if (server < 0) fail("socket");
  if (bind(server, (struct sockaddr*)&address, size) != 0) fail("bind");
  if (getsockname(server, (struct sockaddr*)&address, &size) != 0) fail("getsockname");
  printf("%d\n", ntohs(address.sin_port));
  fflush(stdout);
  return server;
}

int main(void) {
  static struct sockaddr_in from[most];
  static struct iovec parts[most];
  static struct mmsghdr messages[most];
  const int server = open_on_loopback();
  for (int i = 0; i < most; ++i) {
    parts[i] = (struct iovec){.iov_base = buffers[i], .iov_len = largest};
    messages[i].msg_hdr = (struct msghdr){
        .msg_name = &from[i], .msg_namelen = sizeof from[i], .msg_iov = &parts[i], .msg_iovlen = 1};
  }
  for (;;) {
    const int count = recvmmsg(server, messages, most, MSG_WAITFORONE, NULL);
    if (count < 0) continue;
    for (int i = 0; i < count; ++i)
      parts[i].iov_len = messages[i].msg_len;
    for (int sent = 0; sent < count;) {
      const int more = sendmmsg(server, messages + sent, (unsigned)(count - sent), 0);
      sent += more > 0 ? more : 1;  // one that is refused is lost, as datagrams may be
    }
    for (int i = 0; i < count; ++i) {
      parts[i].iov_len = largest;
      messages[i].msg_hdr.msg_namelen = sizeof from[i];
    }
  }
}
