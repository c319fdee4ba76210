// SPDX-License-Identifier: MIT
#include "stream_client.hpp"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include <cerrno>

namespace lanchat::bench {

int connect_to(std::uint16_t port, unsigned address, int receive_buffer) {
  const int on = 1;
  const int client = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (client < 0) fail("socket");
  if (receive_buffer != 0) setsockopt(client, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
  sockaddr_in here{};
  here.sin_family = AF_INET;
  here.sin_addr.s_addr = htonl(INADDR_LOOPBACK - 1 + address);
  setsockopt(client, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
  if (bind(client, reinterpret_cast<const sockaddr*>(&here), sizeof here) != 0) fail("bind");
  sockaddr_in server = here;
  server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  server.sin_port = htons(port);
  if (connect(client, reinterpret_cast<const sockaddr*>(&server), sizeof server) != 0) fail("connect");
  setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return client;
}

StreamClient::StreamClient(const Plan& plan, std::size_t number)
    : socket_(connect_to(plan.port)),
      batches_{Batch(plan, number, 0), Batch(plan, number, 1)},
      sent_(batches_[turn_].bytes().size()) {}

void StreamClient::send_batch() {
  turn_ = 1 - turn_;
  sent_ = 0;
  batches_[turn_].start();
  send_more();
}

void StreamClient::send_more() {
  const std::string_view rest = batches_[turn_].bytes().substr(sent_);
  const ssize_t count = send(socket_, rest.data(), rest.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  if (count < 0 && errno != EAGAIN) fail("send");
  if (count > 0) sent_ += static_cast<std::size_t>(count);
}

bool StreamClient::receive(std::span<char> buffer) {
  const ssize_t count = recv(socket_, buffer.data(), buffer.size(), MSG_DONTWAIT);
  if (count < 0 && errno == EAGAIN) return false;
  if (count < 0) fail("recv");
  if (count == 0) wrong_reply("the end of the stream");
  return batches_[turn_].take({buffer.data(), static_cast<std::size_t>(count)});
}

std::vector<StreamClient> connect_all(const Plan& plan) {
  std::vector<StreamClient> clients;
  clients.reserve(plan.clients);
  for (std::size_t i = 0; i < plan.clients; ++i)
    clients.emplace_back(plan, i);
  return clients;
}

int poll_all(std::span<StreamClient> clients) {
  const int poll = epoll_create1(EPOLL_CLOEXEC);
  for (StreamClient& client : clients) {
    epoll_event event{.events = EPOLLIN, .data = {.ptr = &client}};
    if (epoll_ctl(poll, EPOLL_CTL_ADD, client.socket(), &event) != 0) fail("epoll_ctl");
  }
  return poll;
}

void watch_again(int poll, StreamClient& client) {
  const std::uint32_t wanted = client.sending() ? EPOLLIN | EPOLLOUT : EPOLLIN;
  epoll_event event{.events = wanted, .data = {.ptr = &client}};
  if (epoll_ctl(poll, EPOLL_CTL_MOD, client.socket(), &event) != 0) fail("epoll_ctl");
}

}  // namespace lanchat::bench
