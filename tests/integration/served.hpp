// SPDX-License-Identifier: MIT
#pragma once

// Workers with their threads, and listeners on addresses the system chooses: all of `net` as the daemon uses
// it, with the policies of the stage and a log that collects.

#include "lanchat/net/datagram_endpoint.hpp"
#include "lanchat/net/stream_listener.hpp"
#include "lanchat/net/worker.hpp"

#include "integration/client.hpp"
#include "integration/collected_log.hpp"
#include "integration/patience.hpp"
#include "integration/stage.hpp"
#include "integration/temporary_folder.hpp"

#include <cstdint>
#include <future>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace lanchat::integration {

using Options = std::shared_ptr<const net::ListenerOptions>;

class Served {
 public:
  explicit Served(unsigned workers = 1, std::uint32_t max_clients = 0);
  ~Served();

  Served(const Served&) = delete;
  Served& operator=(const Served&) = delete;

  /// Opens one more address; "tcp", "tcp6", "unix" and "udp" are loopback addresses the system chooses.
  net::BindAddress open(std::string_view where, Options options);

  net::BindAddress open(std::string_view where, net::ListenerOptions options) {
    return open(where, std::make_shared<const net::ListenerOptions>(std::move(options)));
  }

  /// Gives every address new options.
  void update(const Options& options);

  /// What `question` returns on the worker's thread, when all that was posted before has been done.
  template <typename Question>
  auto ask(std::size_t worker, Question question) {
    std::promise<std::invoke_result_t<Question&, net::Worker&>> promise;
    auto answer = promise.get_future();
    workers_[worker]->post([&] { promise.set_value(question(*workers_[worker])); });
    if (answer.wait_for(patience) != std::future_status::ready) std::terminate();  // `question` is in use
    return answer.get();
  }

  /// The sum over all workers.
  [[nodiscard]] net::Counters counters(const std::string& listener = "main");
  /// The sum over all workers.
  [[nodiscard]] std::vector<net::ClientInfo> clients();

  /// Closes the addresses, lets the sessions answer what has arrived and waits for their end.
  void finish();

  [[nodiscard]] net::Worker& worker(std::size_t index) { return *workers_[index]; }

  Stage stage;
  CollectedLog log;
  net::Admission admission;
  net::MemoryBudget memory;  ///< without a limit, unless a test sets one

 private:
  void close_listeners();

  TemporaryFolder folder_;
  net::Environment environment_;
  std::vector<std::unique_ptr<net::Worker>> workers_;
  std::vector<std::shared_ptr<net::StreamListener>> streams_;
  std::vector<std::shared_ptr<net::DatagramEndpoint>> datagrams_;
};

/// Options of a listener `main`.
[[nodiscard]] inline net::ListenerOptions listener(std::string policy,
                                                   protocol::Framing framing = protocol::Framing::line) {
  net::ListenerOptions options;
  options.name = "main";
  options.policy = std::move(policy);
  options.framing.framing = framing;
  return options;
}

}  // namespace lanchat::integration
