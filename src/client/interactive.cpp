// SPDX-License-Identifier: MIT
#include "client/interactive.hpp"

#include "lanchat/line_editor/line_editor.hpp"

#include "client/conversation.hpp"
#include "client/report.hpp"
#include "client/typed_lines.hpp"

#include <boost/asio/io_context.hpp>
#include <fmt/format.h>

#include <chrono>

namespace lanchat::client {
namespace {

// Pasted lines may end in `\q`: their replies are on their way.
constexpr std::chrono::seconds leaving_grace{1};

class TerminalReplies final : public ReplySink {
 public:
  explicit TerminalReplies(line_editor::LineEditor& editor) noexcept : editor_(editor) {}

  void reply(std::string_view text) override { editor_.print_above(fmt::format("{}: {}", ++number_, text)); }

  void last_word(std::string_view text) override {
    editor_.print_above(fmt::format("The server said: {}", text));
  }

  void lost(std::uint64_t replies) override {
    editor_.print_above(replies == 1 ? "No reply." : fmt::format("{} messages without a reply.", replies));
  }

  bool flush() override { return true; }

 private:
  line_editor::LineEditor& editor_;
  std::uint64_t number_ = 0;
};

void ask(line_editor::LineEditor& editor, TypedLines& lines) {
  while (auto line = editor.read_line()) {
    if (*line == "\\q") break;
    if (line->empty()) {
      editor.print_above("nothing to send");
    } else {
      lines.push(std::move(*line));
    }
  }
}

}  // namespace

int run_interactive(const Options& options) {
  boost::asio::io_context context(1);
  line_editor::LineEditor editor(context, "lanchat", "> ");
  TerminalReplies replies(editor);
  TypedLines lines(context.get_executor());
  Conversation conversation(context, options, lines, replies, true);
  bool connected = options.reconnect;  // then each message connects
  const auto on_connected = [&] {
    connected = true;
    editor.print_above(fmt::format("Connected to {}; \\q leaves.", describe_server(options)));
  };
  conversation.start(on_connected, [&editor] { editor.end_input(); });
  while (!connected && !conversation.ended())
    context.run_one();
  ask(editor, lines);
  lines.end();
  const auto leave = std::chrono::steady_clock::now() + leaving_grace;
  context.restart();
  while (!conversation.ended() && context.run_one_until(leave) != 0) {
  }
  if (!conversation.ended()) conversation.stop();
  context.restart();
  while (!conversation.ended())
    context.run_one();
  return report(conversation.outcome());
}

}  // namespace lanchat::client
