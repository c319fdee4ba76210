// SPDX-License-Identifier: MIT
#include "lanchat/net/datagram_endpoint.hpp"

#include "lanchat/net/peer.hpp"
#include "lanchat/protocol/datagram.hpp"

#include "net/datagram_batch.hpp"
#include "net/datagram_guard.hpp"
#include "net/datagram_recipient.hpp"
#include "net/lane.hpp"
#include "net/rejection_log.hpp"

#include <cstring>
#include <exception>
#include <functional>
#include <utility>

namespace lanchat::net {
namespace {

using protocol::CloseReason;

// Batches answered before the sessions of this worker get their turn.
constexpr int most_batches = 8;

constexpr auto before_next_try = std::chrono::seconds{1};

constexpr auto while_starved = std::chrono::milliseconds{5};

// Batches answered when the endpoint closes.
constexpr int most_last_batches = 64;

// Deferred replies one source, and sources with deferred replies one endpoint may have; more are dropped.
constexpr std::size_t most_deferred = 64;
constexpr std::size_t most_waiting = 4096;

Peer peer_at(const DatagramEndpoint::Source& source) {
  sockaddr_storage storage{};
  std::memcpy(&storage, source.data(), source.size());
  return {storage, -1};
}

// The ending of what is sent unasked.
protocol::Ending usual_ending(protocol::Framing framing) noexcept {
  return framing == protocol::Framing::line ? protocol::Ending::lf : protocol::Ending::none;
}

boost::asio::ip::address address_of(const DatagramEndpoint::Source& source) {
  auto address = source.address();
  if (!address.is_v6() || !address.to_v6().is_v4_mapped()) return address;
  return make_address_v4(boost::asio::ip::v4_mapped, address.to_v6());
}

}  // namespace

/// What is remembered of a source while somebody owes it a reply.
struct DatagramEndpoint::Waiting {
  std::uint64_t session = 0;
  protocol::ReplyOrder order;
  std::string asked_at;  ///< of its last deferred message, see DatagramBatch
};

class DatagramEndpoint::Conversation final : public policy::Conversation {
 public:
  Conversation(DatagramEndpoint& endpoint, const Source& source, std::size_t index, protocol::Ending ending)
      : endpoint_(endpoint), source_(source), index_(index), ending_(ending) {}

  [[nodiscard]] std::string_view listener() const override { return endpoint_.options_->name; }

  [[nodiscard]] std::string client() const override { return peer_at(source_).name(); }

  [[nodiscard]] std::uint64_t session() const override { return endpoint_.waiting(source_).session; }

  [[nodiscard]] bool is_datagram() const override { return true; }

  [[nodiscard]] policy::PendingReply defer() override {
    Waiting& waiting = endpoint_.waiting(source_);
    waiting.asked_at = endpoint_.batch_->asked_at(index_);
    return {recipient(), waiting.order.reserve(ending_)};
  }

  [[nodiscard]] std::shared_ptr<policy::Recipient> recipient() override {
    return std::make_shared<DatagramRecipient>(endpoint_.worker_, endpoint_.weak_from_this(), source_,
                                               Request{endpoint_.batch_->payload(index_).size(), ending_});
  }

 private:
  DatagramEndpoint& endpoint_;
  const Source& source_;
  std::size_t index_;  ///< of the datagram in the batch
  protocol::Ending ending_;
};

DatagramEndpoint::DatagramEndpoint(Worker& worker, OpenSocket socket,
                                   std::shared_ptr<const ListenerOptions> options)
    : worker_(worker),
      options_(std::move(options)),
      socket_(std::move(socket.descriptor)),
      port_(socket.address.port),
      pause_(worker.deadlines()),
      batch_(std::make_unique<DatagramBatch>()),
      rejections_(std::make_unique<RejectionLog>(worker.environment().log)),
      guard_(std::make_unique<DatagramGuard>(options_->udp, options_->limits,
                                             worker.environment().open_udp_ports, KeyedHash::random())) {}

DatagramEndpoint::~DatagramEndpoint() = default;

void DatagramEndpoint::start() {
  update(options_);
  worker_.environment().open_udp_ports.add(port_);
  worker_.tasks().spawn(answer_loop());
}

void DatagramEndpoint::update(std::shared_ptr<const ListenerOptions> options) {
  options_ = std::move(options);
  lane_ = worker_.lane(options_);
  set_reply_mark(socket_.value(), options_->udp.reply_dscp);
  guard_->set_limits(options_->udp, options_->limits);
}

void DatagramEndpoint::close() {
  if (closed_) return;
  bool more = send_replies();  // those the loop waits with
  // No more than a socket queues: in a flood there is always one more.
  for (int i = 0; i < most_last_batches && more; ++i) {
    more = receive_and_answer();
    more = send_replies() && more;
  }
  closed_ = true;
  worker_.environment().open_udp_ports.remove(port_);
  if (readiness_) readiness_->forget();
  pause_.end();
  socket_ = Descriptor();
}

async::Routine DatagramEndpoint::answer_loop() {
  const auto self = shared_from_this();
  while (!closed_ && !can_wait())
    co_await pause_.until(async::Clock::now() + before_next_try);
  while (!closed_) {
    bool more = co_await readiness_->wait(async::Readiness::Event::read);
    for (int i = 0; i < most_batches && more && !closed_; ++i) {
      more = receive_and_answer();
      while (!closed_ && !send_replies()) {
        if (starved_) {
          readiness_->rest();
          co_await pause_.until(async::Clock::now() + while_starved);
        } else {
          co_await readiness_->wait(async::Readiness::Event::write);
        }
      }
    }
  }
}

// False: the event queue has no room yet.
bool DatagramEndpoint::can_wait() try {
  readiness_.emplace(worker_.reactor(), socket_.value(), async::Readiness::Held::elsewhere_too);
  return true;
} catch (const std::exception& failure) {
  rejections_->write_paused(options_->name, failure.what());
  return false;
}

// False: some could not be sent yet.
bool DatagramEndpoint::send_replies() {
  const DatagramBatch::Sent sent = batch_->send(socket_.value());
  lane_->counters.replies += sent.replies;
  lane_->counters.bytes_out += sent.bytes;
  lane_->counters.of(DropReason::not_sent) += sent.refused;
  starved_ = sent.starved;
  return !sent.blocked;
}

// True: there may be more.
bool DatagramEndpoint::receive_and_answer() {
  const std::size_t count = batch_->receive(socket_.value());
  received_ = async::Clock::now();
  for (std::size_t i = 0; i < count; ++i) {
    try {
      answer(i);
    } catch (const std::exception&) {  // no memory: this datagram's loss alone
      ++lane_->counters.of(DropReason::internal_error);
    }
  }
  return count == DatagramBatch::most;
}

void DatagramEndpoint::answer(std::size_t index) {
  const std::string_view datagram = batch_->payload(index);
  const Source source = batch_->source(index);
  lane_->counters.bytes_in += datagram.size();
  const protocol::Message message = protocol::decode_datagram(datagram, options_->framing.framing);
  if (const auto reason = check(index, source, message.payload.size())) return drop(*reason, source);
  ++lane_->counters.messages;

  std::string& replies = batch_->replies();
  const std::size_t mark = replies.size();
  const policy::Outcome outcome = ask_policy(index, message, source);
  const auto owed = waiting_.find(source);
  const bool waits = owed != waiting_.end() && !owed->second.order.empty();
  if (owed != waiting_.end() && !waits) waiting_.erase(owed);  // only its number was asked for
  if (outcome != policy::Outcome::reply) return replies.resize(mark);
  const std::size_t size = replies.size() - mark;
  const std::string_view ending = protocol::ending_bytes(message.ending);
  if (size + ending.size() > DatagramBatch::largest) {
    replies.resize(mark);
    return drop(DropReason::not_sent, source);
  }
  if (!may_reply(source, datagram.size(), size + ending.size(), received_)) return replies.resize(mark);
  if (waits) {
    owed->second.order.push(replies.substr(mark), message.ending);
    return replies.resize(mark);
  }
  replies.append(ending);
  batch_->add_reply(index, mark);
  guard_->replied(source, datagram, std::string_view(replies).substr(mark), received_);
}

// The backstop: a defect costs the one reply and not the endpoint.
policy::Outcome DatagramEndpoint::ask_policy(std::size_t index, const protocol::Message& message,
                                             const Source& source) {
  Conversation conversation(*this, source, index, message.ending);
  try {
    return lane_->policy->on_message(message.payload, conversation, batch_->replies());
  } catch (const std::exception& defect) {
    rejections_->write_defect(options_->name, peer_at(source), defect.what());
    ++lane_->counters.of(DropReason::internal_error);  // last: where even that throws, answer() counts it
    return policy::Outcome::silent;
  }
}

std::optional<DropReason> DatagramEndpoint::check(std::size_t index, const Source& source,
                                                  std::size_t message_size) {
  if (!options_->access.permits(address_of(source))) return DropReason::denied;
  const DatagramDelivery& delivery = batch_->delivery(index);
  const DatagramGuard::Arrival arrival{source, batch_->payload(index), delivery.to_many, delivery.dscp};
  if (const auto reason = guard_->arrive(arrival, received_)) return reason;
  const std::size_t limit = options_->framing.max_message_size;
  if (limit != 0 && message_size > limit) return DropReason::message_too_long;
  const auto owed = waiting_.find(source);
  const bool full =
      owed == waiting_.end() ? waiting_.size() >= most_waiting : owed->second.order.size() >= most_deferred;
  if (full) return DropReason::pending_replies;
  return std::nullopt;
}

bool DatagramEndpoint::may_reply(const Source& source, std::size_t request, std::size_t reply,
                                 async::Clock::time_point now) {
  const auto reason = guard_->reply(source, request, reply, now);
  if (reason) drop(*reason, source);
  return !reason;
}

void DatagramEndpoint::send(const Source& source, const Request& request, std::string_view text) {
  if (closed_) return;
  std::string datagram(text);
  datagram.append(protocol::ending_bytes(usual_ending(options_->framing.framing)));
  if (!may_reply(source, request.size, datagram.size(), async::Clock::now())) return;
  const auto owed = waiting_.find(source);
  static_cast<void>(
      send_now(source, datagram, owed == waiting_.end() ? std::string{} : owed->second.asked_at));
}

bool DatagramEndpoint::settle(const Source& source, protocol::ReplyOrder::Slot slot, const Request& request,
                              std::optional<std::string> text) noexcept {
  const auto owed = waiting_.find(source);
  if (closed_ || owed == waiting_.end()) return false;
  bool sent = true;
  const std::size_t ends = protocol::ending_bytes(request.ending).size();
  const auto allowed = [&] {
    return may_reply(source, request.size, text->size() + ends, async::Clock::now());
  };
  if (text && !try_to(allowed)) {
    text.reset();
    sent = false;
  }
  const auto release = [&](std::string payload, protocol::Ending ending) {
    const auto send = [&] {
      payload.append(protocol::ending_bytes(ending));
      return send_now(source, payload, owed->second.asked_at);
    };
    sent = try_to(send) && sent;
  };
  owed->second.order.settle(slot, std::move(text), std::cref(release));  // as it is, it would be allocated
  if (owed->second.order.empty()) waiting_.erase(owed);
  return sent;
}

template <typename Step>
bool DatagramEndpoint::try_to(Step step) noexcept try {
  return step();
} catch (const std::exception&) {  // as for a datagram that comes

  ++lane_->counters.of(DropReason::internal_error);
  return false;
}

bool DatagramEndpoint::send_now(Source source, std::string_view payload, std::string asked_at) {
  iovec vector{const_cast<char*>(payload.data()), payload.size()};  // sendmsg(2) does not write to it
  msghdr header{
      source.data(), static_cast<socklen_t>(source.size()), &vector, 1, asked_at.data(), asked_at.size(), 0};
  const auto sent = sendmsg(socket_.value(), &header, MSG_DONTWAIT | MSG_NOSIGNAL);
  if (sent < 0) {
    drop(DropReason::not_sent, source);
    return false;
  }
  ++lane_->counters.replies;
  lane_->counters.bytes_out += static_cast<std::size_t>(sent);
  guard_->replied(source, {}, payload, async::Clock::now());
  return true;
}

void DatagramEndpoint::drop(DropReason reason, const Source& source) {
  ++lane_->counters.of(reason);
  if (reason == DropReason::denied || reason == DropReason::message_too_long) {
    const bool denied = reason == DropReason::denied;
    rejections_->write(options_->name, peer_at(source),
                       denied ? CloseReason::denied : CloseReason::message_too_long);
  } else if (reason != DropReason::repeat || guard_->began_repeating()) {
    rejections_->write_dropped(options_->name, peer_at(source), reason);
  }
}

DatagramEndpoint::Waiting& DatagramEndpoint::waiting(const Source& source) {
  const auto [entry, fresh] = waiting_.try_emplace(source);
  if (fresh) entry->second.session = ++worker_.environment().last_session;
  return entry->second;
}

}  // namespace lanchat::net
