// SPDX-License-Identifier: MIT
#include "simulation/client.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <chrono>
#include <utility>

namespace lanchat::simulation {
namespace {

constexpr Time beginning{std::chrono::seconds{1000}};

}  // namespace

void Scene::tell(std::string_view what) {
  const auto now = std::chrono::duration_cast<std::chrono::microseconds>(kernel.now() - beginning).count();
  trace.append(std::to_string(now)).append(" us: ").append(what).append("\n");
}

Client::Client(Scene& scene, unsigned number, Talk talk, Habits habits)
    : scene_(scene), number_(number), talk_(std::move(talk)), habits_(std::move(habits)) {}

std::string Client::name() const {
  return "10.0.0." + std::to_string(number_ % 200 + 1) + ":" + std::to_string(20000 + number_);
}

sockaddr_in Client::address() const noexcept {
  sockaddr_in from{};
  from.sin_family = AF_INET;
  from.sin_port = htons(static_cast<std::uint16_t>(20000 + number_));
  from.sin_addr.s_addr = htonl(0x0a000001U + number_ % 200);
  return from;
}

void Client::connect_to(Acceptor& acceptor) {
  connection_ = std::make_shared<Connection>(habits_.room);
  connection_->on_attempt = [this] { story_.attempts.push_back(scene_.kernel.now()); };
  connection_->on_read = [this] {
    story_.reads.push_back({scene_.kernel.now(), connection_->read_by_lanchat});
  };
  connection_->on_output = [this, sent = std::uint64_t{0}]() mutable {
    if (std::exchange(sent, connection_->sent_by_lanchat) != connection_->sent_by_lanchat) {
      story_.sends.push_back({scene_.kernel.now(), connection_->sent_by_lanchat});
    } else if (!story_.let_go) {
      story_.let_go = scene_.kernel.now();
    }
    carry_soon();
  };
  story_.refused = !acceptor.arrive({address(), connection_});
  scene_.tell(name() + (story_.refused ? " is refused" : " connects"));
  if (story_.refused) return;
  if (habits_.urgent) connection_->write_urgent();
  after(habits_.between, &Client::write_next);
}

void Client::be_accepted() {
  story_.accepted = scene_.kernel.now();
}

void Client::after(Time delay, void (Client::*what)()) {
  scene_.timeline.at(scene_.kernel.now() + delay, [this, what] { (this->*what)(); });
}

void Client::write_next() {
  if (story_.left) return;
  const std::string& bytes = talk_.bytes();
  if (story_.written < bytes.size()) {
    const std::size_t wanted =
        habits_.pieces.empty() ? bytes.size() : habits_.pieces[piece_++ % habits_.pieces.size()];
    const std::size_t size = std::min(wanted, bytes.size() - story_.written);
    connection_->write(std::string_view(bytes).substr(story_.written, size));
    story_.written += size;
    writes_.emplace_back(scene_.kernel.now(), story_.written);
    scene_.tell(name() + " writes " + std::to_string(size));
  }
  if (story_.written < bytes.size()) {
    after(habits_.between, &Client::write_next);
  } else {
    after(habits_.before_last, &Client::do_last);
  }
}

void Client::do_last() {
  if (story_.left) return;
  switch (habits_.last) {
    case Last::waits:
      return;
    case Last::ends_output:
      story_.ended_output = scene_.kernel.now();
      connection_->end_output();
      return scene_.tell(name() + " ends its half");
    case Last::leaves:
      return leave();
    case Last::resets:
      story_.left = scene_.kernel.now();
      story_.did_reset = true;
      connection_->reset();
      return scene_.tell(name() + " resets");
  }
}

void Client::carry_soon() {
  if (std::exchange(carrying_, true)) return;
  scene_.timeline.at(scene_.kernel.now() + habits_.latency, [this] {
    carrying_ = false;
    connection_->carry();
    if (connection_->readable()) read_soon(habits_.between_reads);
  });
}

void Client::read_soon(Time delay) {
  if (story_.left || std::exchange(reading_, true)) return;
  Time when = scene_.kernel.now() + delay;
  if (habits_.stalls_at != Time::max()) {
    const Time from = beginning + habits_.stalls_at;
    if (when >= from) when = std::max(when, from + habits_.stalls_for);
  }
  scene_.timeline.at(when, [this] {
    reading_ = false;
    read();
  });
}

void Client::read() {
  if (story_.left) return;
  const std::string bytes = connection_->read(habits_.reads_at_most);
  story_.received += bytes;
  if (!bytes.empty()) scene_.tell(name() + " reads " + std::to_string(bytes.size()));
  connection_->carry();
  if (connection_->ended()) {
    story_.saw_end = true;
    scene_.tell(name() + " sees the end");
    return leave();
  }
  if (bytes.empty() && connection_->broken()) {
    story_.saw_reset = true;
    story_.left = scene_.kernel.now();
    return scene_.tell(name() + " sees a reset");
  }
  if (connection_->readable()) read_soon(habits_.between_reads);
}

void Client::leave() {
  if (story_.left) return;
  story_.left = scene_.kernel.now();
  if (!story_.ended_output) story_.ended_output = story_.left;
  connection_->leave();
  scene_.tell(name() + " leaves");
}

std::size_t Client::written_by(Time when) const {
  std::size_t size = 0;
  for (const auto& [time, written] : writes_) {
    if (time <= when) size = written;
  }
  return size;
}

}  // namespace lanchat::simulation
