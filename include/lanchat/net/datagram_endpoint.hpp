// SPDX-License-Identifier: MIT
#pragma once

// One UDP address: each datagram is a message, its reply goes to where it came from. Lives on one worker and
// uses the same policy object as the sessions of that listener there.

#include "lanchat/async/pause.hpp"
#include "lanchat/async/readiness.hpp"
#include "lanchat/net/worker.hpp"
#include "lanchat/protocol/reply_order.hpp"

#include <boost/asio/ip/udp.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace lanchat::net {

class DatagramBatch;
class DatagramGuard;
class RejectionLog;

/// Made on any thread; everything else on the worker's. Held by shared_ptr: the loop keeps it alive.
class DatagramEndpoint : public std::enable_shared_from_this<DatagramEndpoint> {
 public:
  using Source = boost::asio::ip::udp::endpoint;

  /// What is remembered of a datagram that is replied to later.
  struct Request {
    std::size_t size = 0;
    protocol::Ending ending = protocol::Ending::none;
  };

  DatagramEndpoint(Worker& worker, OpenSocket socket, std::shared_ptr<const ListenerOptions> options);
  ~DatagramEndpoint();

  DatagramEndpoint(const DatagramEndpoint&) = delete;
  DatagramEndpoint& operator=(const DatagramEndpoint&) = delete;

  void start();
  /// Datagrams that come from now on are answered by these options.
  void update(std::shared_ptr<const ListenerOptions> options);
  /// Answers what has arrived, then closes.
  void close();

  /// Sends `text` as a datagram of its own, unasked, to `source`, whose last datagram known is `request`.
  void send(const Source& source, const Request& request, std::string_view text);
  /// Settles the place of the deferred reply to `request`. False: it could not be sent.
  bool settle(const Source& source, protocol::ReplyOrder::Slot slot, const Request& request,
              std::optional<std::string> text) noexcept;

 private:
  class Conversation;
  struct Waiting;

  async::Routine answer_loop();
  [[nodiscard]] bool can_wait();
  [[nodiscard]] bool receive_and_answer();
  [[nodiscard]] bool send_replies();
  void answer(std::size_t index);
  policy::Outcome ask_policy(std::size_t index, const protocol::Message& message, const Source& source);
  [[nodiscard]] std::optional<DropReason> check(std::size_t index, const Source& source,
                                                std::size_t message_size);
  [[nodiscard]] bool may_reply(const Source& source, std::size_t request, std::size_t reply,
                               async::Clock::time_point now);
  [[nodiscard]] bool send_now(Source source, std::string_view payload, std::string asked_at);
  /// A step of one late reply, which alone it costs where there is no memory for it. False: it failed.
  template <typename Step>
  [[nodiscard]] bool try_to(Step step) noexcept;
  void drop(DropReason reason, const Source& source);
  Waiting& waiting(const Source& source);

  Worker& worker_;
  std::shared_ptr<const ListenerOptions> options_;
  std::shared_ptr<Lane> lane_;
  Descriptor socket_;
  std::uint16_t port_;
  std::optional<async::Readiness> readiness_;  ///< from start() to the end; registered until close()
  async::Pause pause_;
  std::unique_ptr<DatagramBatch> batch_;
  std::unique_ptr<RejectionLog> rejections_;
  std::unique_ptr<DatagramGuard> guard_;
  std::map<Source, Waiting> waiting_;    ///< sources with deferred replies
  async::Clock::time_point received_{};  ///< when the batch came
  bool starved_ = false;                 ///< replies wait for the system to have memory
  bool closed_ = false;
};

}  // namespace lanchat::net
