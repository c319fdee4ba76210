// SPDX-License-Identifier: MIT
#pragma once

// The operator's side of the conversation: what a typed line means, and how what the daemon says reads. Pure:
// lines in, lines and requests out; knows no terminal and no socket.

#include <boost/json/object.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace lanchat::lanchatctl {

class OperatorDialogue {
 public:
  /// `announced`: how many questions the daemon shows before anything else.
  explicit OperatorDialogue(std::uint64_t announced) : announced_(announced) {}

  struct Step {
    std::vector<std::string> show;            ///< lines for the operator, with a client's bytes as they are
    std::optional<boost::json::object> send;  ///< for the daemon
    bool leave = false;
  };

  /// `NUMBER text` answers that question; any other text, less one blank before it, the oldest one that has
  /// been shown. It is sent with its number: had the oldest gone meanwhile, the answer would go to a
  /// stranger.
  [[nodiscard]] Step typed(std::string_view line);

  [[nodiscard]] Step received(const boost::json::object& line);

  /// Whether everything that waited when the console opened has been shown.
  [[nodiscard]] bool caught_up() const noexcept { return announced_ == 0; }

  /// Whether the fate of every answer is known.
  [[nodiscard]] bool settled() const noexcept { return given_.empty(); }

  /// Whether some answer reached nobody, or was not sent.
  [[nodiscard]] bool failed() const noexcept { return failed_; }

 private:
  Step answer(std::uint64_t number, std::string_view text);
  Step failure(std::string text);
  Step on_question(const boost::json::object& event);
  Step on_settled(const boost::json::object& event);
  Step on_delivery(const boost::json::object& event);
  Step on_reply(const boost::json::object& reply);
  void remember(std::uint64_t number, std::string why);

  std::uint64_t announced_;
  std::set<std::uint64_t> waiting_;            ///< shown, and neither settled nor answered from here
  std::set<std::uint64_t> given_;              ///< answered from here, the delivery not yet reported
  std::map<std::uint64_t, std::string> gone_;  ///< the last that waited once, and why they do no longer
  bool failed_ = false;
};

}  // namespace lanchat::lanchatctl
