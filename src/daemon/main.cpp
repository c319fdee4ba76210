// SPDX-License-Identifier: MIT
// lanchatd: reads the command line, then runs the daemon until a signal ends it.
#include "lanchat/config/command_line.hpp"
#include "lanchat/daemon/run.hpp"

#include <sysexits.h>

#include <iostream>

namespace {

using namespace lanchat;

int act(const config::CommandLine& command) {
  using Action = config::CommandLine::Action;
  if (command.action == Action::help) std::cout << config::help_text();
  if (command.action == Action::version) std::cout << "lanchatd " LANCHAT_VERSION "\n";
  if (command.action == Action::help || command.action == Action::version) return EX_OK;
  if (command.action == Action::run) return daemon::run(command.sources);
  const auto config = config::load(command.sources);
  if (!config) return daemon::report(config.error());
  if (command.action == Action::print_config) {
    std::cout << config::print(command.sources);
  } else {
    std::cout << (command.sources.file.empty() ? "built-in defaults" : command.sources.file.string())
              << ": ok\n";
  }
  return EX_OK;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const auto command = config::parse_command_line(argc, argv);
    if (command) return act(*command);
    std::cerr << "lanchatd: " << command.error() << '\n';
    return EX_USAGE;
  } catch (const std::exception& defect) {
    std::cerr << "lanchatd: a defect inside lanchat: " << defect.what() << '\n';
    return EX_SOFTWARE;
  }
}
