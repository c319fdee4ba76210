// SPDX-License-Identifier: MIT
// lanchatd: reads the command line, then runs the daemon until a signal ends it.
#include "lanchat/config/command_line.hpp"
#include "lanchat/daemon/daemon.hpp"

#include <sysexits.h>

#include <boost/system/system_error.hpp>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <optional>
#include <system_error>

namespace {

using namespace lanchat;

int report(const std::vector<config::Mistake>& mistakes) {
  for (const config::Mistake& mistake : mistakes)
    std::cerr << mistake.to_string() << '\n';
  const bool typed = std::ranges::all_of(
      mistakes, [](const config::Mistake& mistake) { return mistake.where == "command line"; });
  return typed ? EX_USAGE : EX_CONFIG;
}

// Null where the operating system refuses what is needed, which the log or standard error has then.
std::unique_ptr<daemon::Daemon> start(const config::Config& config, const config::Sources& sources,
                                      logging::AsynchronousLog& log) {
  auto daemon = std::make_unique<daemon::Daemon>(config, sources, log);
  daemon->obey_signals();
  const auto started = daemon->start();
  if (started) return daemon;
  for (const std::string& failure : started.error())
    log.write({logging::Level::error, "start_failed", failure, {{"reason", failure}}});
  return nullptr;
}

int run(const config::Config& config, const config::Sources& sources) {
  std::signal(SIGPIPE, SIG_IGN);
  std::optional<logging::AsynchronousLog> log;
  std::unique_ptr<daemon::Daemon> daemon;
  const auto refused = [](const std::exception& why) {
    std::cerr << "lanchatd: the operating system refuses what is needed: " << why.what() << '\n';
    return EX_OSERR;
  };
  try {
    log.emplace(config.log);
    daemon = start(config, sources, *log);
  } catch (const boost::system::system_error& why) {
    return refused(why);
  } catch (const std::system_error& why) {
    return refused(why);
  }
  if (!daemon) return EX_OSERR;
  try {
    daemon->run();
  } catch (const std::exception& defect) {
    // What the other threads still do refers to the daemon: nothing is taken down behind their backs.
    std::cerr << "lanchatd: a defect inside lanchat: " << defect.what() << '\n';
    std::_Exit(EX_SOFTWARE);
  }
  return EX_OK;
}

int act(const config::CommandLine& command) {
  using Action = config::CommandLine::Action;
  if (command.action == Action::help) std::cout << config::help_text();
  if (command.action == Action::version) std::cout << "lanchatd " LANCHAT_VERSION "\n";
  if (command.action == Action::help || command.action == Action::version) return EX_OK;
  const auto config = config::load(command.sources);
  if (!config) return report(config.error());
  if (command.action == Action::run) return run(*config, command.sources);
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
