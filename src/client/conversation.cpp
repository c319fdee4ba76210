// SPDX-License-Identifier: MIT
#include "client/conversation.hpp"

#include <utility>

namespace lanchat::client {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr milliseconds default_reply_timeout = seconds{70};  // an operator is given 60 s
constexpr milliseconds default_datagram_timeout = seconds{5};
constexpr milliseconds last_word_grace = seconds{1};
constexpr std::uint64_t datagrams_under_way = 16;

// One message, for a connection of its own.
class OneMessage final : public MessageSource {
 public:
  explicit OneMessage(std::string_view message) noexcept : message_(message) {}

  std::optional<std::string_view> take() override { return std::exchange(message_, std::nullopt); }

  async::Task<bool> wait() override { co_return false; }

  [[nodiscard]] std::optional<Failure> failure() const override { return std::nullopt; }

  void end() override { message_.reset(); }

 private:
  std::optional<std::string_view> message_;
};

ExchangeOptions exchange_options(const Options& options, bool patient) {
  const bool datagrams = options.transport == Transport::udp;
  ExchangeOptions result;
  result.patient = patient;
  result.replies_may_be_lost = datagrams;
  if (datagrams) {
    result.window = datagrams_under_way;
    result.reply_timeout = options.timeout.value_or(default_datagram_timeout);
    return result;
  }
  // What one read brings counts as one reply: only one at a time can be told from the next.
  if (options.framing.framing == protocol::Framing::raw && !patient) result.window = 1;
  if (!patient || options.timeout) result.reply_timeout = options.timeout.value_or(default_reply_timeout);
  result.last_word_grace = last_word_grace;
  return result;
}

}  // namespace

Conversation::Conversation(boost::asio::io_context& context, const Options& options, MessageSource& source,
                           ReplySink& sink, bool patient)
    : executor_(context.get_executor()),
      options_(options),
      source_(source),
      sink_(sink),
      patient_(patient),
      timer_(executor_),
      connector_(executor_, timer_.queue(), options),
      group_(executor_, [this](std::exception_ptr defect) { defect_ = std::move(defect); }) {}

void Conversation::start(std::function<void()> on_connected, std::function<void()> on_ended) {
  on_connected_ = std::move(on_connected);
  on_ended_ = std::move(on_ended);
  group_.spawn(converse());
  group_.when_empty([this] {
    ended_ = true;
    timer_.stop();
    on_ended_();
  });
}

void Conversation::stop() {
  stopped_ = true;
  source_.end();
  if (current_ != nullptr && !ended_) current_->stop();
}

const Outcome& Conversation::outcome() const {
  if (defect_) std::rethrow_exception(defect_);
  return outcome_;
}

async::Task<> Conversation::converse() {
  if (options_.reconnect) {
    co_await one_exchange_a_message();
  } else {
    co_await exchange(source_, options_.count);
  }
}

async::Task<> Conversation::one_exchange_a_message() {
  while (!stopped_) {
    const auto message = source_.take();
    if (!message) {
      if (!co_await source_.wait()) break;
      continue;
    }
    for (std::uint64_t i = 0; i < options_.count && !stopped_; ++i) {
      OneMessage once(*message);
      co_await exchange(once, 1);
      // A server that closed early may answer the next one; one that is not there will not.
      const auto& failure = outcome_.failure;
      if (failure && failure->status != ExitStatus::replies_missing) co_return;
    }
  }
  if (auto failure = source_.failure()) outcome_.failure = std::move(failure);
}

async::Task<> Conversation::exchange(MessageSource& source, std::uint64_t count) {
  auto wire = co_await connector_.connect();
  if (!wire) {
    outcome_.failure = std::move(wire.error());
    co_return;
  }
  if (const auto on_connected = std::exchange(on_connected_, nullptr)) on_connected();
  ExchangeOptions options = exchange_options(options_, patient_);
  options.count = count;
  Exchange exchange(executor_, timer_.queue(), options, **wire, source, sink_);
  current_ = &exchange;
  if (stopped_) exchange.stop();
  Outcome outcome = co_await exchange.run();
  current_ = nullptr;
  if (patient_ && options_.reconnect && outcome.missing != 0) sink_.lost(outcome.missing);
  outcome_.add(std::move(outcome));
}

}  // namespace lanchat::client
