// SPDX-License-Identifier: MIT
#pragma once

// A simulated TCP connection: the socket that lanchat holds, and what the other machine does to it. Bytes
// that lanchat sends wait (`unsent`) until the network carries them over, then in the other system's buffer
// until the client reads them. Errors, hang-ups and what a reset destroys are as tcp(7) and Linux have them;
// where a system may choose, the one that loses more.

#include "simulation/file.hpp"

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace lanchat::simulation {

struct Transferred {
  ssize_t size = 0;
  int error = 0;  ///< an errno where `size` is -1
};

class Connection final : public File {
 public:
  struct Room {
    std::size_t unsent = 4096;    ///< bytes lanchat's system takes before send(2) blocks
    std::size_t received = 4096;  ///< bytes the client's system takes before the network stops
  };

  explicit Connection(Room room) noexcept : room_(room) {}

  // lanchat's side.
  [[nodiscard]] std::uint32_t events() override;
  void closed() override;
  [[nodiscard]] Transferred receive(char* to, std::size_t most);
  [[nodiscard]] Transferred send(std::string_view bytes);
  [[nodiscard]] int shut_down(int how);

  /// How many bytes there are to be read, FIONREAD: a promise until they are.
  [[nodiscard]] std::size_t unread() noexcept { return promised_ = arrived_.size(); }

  [[nodiscard]] bool promises() const noexcept { return promised_ != 0; }

  [[nodiscard]] std::size_t unsent() const noexcept;
  [[nodiscard]] int take_error() noexcept;
  [[nodiscard]] bool take_urgent() noexcept;

  void reset_when_closed() noexcept { resets_when_closed_ = true; }

  // The client's side.
  void write(std::string_view bytes);
  void write_urgent();
  void end_output();
  void reset();
  /// Closes: a reset where something is unread, as Linux does; what comes afterwards is answered with one.
  void leave();
  [[nodiscard]] std::string read(std::size_t most);
  /// What lanchat's system has taken reaches the client's as far as there is room.
  void carry();

  /// Everything was read and the end seen.
  [[nodiscard]] bool ended() const noexcept { return received_.empty() && end_carried_; }

  [[nodiscard]] bool broken() const noexcept { return broken_; }

  /// The next read() gives bytes, or the end, or finds it broken.
  [[nodiscard]] bool readable() const noexcept { return !received_.empty() || end_carried_ || broken_; }

  /// Called when lanchat has sent or closed; when it has read; at each of its attempts, whatever comes of it.
  std::function<void()> on_output;
  std::function<void()> on_read;
  std::function<void()> on_attempt;

  // What a model needs to know.
  std::uint64_t read_by_lanchat = 0;
  std::uint64_t sent_by_lanchat = 0;
  bool is_closed = false;

 private:
  [[nodiscard]] bool writable() const noexcept { return unsent_.size() * 3 <= room_.unsent * 2; }

  void be_reset(int error);

  Room room_;
  std::string arrived_;   ///< for lanchat to read
  std::string unsent_;    ///< sent by lanchat, not at the other system yet
  std::string received_;  ///< at the other system, not read yet
  std::size_t promised_ = 0;
  int error_ = 0;
  bool urgent_ = false;
  bool input_ended_ = false;   ///< the client will send no more
  bool output_ended_ = false;  ///< lanchat will send no more
  bool end_carried_ = false;
  bool input_shut_ = false;  ///< by shutdown(2)
  bool reset_ = false;       ///< by the client
  bool broken_ = false;      ///< by lanchat, or by what a closed client was sent
  bool left_ = false;
  bool blocked_ = false;  ///< somebody wants to hear of room
  bool resets_when_closed_ = false;
};

}  // namespace lanchat::simulation
