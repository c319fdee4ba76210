// SPDX-License-Identifier: MIT
#pragma once

// A simulated client: writes its talk in pieces, reads what comes, stalls, ends its half, leaves or resets,
// as its habits say; and what a referee must know of how it went.

#include "simulation/acceptor.hpp"
#include "simulation/kernel.hpp"
#include "simulation/talk.hpp"
#include "simulation/timeline.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lanchat::simulation {

/// Where clients live.
struct Scene {
  Kernel& kernel;
  Timeline& timeline;
  std::string& trace;

  void tell(std::string_view what);
};

/// What a client does when it has written everything.
enum class Last : std::uint8_t { waits, ends_output, leaves, resets };

struct Habits {
  Time connects{0};                 ///< after the beginning
  std::vector<std::size_t> pieces;  ///< sizes of its writes, again from the first when they are used up
  Time between{std::chrono::milliseconds{1}};  ///< its writes
  Last last = Last::ends_output;
  Time before_last{std::chrono::milliseconds{1}};
  Connection::Room room;
  Time latency{std::chrono::microseconds{500}};
  std::size_t reads_at_most = 65536;
  Time between_reads{0};
  Time stalls_at = Time::max();  ///< after the beginning: reads nothing
  Time stalls_for{0};
  bool urgent = false;  ///< sends a byte of urgent data first
};

class Client {
 public:
  Client(Scene& scene, unsigned number, Talk talk, Habits habits);

  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  void connect_to(Acceptor& acceptor);
  /// lanchat has taken it.
  void be_accepted();

  [[nodiscard]] std::string name() const;

  [[nodiscard]] sockaddr_in address() const noexcept;

  [[nodiscard]] const Talk& talk() const noexcept { return talk_; }

  [[nodiscard]] const Habits& habits() const noexcept { return habits_; }

  [[nodiscard]] const std::shared_ptr<Connection>& connection() const noexcept { return connection_; }

  /// How it went.
  struct Story {
    std::string received;
    std::size_t written = 0;  ///< bytes of the talk
    bool refused = false;     ///< nobody listened
    bool saw_end = false;     ///< the stream ended in order, and everything was read
    bool saw_reset = false;
    bool did_reset = false;
    std::optional<Time> ended_output;  ///< all was written and the end sent, or the client left
    std::optional<Time> left;          ///< it reads no more

    struct Moved {
      Time when{0};
      std::uint64_t until = 0;  ///< bytes in all
    };

    std::vector<Moved> reads;    ///< of lanchat
    std::vector<Moved> sends;    ///< of lanchat
    std::vector<Time> attempts;  ///< when lanchat tried either
    std::optional<Time> accepted;
    std::optional<Time> let_go;  ///< lanchat ended its half
  };

  [[nodiscard]] const Story& story() const noexcept { return story_; }

  /// Bytes of the talk that had arrived at `when`.
  [[nodiscard]] std::size_t written_by(Time when) const;

 private:
  void write_next();
  void do_last();
  void carry_soon();
  void read_soon(Time delay);
  void read();
  void leave();
  void after(Time delay, void (Client::*what)());

  Scene& scene_;
  unsigned number_;
  Talk talk_;
  Habits habits_;
  std::shared_ptr<Connection> connection_;
  Story story_;
  std::vector<std::pair<Time, std::size_t>> writes_;
  std::size_t piece_ = 0;
  bool carrying_ = false;
  bool reading_ = false;
};

}  // namespace lanchat::simulation
