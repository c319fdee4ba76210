// SPDX-License-Identifier: MIT
#include "simulation/world.hpp"

#include "simulation/memory.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <utility>

namespace lanchat::simulation {
namespace {

constexpr Time beginning{std::chrono::seconds{1000}};

}  // namespace

World::World(Options options)
    : options_(std::move(options)),
      chance_(options_.seed),
      kernel_(*this, options_.seed + 1),
      scene_{kernel_, timeline_, trace_},
      admission_(options_.max_clients),
      memory_(options_.max_client_memory),
      environment_{
          .log = log_, .admission = admission_, .memory = memory_, .operator_port = *this, .workers = {}},
      worker_(std::make_unique<net::Worker>(environment_)),
      acceptor_(std::make_shared<Acceptor>()),
      listener_options_(std::make_shared<const net::ListenerOptions>(options_.listener)) {
  environment_.workers.push_back(worker_.get());
  log_.on_event = [this](const std::string& message) { scene_.tell(message); };
  if (options_.lively) kernel_.faults = [this](Call call) { return transient_fault(call); };
  kernel_.on_accept = [this](const std::shared_ptr<Connection>& connection) {
    const auto found = std::ranges::find(clients_, connection, &Client::connection);
    if (found != clients_.end()) found->be_accepted();
  };
  kernel_.on_datagram = [this] {
    if (std::exchange(carrying_, true)) return;
    timeline_.at(kernel_.now() + Time{std::chrono::milliseconds{1}}, [this] {
      carrying_ = false;
      for (DatagramSocket::Datagram& each : datagrams->carry()) {
        ++result_.datagrams;
        on_datagram(std::move(each));
      }
    });
  };
}

World::~World() {
  asked_.clear();  // before the worker, which hears of it
  endpoint_.reset();
  listener_.reset();
  worker_.reset();
}

Client& World::add(Talk talk, Habits habits) {
  const auto number = static_cast<unsigned>(clients_.size());
  const Time when = habits.connects;
  Client& client = clients_.emplace_back(scene_, number, std::move(talk), std::move(habits));
  at(when, [this, &client] { client.connect_to(*acceptor_); });
  return client;
}

void World::at(Time when, std::function<void()> happening) {
  timeline_.at(beginning + when, std::move(happening));
}

void World::steer(std::function<void()> what) {
  worker_->post([what = std::move(what)] { what(); });
}

void World::run() {
  at(options_.stops, [this] { stop(); });
  open();
  worker_->start(0);
  worker_->join();
  while (const auto next = timeline_.next()) {  // what is on its way still arrives
    kernel_.advance(std::max(*next - kernel_.now(), Time{0}));
    happen();
  }
  endpoint_.reset();
  listener_.reset();
  asked_.clear();
  worker_.reset();
  result_.open_files = kernel_.open_files();
  result_.memory = memory_.used();
}

void World::open() {
  net::OpenSocket socket{net::Descriptor(kernel_.open(acceptor_)), {}};
  socket.address = {net::Transport::tcp, "10.0.0.254", 8888, {}};
  listener_ = std::make_shared<net::StreamListener>(*worker_, std::move(socket), listener_options_);
  worker_->post([listener = listener_] { listener->start(); });
  if (options_.datagrams != 0) {
    datagrams = std::make_shared<DatagramSocket>(options_.datagrams);
    net::OpenSocket opened{net::Descriptor(kernel_.open(datagrams)), {}};
    opened.address = {net::Transport::udp, "10.0.0.254", 8888, {}};
    endpoint_ = std::make_shared<net::DatagramEndpoint>(*worker_, std::move(opened), listener_options_);
    worker_->post([endpoint = endpoint_] { endpoint->start(); });
  }
  at(Time{0}, [this] { fail_allocation(options_.failing_allocation, options_.failing_on); });
}

void World::reload(net::ListenerOptions options) {
  scene_.tell("a reload");
  auto fresh = std::make_shared<const net::ListenerOptions>(std::move(options));
  steer([this, fresh = std::move(fresh)] {
    listener_->update(fresh);
    if (endpoint_) endpoint_->update(fresh);
    worker_->forget_lane(listener_options_);
    listener_options_ = fresh;
  });
}

void World::disconnect(const Client& who) {
  scene_.tell("the operator disconnects " + who.name());
  disconnected[who.name()] = kernel_.now();
  steer([this, called = who.name()] {
    for (const net::ClientInfo& each : worker_->clients()) {
      if (each.client == called)
        worker_->disconnect(each.session, protocol::CloseReason::disconnected_by_operator);
    }
  });
}

void World::dismiss() {
  scene_.tell("the listener goes");
  dismissed = kernel_.now();
  steer([this] {
    listener_->close();
    worker_->dismiss_listener(options_.listener.name);
  });
}

void World::stop() {
  scene_.tell("a stop");
  result_.allocations = counted_allocations();
  fail_allocation(0, false);
  result_.began_to_stop = kernel_.now();
  steer([this] {
    listener_->close();
    if (endpoint_) endpoint_->close();
    worker_->finish([this] { finished(); });
  });
  timeline_.at(kernel_.now() + options_.cuts, [this] {
    if (result_.ended.count() != 0) return;
    scene_.tell("the rest is cut");
    result_.cut = kernel_.now();
    steer([this] { worker_->cut(); });
  });
}

void World::finished() {
  const Aside aside;
  scene_.tell("all have left");
  result_.counters = worker_->counters()[options_.listener.name];
  result_.load = worker_->load();
  result_.admitted = admission_.clients();
  result_.ended = kernel_.now();
  worker_->retire();
}

void World::meanwhile() {
  if (!options_.lively) return;
  if (chance_.one_in(4)) kernel_.advance(std::chrono::microseconds{chance_.below(500)});
  happen();
}

void World::happen() {
  while (const Timeline::Happening happening = timeline_.take(kernel_.now()))
    happening();
}

// Negative: less is done than was asked for.
int World::transient_fault(Call call) {
  if (!chance_.one_in(16)) return 0;
  switch (call) {
    case Call::receive:
    case Call::send:
      return chance_.one_of({EAGAIN, EINTR, ENOBUFS, -1, -1});
    case Call::accept:
      return chance_.one_of({EINTR, EMFILE, ENFILE, ENOBUFS, ENOMEM});
    case Call::wait:
      return EINTR;
    case Call::send_batch:
      return chance_.one_of({EAGAIN, EINTR, ENOBUFS, -1});
    case Call::receive_batch:
      return chance_.one_of({EAGAIN, EINTR, -1});
    default:
      return 0;
  }
}

void World::stuck(const char* how) {
  const std::size_t shown = std::min<std::size_t>(trace_.size(), 20000);
  std::cerr << trace_.substr(trace_.size() - shown) << name << ": " << how << "\n";
  std::_Exit(1);
}

void World::ask(policy::Question question, policy::PendingReply reply) {
  const Aside aside;
  const std::size_t index = asked_.size();
  asked_.push_back({std::move(question.message), std::move(reply)});
  const auto within = static_cast<std::size_t>(options_.answers_within.count() / 1000);
  const Time delay =
      options_.lively ? Time{std::chrono::microseconds{chance_.below(within + 1)}} : options_.answers_within;
  timeline_.at(kernel_.now() + delay, [this, index] { answer(index); });
}

void World::answer(std::size_t index) {
  Asked& asked = asked_[index];
  if (!asked.reply) return;
  scene_.tell("the operator answers " + std::to_string(index));
  const Framing framing =
      options_.listener.framing.framing == protocol::Framing::raw ? Framing::raw : Framing::line;
  if (const auto text = typed_answer(asked.message, framing)) {
    ++result_.answers;
    if (result_.began_to_stop.count() != 0) ++result_.answers_late;
    asked.reply->answer(*text, [this, told = false](bool) mutable {
      if (std::exchange(told, true)) stuck("an answer's fate was told twice");
      ++result_.answers_told;
    });
  }
  asked.reply.reset();
}

// A console may have the question still: the answer comes all the same.
void World::withdraw(std::uint64_t session) noexcept {
  const Aside aside;
  scene_.tell("questions of " + std::to_string(session) + " are withdrawn");
}

}  // namespace lanchat::simulation
