// SPDX-License-Identifier: MIT
#pragma once

// A lanchat of one worker in a simulated machine: `net` as the daemon wires it, a listener, clients, an
// operator who answers after a while, and what an administrator does in between.

#include "lanchat/net/datagram_endpoint.hpp"
#include "lanchat/net/stream_listener.hpp"
#include "lanchat/net/worker.hpp"

#include "simulation/client.hpp"
#include "simulation/end_log.hpp"

#include <deque>
#include <memory>
#include <string>

namespace lanchat::simulation {

class World final : public Surroundings, public policy::OperatorPort {
 public:
  struct Options {
    std::uint64_t seed = 1;
    net::ListenerOptions listener;
    std::uint32_t max_clients = 0;
    std::uint64_t max_client_memory = 0;
    Time answers_within{std::chrono::milliseconds{10}};  ///< the operator
    bool lively = false;  ///< things also happen while lanchat is busy, and errors that pass come by chance
    Time stops{std::chrono::seconds{20}};
    Time cuts{std::chrono::seconds{5}};  ///< after it was asked to stop
    std::size_t datagrams = 0;           ///< that fit on the way out; 0: no UDP
    std::uint64_t failing_allocation = 0;
    bool failing_on = false;
  };

  explicit World(Options options);
  ~World() override;

  Client& add(Talk talk, Habits habits);
  /// Plans something; times are from the beginning.
  void at(Time when, std::function<void()> happening);
  /// On the worker, in a step of its own, as the daemon does it.
  void steer(std::function<void()> what);

  /// Until everything has ended.
  void run();

  [[nodiscard]] Kernel& kernel() noexcept { return kernel_; }

  [[nodiscard]] net::Worker& worker() noexcept { return *worker_; }

  [[nodiscard]] Scene& scene() noexcept { return scene_; }

  [[nodiscard]] const std::deque<Client>& clients() const noexcept { return clients_; }

  void reload(net::ListenerOptions options);
  void disconnect(const Client& client);
  void dismiss();

  struct Result {
    net::Counters counters;
    std::uint32_t load = 0;
    std::uint32_t admitted = 0;
    std::size_t open_files = 0;
    std::uint64_t memory = 0;  ///< of the budget, at the end
    std::uint64_t allocations = 0;
    Time began_to_stop{0};
    Time cut = Time::max();
    Time ended{0};
    std::uint64_t datagrams = 0;  ///< that lanchat sent
    std::uint64_t answers = 0;
    std::uint64_t answers_told = 0;
    std::uint64_t answers_late = 0;  ///< given when it was about to end
  };

  [[nodiscard]] const Result& result() const noexcept { return result_; }

  [[nodiscard]] std::uint64_t max_client_memory() const noexcept { return memory_.limit(); }

  [[nodiscard]] const EndLog& log() const noexcept { return log_; }

  [[nodiscard]] const std::string& trace() const noexcept { return trace_; }

  /// For a failing run: how to have it again.
  std::string name;

  std::shared_ptr<DatagramSocket> datagrams;
  std::function<void(DatagramSocket::Datagram)> on_datagram;
  std::map<std::string, Time> disconnected;
  std::optional<Time> dismissed;

  void meanwhile() override;

  [[nodiscard]] std::optional<Time> next() override { return timeline_.next(); }

  void happen() override;
  [[noreturn]] void stuck(const char* how) override;

  void ask(policy::Question question, policy::PendingReply reply) override;
  void withdraw(std::uint64_t session) noexcept override;

 private:
  void open();
  void stop();
  void finished();
  void answer(std::size_t index);
  [[nodiscard]] int transient_fault(Call call);

  struct Asked {
    std::string message;
    std::optional<policy::PendingReply> reply;
  };

  Options options_;
  std::string trace_;
  Chance chance_;
  Timeline timeline_;
  Kernel kernel_;
  Scene scene_;
  EndLog log_;
  net::Admission admission_;
  net::MemoryBudget memory_;
  net::Environment environment_;
  std::unique_ptr<net::Worker> worker_;
  std::shared_ptr<Acceptor> acceptor_;
  std::shared_ptr<const net::ListenerOptions> listener_options_;
  std::shared_ptr<net::StreamListener> listener_;
  std::shared_ptr<net::DatagramEndpoint> endpoint_;
  std::deque<Client> clients_;
  std::deque<Asked> asked_;
  Result result_;
  bool carrying_ = false;
};

}  // namespace lanchat::simulation
