// SPDX-License-Identifier: MIT
#include "client/batch.hpp"
#include "client/exit_status.hpp"
#include "client/interactive.hpp"
#include "client/options.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <fmt/format.h>

#include <csignal>
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

namespace {

using namespace lanchat::client;

// A standard descriptor that is closed would be taken by the next file or socket that is opened. What stands
// in for it fails when it is used: /dev/null, opened the other way round.
void open_standard_descriptors() {
  for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(descriptor, F_GETFD) != -1) continue;
    [[maybe_unused]] const int opened = ::open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY);
  }
}

int print(const std::string& text) {
  const bool written = std::fputs(text.c_str(), stdout) >= 0 && std::fflush(stdout) == 0;
  return static_cast<int>(written ? ExitStatus::all_replied : ExitStatus::input_output);
}

int run(const std::vector<std::string>& arguments) {
  const auto options = parse_options(arguments);
  if (!options) {
    fmt::print(stderr, "lanchat: {}\nTry 'lanchat --help'.\n", options.error());
    return static_cast<int>(ExitStatus::wrong_command_line);
  }
  if (options->action == Options::Action::help) return print(help_text());
  if (options->action == Options::Action::version) return print("lanchat " LANCHAT_VERSION "\n");
  const bool on_terminal = ::isatty(STDIN_FILENO) != 0 && ::isatty(STDOUT_FILENO) != 0;
  return on_terminal ? run_interactive(*options) : run_batch(*options);
}

}  // namespace

int main(int argc, char** argv) {
  open_standard_descriptors();
  std::signal(SIGPIPE, SIG_IGN);  // a server or reader that has gone is an error like others
  try {
    return run({argv + 1, argv + argc});
  } catch (const std::exception& error) {
    fmt::print(stderr, "lanchat: a defect in lanchat: {}\n", error.what());
    return static_cast<int>(ExitStatus::defect);
  }
}
