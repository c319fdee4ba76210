// SPDX-License-Identifier: MIT
#pragma once

// Accepts the clients of one TCP or unix address and hands each to the worker with the fewest. Lives on one
// worker; a loop that cannot end before close().

#include "lanchat/async/accept_backoff.hpp"
#include "lanchat/async/pause.hpp"
#include "lanchat/async/readiness.hpp"
#include "lanchat/net/worker.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace lanchat::net {

class ConnectionRates;
class RejectionLog;

/// Made on any thread; everything else on the worker's. Held by shared_ptr: the accept loop keeps it alive.
class StreamListener : public std::enable_shared_from_this<StreamListener> {
 public:
  StreamListener(Worker& worker, OpenSocket socket, std::shared_ptr<const ListenerOptions> options);
  ~StreamListener();

  StreamListener(const StreamListener&) = delete;
  StreamListener& operator=(const StreamListener&) = delete;

  void start();
  /// New clients get these options from now on.
  void update(std::shared_ptr<const ListenerOptions> options);
  /// Accepts what the system has queued already, then closes.
  void close();

 private:
  enum class Accepted : std::uint8_t { client, nothing, exhausted };

  async::Routine accept_loop();
  async::Routine turn_away(Descriptor descriptor, std::string words);
  bool can_wait();
  bool accept_batch();
  Accepted accept_one();
  void admit(Descriptor descriptor, const Peer& peer);
  void reject(Descriptor descriptor, protocol::CloseReason reason);
  void count_rejected(protocol::CloseReason reason);
  [[nodiscard]] std::string words_for(protocol::CloseReason reason) const;
  [[nodiscard]] bool refuse_waiting();
  void wake_when_one_comes_free();
  void log_pause(std::string_view why) noexcept;

  Worker& worker_;
  BindAddress address_;
  std::shared_ptr<const ListenerOptions> options_;
  Descriptor socket_;
  std::optional<async::Readiness> readiness_;  ///< from start() to the end; registered until close()
  async::Pause pause_;
  async::AcceptBackoff backoff_;
  async::Clock::time_point pause_told_{};
  bool to_be_woken_ = false;  ///< a client that goes ends the pause
  std::unique_ptr<RejectionLog> rejections_;
  std::unique_ptr<ConnectionRates> rates_;
  Descriptor reserve_;  ///< given up to take a client when there is no other, and to tell it so
  std::uint32_t turning_away_ = 0;
  int expected_ = 1;  ///< clients a look may find
  bool closed_ = false;
};

}  // namespace lanchat::net
