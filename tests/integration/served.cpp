// SPDX-License-Identifier: MIT
#include "integration/served.hpp"

#include <gtest/gtest.h>

namespace lanchat::integration {

Served::Served(unsigned workers, std::uint32_t max_clients)
    : admission(max_clients),
      memory(0),
      environment_{.log = log,
                   .admission = admission,
                   .memory = memory,
                   .operator_port = stage,
                   .workers = {},
                   .find_policy = find_staged_policy} {
  for (unsigned i = 0; i < workers; ++i)
    workers_.push_back(std::make_unique<net::Worker>(environment_));
  for (const auto& each : workers_)
    environment_.workers.push_back(each.get());
  for (const auto& each : workers_)
    each->start(0);
}

Served::~Served() {
  finish();
  for (const auto& each : workers_) {
    each->post([&retiring = *each] { retiring.retire(); });
    each->join();
  }
}

net::BindAddress Served::open(std::string_view where, Options options) {
  std::string uri = "tcp://127.0.0.1:0";
  if (where == "tcp6") uri = "tcp://[::1]:0";
  if (where == "udp") uri = "udp://127.0.0.1:0";
  if (where == "unix") uri = "unix://" + folder_.path("socket-" + std::to_string(streams_.size())).string();
  auto socket = net::open_socket(net::parse_bind_address(uri).value(), *options);
  if (!socket) throw std::runtime_error(socket.error());
  const net::BindAddress address = socket->address;
  net::Worker& home = *workers_.front();
  if (where == "udp") {
    datagrams_.push_back(std::make_shared<net::DatagramEndpoint>(home, std::move(*socket), options));
    home.post([endpoint = datagrams_.back()] { endpoint->start(); });
  } else {
    streams_.push_back(std::make_shared<net::StreamListener>(home, std::move(*socket), options));
    home.post([endpoint = streams_.back()] { endpoint->start(); });
  }
  return address;
}

void Served::update(const Options& options) {
  ask(0, [&](net::Worker&) {
    for (const auto& each : streams_)
      each->update(options);
    for (const auto& each : datagrams_)
      each->update(options);
    return true;
  });
}

net::Counters Served::counters(const std::string& listener) {
  net::Counters sum;
  for (std::size_t i = 0; i < workers_.size(); ++i)
    sum += ask(i, [&listener](net::Worker& worker) { return worker.counters()[listener]; });
  return sum;
}

std::vector<net::ClientInfo> Served::clients() {
  std::vector<net::ClientInfo> all;
  for (std::size_t i = 0; i < workers_.size(); ++i) {
    for (net::ClientInfo& each : ask(i, [](net::Worker& worker) { return worker.clients(); }))
      all.push_back(std::move(each));
  }
  return all;
}

void Served::close_listeners() {
  ask(0, [this](net::Worker&) {
    for (const auto& each : streams_)
      each->close();
    for (const auto& each : datagrams_)
      each->close();
    return true;
  });
}

void Served::finish() {
  close_listeners();
  std::vector<std::future<void>> ends;
  for (const auto& each : workers_) {
    auto ended = std::make_shared<std::promise<void>>();
    ends.push_back(ended->get_future());
    each->post([&finishing = *each, ended] { finishing.finish([ended] { ended->set_value(); }); });
  }
  for (const auto& end : ends) {
    if (end.wait_for(patience) == std::future_status::ready) continue;
    for (const auto& each : workers_)
      each->post([&cutting = *each] { cutting.cut(); });
    if (end.wait_for(patience) != std::future_status::ready) std::terminate();
    ADD_FAILURE() << "the sessions do not leave by themselves";
  }
}

}  // namespace lanchat::integration
