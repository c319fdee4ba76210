// SPDX-License-Identifier: MIT
#include "lanchat/net/stream_listener.hpp"

#include "lanchat/net/peer.hpp"
#include "lanchat/protocol/encoder.hpp"

#include "net/connection_rates.hpp"
#include "net/farewell.hpp"
#include "net/lane.hpp"
#include "net/rejection_log.hpp"

#include <sys/eventfd.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

namespace lanchat::net {
namespace {

// Clients accepted before others on this worker get their turn.
constexpr int most_at_once = 64;

// Rejected clients that are seen off at one time; beyond that they are just closed.
constexpr std::uint32_t most_turning_away = 64;

constexpr auto between_pause_lines = std::chrono::seconds{10};

// Any descriptor will do: an eventfd(2) needs no file and no permission.
Descriptor spare_descriptor() {
  return Descriptor(eventfd(0, EFD_CLOEXEC));
}

// The client that has waited longest, and where it comes from; none: errno says why.
Descriptor next_client(const Descriptor& listening, sockaddr_storage& from) noexcept {
  socklen_t size = sizeof from;
  return Descriptor(
      accept4(listening.value(), reinterpret_cast<sockaddr*>(&from), &size, SOCK_NONBLOCK | SOCK_CLOEXEC));
}

// Says the words without waiting for anything. What has come so far is read: with that unread, closing would
// reset the connection, and the words could be lost.
void see_off(const Descriptor& client, std::string_view words) noexcept {
  std::array<char, 4096> unread;  // NOLINT(cppcoreguidelines-init-variables): nobody looks at it
  static_cast<void>(recv(client.value(), unread.data(), unread.size(), MSG_DONTWAIT));
  static_cast<void>(send(client.value(), words.data(), words.size(), MSG_DONTWAIT | MSG_NOSIGNAL));
  shutdown(client.value(), SHUT_WR);
}

Worker& least_loaded(Worker& own, const std::vector<Worker*>& workers) {
  Worker* best = &own;  // wins a tie: it is reached without waking another thread
  for (Worker* const each : workers) {
    if (each->load() < best->load()) best = each;
  }
  return *best;
}

}  // namespace

StreamListener::StreamListener(Worker& worker, OpenSocket socket,
                               std::shared_ptr<const ListenerOptions> options)
    : worker_(worker),
      address_(std::move(socket.address)),
      options_(std::move(options)),
      socket_(std::move(socket.descriptor)),
      pause_(worker.deadlines()),
      rejections_(std::make_unique<RejectionLog>(worker.environment().log)),
      rates_(std::make_unique<ConnectionRates>(options_->limits, KeyedHash::random())),
      reserve_(spare_descriptor()) {}

StreamListener::~StreamListener() = default;

void StreamListener::start() {
  worker_.tasks().spawn(accept_loop());
}

void StreamListener::update(std::shared_ptr<const ListenerOptions> options) {
  options_ = std::move(options);
  rates_->set_limits(options_->limits);
  apply_options(socket_.value(), address_, *options_);
}

void StreamListener::close() {
  if (closed_) return;
  try {
    // No more than the system can have queued: in a crowd there is always one more.
    for (int i = 0; i <= options_->backlog && accept_one() == Accepted::client; ++i) {
    }
  } catch (const std::exception& failure) {  // no memory: those that are left meet a closed address
    log_pause(failure.what());
  }
  closed_ = true;
  if (readiness_) readiness_->forget();
  socket_ = Descriptor();
  pause_.end();
}

async::Routine StreamListener::accept_loop() {
  const auto self = shared_from_this();
  while (!closed_ && !can_wait())
    co_await pause_.until(async::Clock::now() + backoff_.failed());
  while (!closed_) {
    const bool waiting = co_await readiness_->wait(async::Readiness::Event::read);
    if (!waiting || accept_batch()) continue;
    readiness_->rest();
    wake_when_one_comes_free();
    co_await pause_.until(async::Clock::now() + backoff_.failed());
    reserve_ = Descriptor();
    reserve_ = spare_descriptor();
  }
}

// False: the event queue has no room yet.
bool StreamListener::can_wait() try {
  readiness_.emplace(worker_.reactor(), socket_.value(), async::Readiness::Held::elsewhere_too);
  return true;
} catch (const std::exception& failure) {
  log_pause(failure.what());
  return false;
}

bool StreamListener::accept_batch() try {
  // Twice as many as last time: where clients come one by one, few looks find nobody.
  for (int i = 0; i < expected_; ++i) {
    switch (accept_one()) {
      case Accepted::client:
        backoff_.succeeded();
        break;
      case Accepted::nothing:
        expected_ = 1;
        return true;
      case Accepted::exhausted:
        return false;
    }
  }
  expected_ = std::min(expected_ * 2, most_at_once);
  return true;
} catch (const std::exception& failure) {  // no memory: one client's loss, and no reason to stop listening

  log_pause(failure.what());
  return false;
}

StreamListener::Accepted StreamListener::accept_one() {
  sockaddr_storage from{};
  Descriptor descriptor = next_client(socket_, from);
  if (descriptor.value() >= 0) {
    const Peer peer(from, descriptor.value());
    admit(std::move(descriptor), peer);
    return Accepted::client;
  }
  switch (errno) {
    case EAGAIN:
      return Accepted::nothing;
    case EINTR:
    case EPERM:  // a firewall's rule
    case ECONNABORTED:
    case EPROTO:
    case ENETDOWN:
    case ENOPROTOOPT:
    case EHOSTDOWN:
    case ENONET:
    case EHOSTUNREACH:
    case EOPNOTSUPP:
    case ENETUNREACH:
      return Accepted::client;  // errors of the client that was to come, accept(2): the next may be better
    default:
      // accept(2) takes a descriptor before it looks whether anybody is there.
      const int error = errno;
      if ((error == EMFILE || error == ENFILE) && !refuse_waiting()) return Accepted::nothing;
      log_pause(std::generic_category().message(error));
      return Accepted::exhausted;
  }
}

// Those who wait in the queue are told that there is no room, one after the other, with the one descriptor
// that was held back for this. The last of them keeps it for the time of the pause. False: nobody waits.
bool StreamListener::refuse_waiting() {
  bool nobody = true;
  for (int i = 0; i < most_at_once; ++i) {
    reserve_ = Descriptor();
    sockaddr_storage from{};
    Descriptor client = next_client(socket_, from);
    if (client.value() < 0) {
      nobody = nobody && errno == EAGAIN;
      break;
    }
    nobody = false;
    const Peer peer(from, client.value());
    const auto address = peer.address();
    const auto reason = address && !options_->access.permits(*address)
                            ? protocol::CloseReason::denied
                            : protocol::CloseReason::too_many_clients;
    see_off(client, words_for(reason));
    count_rejected(reason);
    reserve_ = std::move(client);
    rejections_->write(options_->name, peer, reason);
  }
  if (reserve_.value() < 0) reserve_ = spare_descriptor();
  return !nobody;
}

// Also a client of another worker, or of another listener. Where it went in the moment before, the pause ends
// by itself.
void StreamListener::wake_when_one_comes_free() try {
  if (std::exchange(to_be_woken_, true)) return;
  worker_.environment().descriptor_waiters.add([weak = weak_from_this(), &worker = worker_] {
    worker.post([weak] {
      const auto self = weak.lock();
      if (!self) return;
      self->to_be_woken_ = false;
      self->pause_.end();
    });
  });
} catch (const std::exception&) {
  to_be_woken_ = false;
}

void StreamListener::admit(Descriptor descriptor, const Peer& peer) {
  const auto reject_for = [&](protocol::CloseReason reason) {
    rejections_->write(options_->name, peer, reason);
    reject(std::move(descriptor), reason);
  };
  const auto address = peer.address();
  if (address && !options_->access.permits(*address)) return reject_for(protocol::CloseReason::denied);
  if (address && !rates_->admit(*address, async::Clock::now()))
    return reject_for(protocol::CloseReason::connection_rate);
  Environment& environment = worker_.environment();
  const Limits& limits = options_->limits;
  auto ticket = environment.admission.admit(options_->name, address ? &*address : nullptr,
                                            {limits.max_clients_per_address, limits.max_clients_per_prefix,
                                             limits.ipv4_prefix, limits.ipv6_prefix});
  if (!ticket) return reject_for(ticket.error());
  NewClient client{std::move(descriptor), peer, std::move(*ticket), options_};
  Worker& server = least_loaded(worker_, environment.workers);
  if (&server == &worker_) {
    server.serve(std::move(client));
  } else {
    server.hand_over(std::move(client));
  }
}

void StreamListener::reject(Descriptor descriptor, protocol::CloseReason reason) {
  count_rejected(reason);
  if (turning_away_ >= most_turning_away) return;
  std::string words = words_for(reason);
  if (words.empty()) return;
  worker_.tasks().spawn(turn_away(std::move(descriptor), std::move(words)));
}

void StreamListener::count_rejected(protocol::CloseReason reason) {
  Counters& counters = worker_.lane(options_)->counters;
  ++counters.rejected;
  ++counters.closed[static_cast<std::size_t>(reason)];
}

// Empty where they fit in no frame.
std::string StreamListener::words_for(protocol::CloseReason reason) const {
  std::string words;
  const protocol::FramingOptions& framing = options_->framing;
  const std::string text = "error: " + explain(reason, framing.max_message_size);
  if (!protocol::Encoder(framing).append(words, text, protocol::default_ending(framing.framing)))
    words.clear();
  return words;
}

async::Routine StreamListener::turn_away(Descriptor descriptor, std::string words) {
  const auto self = shared_from_this();

  const struct Leaving {
    explicit Leaving(std::uint32_t& all) noexcept : count(all) { ++count; }

    ~Leaving() { --count; }

    std::uint32_t& count;
  } leaving(turning_away_);

  Farewell farewell(worker_, std::move(descriptor), words);
  while (farewell.lasts()) {
    const bool more = co_await farewell.more();
    if (more) farewell.discard(worker_.read_buffer());
  }
}

// At the limit clients that come and go make an episode of every moment: one line tells of all for a while.
void StreamListener::log_pause(std::string_view why) noexcept try {
  const auto now = async::Clock::now();
  if (pause_told_ != async::Clock::time_point{} && now - pause_told_ < between_pause_lines) return;
  pause_told_ = now;
  worker_.environment().log.write(
      {logging::Level::warning,
       "accept_paused",
       "no new clients at " + to_string(address_) + " for now: " + std::string(why) +
           "; raise LimitNOFILE or lower max-clients",
       {{"listener", options_->name}, {"address", to_string(address_)}, {"reason", std::string(why)}}});
} catch (const std::exception&) {  // NOLINT(bugprone-empty-catch): no memory to say so
}

}  // namespace lanchat::net
