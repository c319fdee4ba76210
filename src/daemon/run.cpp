// SPDX-License-Identifier: MIT
#include "lanchat/daemon/run.hpp"

#include "lanchat/daemon/daemon.hpp"
#include "lanchat/daemon/inheritance.hpp"
#include "lanchat/logging/escape.hpp"
#include "lanchat/service/systemd.hpp"

#include <sysexits.h>

#include <boost/system/system_error.hpp>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>

namespace lanchat::daemon {
namespace {

using logging::Level;

// The service manager tries again at once; a missing address or a lack of memory does not end within a blink.
constexpr auto before_next_try = std::chrono::seconds{1};

std::vector<std::string> sentences(const std::vector<config::Mistake>& mistakes) {
  std::vector<std::string> all;
  for (const config::Mistake& each : mistakes)
    all.push_back(each.to_string());
  return all;
}

int exit_status(const std::vector<config::Mistake>& mistakes) {
  const bool typed = std::ranges::all_of(
      mistakes, [](const config::Mistake& mistake) { return mistake.where == "command line"; });
  return typed ? EX_USAGE : EX_CONFIG;
}

void log_failures(logging::EventLog& log, const std::vector<std::string>& failures) {
  for (const std::string& failure : failures)
    log.write({Level::error, "start_failed", failure, {{"reason", failure}}});
}

class Process {
 public:
  explicit Process(const config::Sources& sources)
      : sources_(sources), manager_([this](const std::string& reason) { manager_unreachable(reason); }) {}

  int run();

 private:
  int refuse(const std::vector<config::Mistake>& mistakes);
  int start(const config::Config& config, std::vector<std::string> mistakes);
  int serve();
  int fail(const std::vector<std::string>& failures);
  void manager_unreachable(const std::string& reason);

  const config::Sources& sources_;
  std::optional<logging::AsynchronousLog> log_;
  service::Systemd manager_;
  std::optional<Inheritance> inheritance_;
  std::optional<Daemon> daemon_;
};

int Process::run() {
  inheritance_.emplace(manager_, service::take_inherited_descriptors());
  const auto loaded = config::load(sources_);
  if (loaded) return start(*loaded, {});
  const auto last_good = inheritance_->last_good.load();
  return last_good ? start(*last_good, sentences(loaded.error())) : refuse(loaded.error());
}

// Said once: the unit is not started again for these exit statuses.
int Process::refuse(const std::vector<config::Mistake>& mistakes) {
  if (!manager_.present()) return report(mistakes);
  log_.emplace(logging::LogOptions{});
  log_failures(*log_, sentences(mistakes));
  return exit_status(mistakes);
}

int Process::start(const config::Config& config, std::vector<std::string> mistakes) {
  try {
    log_.emplace(config.log);
    daemon_.emplace(config, sources_, *log_, manager_, std::move(*inheritance_));
    daemon_->obey_signals();
    const auto started = daemon_->start(std::move(mistakes));
    return started ? serve() : fail(started.error());
  } catch (const boost::system::system_error& why) {
    return fail({std::string("the operating system refuses what is needed: ") + why.what()});
  } catch (const std::system_error& why) {
    return fail({std::string("the operating system refuses what is needed: ") + why.what()});
  }
}

int Process::serve() {
  try {
    daemon_->run();
  } catch (const std::exception& defect) {
    // What the other threads still do refers to the daemon: nothing is taken down behind their backs.
    std::cerr << "lanchatd: a defect inside lanchat: " << defect.what() << '\n';
    std::_Exit(EX_SOFTWARE);
  }
  return EX_OK;
}

int Process::fail(const std::vector<std::string>& failures) {
  daemon_.reset();
  if (log_) {
    log_failures(*log_, failures);
  } else {
    for (const std::string& failure : failures)
      std::cerr << "lanchatd: " << failure << '\n';
  }
  if (manager_.present()) {
    manager_.status("cannot start: " + logging::escape(failures.front()));
    std::this_thread::sleep_for(before_next_try);
  }
  return EX_OSERR;
}

void Process::manager_unreachable(const std::string& reason) {
  if (!log_) return;
  log_->write({Level::warning,
               "service_manager_unreachable",
               "the service manager cannot be told how lanchatd is: " + reason,
               {{"reason", reason}}});
}

}  // namespace

int run(const config::Sources& sources) {
  std::signal(SIGPIPE, SIG_IGN);
  return Process(sources).run();
}

int report(const std::vector<config::Mistake>& mistakes) {
  for (const config::Mistake& mistake : mistakes)
    std::cerr << mistake.to_string() << '\n';
  return exit_status(mistakes);
}

}  // namespace lanchat::daemon
