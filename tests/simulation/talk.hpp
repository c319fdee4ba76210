// SPDX-License-Identifier: MIT
#pragma once

// The model: what a client says, as bytes, and what each of its messages is answered. Written from
// docs/protocol.md alone, with no code of lanchat: the boundaries are known because the messages were put
// together here, not because a decoder found them.

#include "simulation/chance.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lanchat::simulation {

enum class Framing : std::uint8_t { line, length, raw };
enum class Reply : std::uint8_t { echo, uppercase, acknowledge, by_operator };

/// The rules of a listener, as far as they decide on bytes.
struct Rules {
  Framing framing = Framing::line;
  std::size_t length_bytes = 4;
  bool little = false;
  std::size_t max_message_size = 65536;
  Reply reply = Reply::echo;

  [[nodiscard]] std::string frame(std::string_view payload, std::string_view ending) const;
  /// The framed words a client is told before it is let go; empty: none.
  [[nodiscard]] std::string last_words(std::string_view reason) const;
};

/// What the operator types; nullopt: nothing, the message is dropped. `raw` messages have no boundary, so all
/// are answered with themselves.
[[nodiscard]] std::optional<std::string> typed_answer(std::string_view message, Framing framing);

class Talk {
 public:
  struct Said {
    std::size_t until = 0;  ///< the message is whole when so many bytes have come
    std::string answer;     ///< framed; empty: none
  };

  explicit Talk(Rules rules) : rules_(rules) {}

  void say(std::string_view payload, std::string_view ending = "\n");
  /// Whatever comes after it is not looked at.
  void say_too_much();
  /// Bytes that end with the stream in the middle of a message.
  void say_half(std::string_view payload);
  /// A few messages, and sometimes a wrong one at the end.
  static Talk chosen(Rules rules, Chance& chance);

  [[nodiscard]] const std::string& bytes() const noexcept { return bytes_; }

  [[nodiscard]] const std::vector<Said>& said() const noexcept { return said_; }

  /// How many of the messages are whole within the first `size` bytes. `ended`: and no more will come.
  [[nodiscard]] std::size_t whole(std::size_t size, bool ended) const;
  /// The first `count` answers.
  [[nodiscard]] std::string answers(std::size_t count) const;

  /// Why lanchat lets the client go when all has come, the stream's end included: "client_closed" or what was
  /// wrong.
  [[nodiscard]] std::string_view end() const noexcept { return end_; }

  /// Bytes after which `message_too_long` may be found; nullopt: never.
  [[nodiscard]] std::optional<std::size_t> too_much_from() const noexcept { return too_much_from_; }

  [[nodiscard]] const Rules& rules() const noexcept { return rules_; }

 private:
  [[nodiscard]] std::string answer(std::string_view payload, std::string_view ending) const;

  Rules rules_;
  std::string bytes_;
  std::vector<Said> said_;
  std::string_view end_ = "client_closed";
  std::optional<std::size_t> too_much_from_;
  bool half_line_ = false;  ///< the last message is whole only when the stream has ended
};

}  // namespace lanchat::simulation
