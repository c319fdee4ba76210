// SPDX-License-Identifier: MIT
#include "lanchatctl/operator_mode.hpp"

#include "lanchat/line_editor/line_editor.hpp"
#include "lanchat/logging/escape.hpp"

#include "lanchatctl/exit_status.hpp"
#include "lanchatctl/members.hpp"
#include "lanchatctl/operator_dialogue.hpp"
#include "lanchatctl/report.hpp"

#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace lanchat::lanchatctl {
namespace {

using Show = std::function<void(std::string_view line)>;

// Carries lines between the operator, the dialogue and the daemon.
class Operator {
 public:
  Operator(DaemonLink& link, std::uint64_t announced, bool json, Show show, Show complain)
      : link_(link),
        dialogue_(announced),
        json_(json),
        show_(std::move(show)),
        complain_(std::move(complain)) {}

  /// False: the operator leaves.
  bool type(std::string_view line) {
    const OperatorDialogue::Step step = dialogue_.typed(line);
    for (const std::string& each : step.show)
      (json_ ? complain_ : show_)(each);
    if (step.send) link_.send(*step.send);
    return !step.leave;
  }

  void hear(const std::string& line) {
    const auto object = parse_line(line);
    if (!object) {
      fault_ = object.error();
      return;
    }
    const OperatorDialogue::Step step = dialogue_.received(*object);
    if (json_ && (object->contains("event") || !true_member(*object, "ok"))) return show_(line);
    for (const std::string& each : step.show)
      show_(each);
  }

  /// Reads once from the daemon, which waits where nothing is there.
  void hear_some() {
    const auto lines = link_.receive_some();
    if (!lines) {
      fault_ = lines.error();
      return;
    }
    for (const std::string& line : *lines)
      hear(line);
  }

  void hear_what_was_read() {
    for (const std::string& line : link_.take_lines())
      hear(line);
  }

  [[nodiscard]] const OperatorDialogue& dialogue() const noexcept { return dialogue_; }

  [[nodiscard]] const std::optional<LinkFault>& fault() const noexcept { return fault_; }

 private:
  DaemonLink& link_;
  OperatorDialogue dialogue_;
  bool json_;
  Show show_;
  Show complain_;
  std::optional<LinkFault> fault_;
};

// Whole lines of a descriptor; the last may lack its end.
class Lines {
 public:
  explicit Lines(int descriptor) : descriptor_(descriptor) {}

  [[nodiscard]] bool ended() const noexcept { return ended_; }

  void read() {
    std::array<char, 4'096> bytes;
    const ssize_t size = ::read(descriptor_, bytes.data(), bytes.size());
    if (size > 0) {
      input_.append(bytes.data(), static_cast<std::size_t>(size));
    } else if (size == 0 || (errno != EINTR && errno != EAGAIN)) {
      ended_ = true;
      if (!input_.empty()) input_ += '\n';
    }
  }

  std::optional<std::string> next() {
    const std::size_t end = input_.find('\n');
    if (end == std::string::npos) return std::nullopt;
    std::string line = input_.substr(0, end);
    input_.erase(0, end + 1);
    if (line.ends_with('\r')) line.pop_back();
    return line;
  }

 private:
  int descriptor_;
  std::string input_;
  bool ended_ = false;
};

// Lines from a pipe are taken when everything that waited has been shown: the first may mean the oldest.
void run_piped(Operator& person, DaemonLink& link, int input) {
  Lines lines(input);
  bool leaving = false;
  while (!person.fault() && !(leaving && person.dialogue().settled())) {
    const bool listen = !leaving && person.dialogue().caught_up();
    std::array<pollfd, 2> ready{pollfd{link.socket().native_handle(), POLLIN, 0},
                                pollfd{listen ? input : -1, POLLIN, 0}};
    if (::poll(ready.data(), ready.size(), -1) < 0) continue;
    if (ready[0].revents != 0) person.hear_some();
    if (ready[1].revents == 0 || person.fault()) continue;
    lines.read();
    while (const auto line = lines.next()) {
      if (leaving = !person.type(*line); leaving) break;
    }
    leaving = leaving || lines.ended();
  }
}

// The context runs while the editor waits for a key.
void run_on_terminal(Operator& person, DaemonLink& link, line_editor::LineEditor& editor) {
  const std::function<void()> listen = [&] {
    link.socket().async_wait(DaemonLink::Socket::wait_read, [&](const boost::system::error_code& error) {
      if (error) return;
      person.hear_some();
      if (person.fault()) return editor.end_input();
      listen();
    });
  };
  listen();
  while (const auto line = editor.read_line()) {
    if (!person.type(*line)) break;
  }
  boost::system::error_code ignored;
  link.socket().cancel(ignored);
  while (!person.fault() && !person.dialogue().settled())
    person.hear_some();
}

int conclude(const Operator& person, bool all_must_arrive, std::ostream& err) {
  if (const auto& fault = person.fault()) {
    err << "lanchatctl: " << fault->message << '\n';
    return fault->status;
  }
  return all_must_arrive && person.dialogue().failed() ? refused : done;
}

Show printer(std::ostream& stream, bool json) {
  return [&stream, json](std::string_view line) {
    stream << (json ? std::string(line) : logging::escape_for_terminal(line)) << '\n' << std::flush;
  };
}

}  // namespace

int run_operator(boost::asio::io_context& context, DaemonLink& link, const CommandLine& line, int input,
                 std::ostream& out, std::ostream& err) {
  link.send(line.request);
  const auto first = link.receive_line();
  const auto opened = first ? parse_line(*first) : std::unexpected(first.error());
  if (!opened) {
    err << "lanchatctl: " << opened.error().message << '\n';
    return opened.error().status;
  }
  if (const int status = exit_status(*opened); status != done) {
    err << complaint(*opened);
    return status;
  }
  const std::uint64_t announced = number_member(*opened, "waiting");
  if (::isatty(input) == 0 || ::isatty(STDOUT_FILENO) == 0) {
    Operator person(link, announced, line.json, printer(out, line.json), printer(err, false));
    person.hear_what_was_read();
    run_piped(person, link, input);
    return conclude(person, true, err);
  }
  line_editor::LineEditor editor(context, "lanchatctl", "> ");
  const Show above = [&editor](std::string_view text) { editor.print_above(text); };
  Operator person(link, announced, line.json, above, above);
  if (!line.json) above("the operator's console: \\h helps, \\q leaves");
  person.hear_what_was_read();
  run_on_terminal(person, link, editor);
  return conclude(person, false, err);
}

}  // namespace lanchat::lanchatctl
