// SPDX-License-Identifier: MIT
#pragma once

// The messages that one client sends in one write, and the check of what comes back for them, byte by byte.
// Knows no sockets. Batches of a client differ from each other and from those of other clients, so that an
// answer to somebody else, or an old one, is a wrong one.

#include "plan.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace lanchat::bench {

class Batch {
 public:
  Batch(const Plan& plan, std::size_t client, std::size_t turn);

  [[nodiscard]] std::string_view bytes() const noexcept { return bytes_; }

  /// Forgets the replies: they are to come anew.
  void start() noexcept;

  /// The next bytes of the replies. True: they are complete. Ends the program where they are wrong.
  bool take(std::string_view reply);

 private:
  enum class Reply { fixed, timestamps, numbers };

  [[nodiscard]] std::string message(const Plan& plan, std::size_t client, std::size_t turn,
                                    std::size_t index) const;
  bool take_fixed(std::string_view reply);
  void check_timestamps() const;
  void check_numbers() const;

  Reply reply_ = Reply::fixed;
  std::size_t depth_;
  std::string bytes_;
  std::string expected_;   ///< the replies, where they are `fixed`; empty: the same as bytes_
  std::size_t taken_ = 0;  ///< bytes of the replies, where they are `fixed`
  std::string collected_;  ///< the replies so far, where they are not
};

}  // namespace lanchat::bench
