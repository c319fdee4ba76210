// SPDX-License-Identifier: MIT
#include "lanchat/line_editor/line_editor.hpp"

#include "lanchat/logging/escape.hpp"

#include "line_editor/cursor_row.hpp"
#include "line_editor/key_reader.hpp"

#include <langinfo.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <boost/asio/signal_set.hpp>
#include <histedit.h>

#include <clocale>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <exception>
#include <utility>

namespace lanchat::line_editor {
namespace {

constexpr int history_lines = 1000;

void choose_character_set() {
  std::setlocale(LC_CTYPE, "");
  if (std::strcmp(::nl_langinfo(CODESET), "ANSI_X3.4-1968") == 0) std::setlocale(LC_CTYPE, "C.UTF-8");
}

bool is_ignored(int signal) {
  struct sigaction action{};
  return ::sigaction(signal, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
}

struct EndEditLine {
  void operator()(EditLine* editor) const { ::el_end(editor); }
};

struct EndHistory {
  void operator()(History* history) const { ::history_end(history); }
};

}  // namespace

class LineEditor::Terminal {
 public:
  Terminal(boost::asio::io_context& context, const std::string& program_name, std::string prompt)
      : context_(context), prompt_(std::move(prompt)), keys_(context, STDIN_FILENO), signals_(context) {
    choose_character_set();
    editor_.reset(::el_init(program_name.c_str(), stdin, stdout, stderr));
    history_.reset(::history_init());
    if (!editor_ || !history_) throw std::bad_alloc();
    EditLine* const editor = editor_.get();
    ::el_set(editor, EL_CLIENTDATA, this);
    ::el_set(editor, EL_PROMPT, &Terminal::show_prompt);
    ::el_set(editor, EL_GETCFN, &Terminal::read_character);
    ::el_set(editor, EL_SIGNAL, 0);
    ::el_set(editor, EL_HIST, ::history, history_.get());
    ::history(history_.get(), &event_, H_SETSIZE, history_lines);
    ::history(history_.get(), &event_, H_SETUNIQUE, 1);
    ::el_set(editor, EL_EDITOR, "emacs");
    ::el_set(editor, EL_BIND, "^W", "ed-delete-prev-word", nullptr);
    ::el_set(editor, EL_BIND, "^R", "em-inc-search-prev", nullptr);
    ::el_source(editor, nullptr);
  }

  std::optional<std::string> read_line() {
    if (keys_.ended()) return std::nullopt;
    begin_editing();
    // libedit itself would only do so after the prompt, and what is typed in between would not be edited.
    ::el_set(editor_.get(), EL_PREP_TERM, 1);
    int length = 0;
    const char* const text = ::el_gets(editor_.get(), &length);
    end_editing();
    if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
    if (text == nullptr || length <= 0 || keys_.ended()) {
      std::fputc('\n', stdout);
      std::fflush(stdout);
      return std::nullopt;
    }
    std::string line(text, static_cast<std::size_t>(length));
    if (line.ends_with('\n')) line.pop_back();
    if (!line.empty()) ::history(history_.get(), &event_, H_ENTER, line.c_str());
    return line;
  }

  void print_above(std::string_view text) {
    if (editing_) erase();
    const std::string line = logging::escape_for_terminal(text) + "\n";
    std::fwrite(line.data(), 1, line.size(), stdout);
    std::fflush(stdout);
    if (editing_) ::el_set(editor_.get(), EL_REFRESH);
  }

  void end_input() noexcept { keys_.end(); }

 private:
  static Terminal& of(EditLine* editor) {
    void* self = nullptr;
    ::el_get(editor, EL_CLIENTDATA, &self);
    return *static_cast<Terminal*>(self);
  }

  static char* show_prompt(EditLine* editor) { return of(editor).prompt_.data(); }

  // libedit is C: an exception waits until it has returned.
  static int read_character(EditLine* editor, wchar_t* character) {
    Terminal& self = of(editor);
    try {
      return self.keys_.read(*character);
    } catch (...) {
      self.failure_ = std::current_exception();
      return 0;
    }
  }

  void begin_editing() {
    editing_ = true;
    for (const int signal : {SIGWINCH, SIGCONT, SIGTSTP, SIGINT, SIGTERM, SIGHUP}) {
      if (!is_ignored(signal)) signals_.add(signal);
    }
    wait_for_signal();
  }

  // Gives the signals their old meaning back, and waits for the handler, which refers to this object.
  void end_editing() {
    editing_ = false;
    signals_.clear();
    signals_.cancel();
    context_.restart();
    while (waiting_for_signal_)
      context_.run_one();
  }

  void wait_for_signal() {
    waiting_for_signal_ = true;
    signals_.async_wait([this](boost::system::error_code error, int signal) {
      waiting_for_signal_ = false;
      if (error) return;
      act_on(signal);
      wait_for_signal();
    });
  }

  void act_on(int signal) {
    EditLine* const editor = editor_.get();
    if (signal == SIGWINCH) {
      ::el_resize(editor);
      erase();
      ::el_set(editor, EL_REFRESH);
    } else if (signal == SIGCONT) {
      ::el_set(editor, EL_PREP_TERM, 1);
      ::el_set(editor, EL_REFRESH);
    } else {
      ::el_set(editor, EL_PREP_TERM, 0);
      std::fputc('\n', stdout);
      std::fflush(stdout);
      if (signal != SIGTSTP) signals_.clear();
      ::raise(signal == SIGTSTP ? SIGSTOP : signal);
    }
  }

  // Takes prompt and line off the screen and leaves the cursor where the prompt began.
  void erase() const {
    const LineInfoW* const line = ::el_wline(editor_.get());
    winsize size{};
    ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size);
    const std::wstring_view before(line->buffer, static_cast<std::size_t>(line->cursor - line->buffer));
    const std::size_t row = cursor_row(prompt_.size(), before, size.ws_col == 0 ? 80 : size.ws_col);
    if (is_dumb()) {
      std::fputs("\n", stdout);
    } else if (row == 0) {
      std::fputs("\r\x1b[J", stdout);
    } else {
      std::fprintf(stdout, "\r\x1b[%zuA\x1b[J", row);
    }
  }

  static bool is_dumb() {
    const char* const type = std::getenv("TERM");
    return type == nullptr || std::strcmp(type, "dumb") == 0;
  }

  boost::asio::io_context& context_;
  std::string prompt_;
  KeyReader keys_;
  boost::asio::signal_set signals_;
  std::unique_ptr<EditLine, EndEditLine> editor_;
  std::unique_ptr<History, EndHistory> history_;
  HistEvent event_{};
  std::exception_ptr failure_;  ///< left a handler while libedit's frames were on the stack
  bool editing_ = false;
  bool waiting_for_signal_ = false;
};

LineEditor::LineEditor(boost::asio::io_context& context, const std::string& program_name, std::string prompt)
    : terminal_(std::make_unique<Terminal>(context, program_name, std::move(prompt))) {}

LineEditor::~LineEditor() = default;

std::optional<std::string> LineEditor::read_line() {
  return terminal_->read_line();
}

void LineEditor::print_above(std::string_view text) {
  terminal_->print_above(text);
}

void LineEditor::end_input() noexcept {
  terminal_->end_input();
}

}  // namespace lanchat::line_editor
