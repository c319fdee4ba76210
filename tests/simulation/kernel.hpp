// SPDX-License-Identifier: MIT
#pragma once

// The machine that lanchat runs on in a simulation: descriptors, their system calls, and a clock that moves
// only while epoll_wait(2) finds nothing ready. There is one at a time; system_calls.cpp brings lanchat's
// calls here as long as it lives. Not thread-safe: lanchat runs on one thread meanwhile, its worker's.

#include "simulation/acceptor.hpp"
#include "simulation/chance.hpp"
#include "simulation/connection.hpp"
#include "simulation/datagram_socket.hpp"
#include "simulation/fault.hpp"
#include "simulation/poll_set.hpp"
#include "simulation/signals.hpp"

#include <sys/socket.h>

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>

namespace lanchat::simulation {

/// What happens outside lanchat, called from within its epoll_wait(2).
class Surroundings {
 public:
  virtual ~Surroundings() = default;

  /// Before every look at what is ready: things may happen while lanchat is busy.
  virtual void meanwhile() = 0;
  /// When the next thing happens by itself; nullopt: nothing will.
  [[nodiscard]] virtual std::optional<Time> next() = 0;
  /// Does what is due now.
  virtual void happen() = 0;
  /// Nothing is ready and nothing will be: lanchat waits for ever. Or it never waits. Does not return.
  [[noreturn]] virtual void stuck(const char* how) = 0;
};

class Kernel {
 public:
  static constexpr int first_descriptor = 1'000'000;  ///< above all that are real

  Kernel(Surroundings& surroundings, std::uint64_t seed);
  ~Kernel();

  Kernel(const Kernel&) = delete;
  Kernel& operator=(const Kernel&) = delete;

  /// The one there is, or null.
  [[nodiscard]] static Kernel* current() noexcept { return current_; }

  [[nodiscard]] static bool simulates(int fd) noexcept { return fd >= first_descriptor; }

  [[nodiscard]] Time now() const noexcept { return now_; }

  void advance(Time time) { now_ += time; }

  int open(std::shared_ptr<File> file);

  [[nodiscard]] std::size_t open_files() const noexcept { return files_.size(); }

  Fault fault;
  /// Instead of `fault`: asked at each call for an error, 0: none.
  std::function<int(Call)> faults;

  [[nodiscard]] std::uint64_t calls(Call call) const noexcept {
    return calls_[static_cast<std::size_t>(call)];
  }

  std::function<void(const std::shared_ptr<Connection>& connection)> on_accept;
  std::function<void()> on_datagram;

  // The calls, as their manual pages have them: -1 and errno.
  int close(int fd);
  ssize_t receive(int fd, void* to, std::size_t size, int flags);
  ssize_t send(int fd, const void* from, std::size_t size);
  int accept(int fd, sockaddr* from, socklen_t* size);
  int shut_down(int fd, int how);
  int ask(int fd, unsigned long request, int* answer);
  int ask_option(int fd, int level, int option, void* value, socklen_t* size);
  int set_option(int fd, int level, int option);
  int poll(int fd, short wanted, short* found);
  int receive_batch(int fd, mmsghdr* headers, unsigned count);
  int send_batch(int fd, const mmsghdr* headers, unsigned count);
  ssize_t send_one(int fd, const msghdr& header);
  int control(int epoll, int operation, int fd, const epoll_event* event);
  int wait(int epoll, epoll_event* events, int most, int timeout);
  int read_event(int fd, std::uint64_t* value);
  int write_event(int fd, std::uint64_t value);
  int set_alarm(int fd, bool absolute, Time when);

 private:
  template <typename Kind>
  [[nodiscard]] Kind* find(int fd);
  [[nodiscard]] std::shared_ptr<File> file(int fd) const;
  /// Counts the call. The errno it is to fail with, 0: it goes on; `shortened`: with the least.
  [[nodiscard]] int count(Call call, bool* shortened = nullptr);
  void ring_alarms();
  [[nodiscard]] Time next_alarm() const noexcept;

  static Kernel* current_;

  Surroundings& surroundings_;
  Chance chance_;
  Time now_{std::chrono::seconds{1000}};
  std::map<int, std::shared_ptr<File>> files_;
  int next_descriptor_ = first_descriptor;
  std::array<std::uint64_t, call_count> calls_{};
  std::uint64_t waits_at_once_ = 0;  ///< epoll_wait(2) without the clock having moved
};

}  // namespace lanchat::simulation
