// SPDX-License-Identifier: MIT
// How a running daemon takes a new configuration: whole, or not at all.
#include "lanchat/async/as_result.hpp"
#include "lanchat/daemon/daemon.hpp"
#include "lanchat/protocol/units.hpp"

#include "daemon/on_worker.hpp"

#include <algorithm>
#include <exception>
#include <utility>

namespace lanchat::daemon {
namespace {

using logging::Level;

using async::as_result;

std::string joined(const std::vector<std::string>& sentences) {
  std::string all;
  for (const std::string& each : sentences)
    all += (all.empty() ? "" : "; ") + each;
  return all;
}

}  // namespace

// The files are wrong: clients are served as they were before.
void Daemon::fall_back(std::vector<std::string> mistakes) {
  const std::string what = joined(mistakes);
  log_.write({Level::error,
              "configuration_fallback",
              "configuration refused, the last good one is used instead: " + what +
                  "; mend it, then systemctl reload lanchat",
              {{"mistakes", what}}});
  reload_mistakes_ = std::move(mistakes);
}

// At a start, where the configuration is right but an address of it cannot be opened.
void Daemon::use_instead(config::Config last_good, std::vector<std::string> mistakes) {
  std::string control_socket = std::move(last_good.control_socket);  // none is open yet
  std::vector<std::string> untold;
  accept(std::move(last_good), untold);
  config_.control_socket = std::move(control_socket);
  fall_back(std::move(mistakes));
}

async::Task<> Daemon::reload_and_log() {
  co_await reload();
}

async::Task<control::ReloadResult> Daemon::reload() {
  while (changing_)  // one at a time, in the order they were asked for
    co_await change_turn_.async_wait(as_result);
  changing_ = true;
  control::ReloadResult result;
  std::exception_ptr failure;
  try {
    result = co_await change();
    tell(result);
  } catch (...) {  // no memory; where addresses were being changed there is no way back
    failure = std::current_exception();
    if (half_changed_) give_up(failure);
  }
  changing_ = false;
  change_turn_.cancel();
  status_turn_.cancel();
  if (!stopping_) manager_.ready();
  if (failure) std::rethrow_exception(failure);
  co_return result;
}

async::Task<control::ReloadResult> Daemon::change() {
  if (!stopping_) manager_.reloading();
  control::ReloadResult result;
  if (stopping_) result.mistakes.emplace_back("the daemon is stopping");
  auto loaded = config::load(sources_);
  if (!loaded) {
    for (const config::Mistake& mistake : loaded.error())
      result.mistakes.push_back(mistake.to_string());
  }
  if (result.mistakes.empty()) {
    half_changed_ = true;
    auto changed = co_await listeners_.change_to(loaded->listeners);
    if (changed) {
      result.accepted = true;
      result.changes = std::move(*changed);
      last_good_.save(sources_, *loaded, manager_);
      accept(std::move(*loaded), result.changes);
    } else {
      result.mistakes = std::move(changed.error());
    }
    half_changed_ = false;
  }
  reload_mistakes_ = result.mistakes;
  co_return result;
}

void Daemon::tell(const control::ReloadResult& result) {
  if (result.accepted) {
    const std::string what = result.changes.empty() ? "nothing has changed" : joined(result.changes);
    log_.write({Level::info, "reloaded", "configuration reloaded: " + what, {{"changes", what}}});
  } else {
    const std::string what = joined(result.mistakes);
    log_.write({Level::error,
                "reload_failed",
                "configuration refused, the running one stays: " + what,
                {{"mistakes", what}}});
  }
}

// The settings that are not a listener's.
void Daemon::accept(config::Config config, std::vector<std::string>& changes) {
  if (config.log.level != config_.log.level) {  // else what lanchatctl has set stays
    changes.push_back("log-level: " + std::string(to_string(config.log.level)));
    level_back_.cancel();
    log_.set_level(config.log.level);
  }
  if (config.max_clients != config_.max_clients)
    changes.push_back("max-clients: " + std::to_string(config.max_clients));
  if (config.max_client_memory != config_.max_client_memory)
    changes.push_back("max-client-memory: " + protocol::format_size(config.max_client_memory));
  if (config.shutdown_grace != config_.shutdown_grace) changes.emplace_back("shutdown-grace changed");
  if (config.workers != config_.workers) changes.emplace_back("workers: takes effect with a restart");
  if (config.log.format != config_.log.format)
    changes.emplace_back("log-format: takes effect with a restart");
  if (config.log.queue != config_.log.queue) changes.emplace_back("log-queue: takes effect with a restart");
  const auto operators = [](const config::Config& of) {
    return std::pair(of.max_operator_questions, of.max_operator_memory);
  };
  if (operators(config) != operators(config_))
    changes.emplace_back("new limits for the operator's questions");
  if (config.control_socket != config_.control_socket)
    changes.emplace_back("control-socket: takes effect with a restart");
  // What needs a restart stays as it runs, so that the next reload says so again.
  config.workers = config_.workers;
  config.log.format = config_.log.format;
  config.log.queue = config_.log.queue;
  config.control_socket = std::exchange(config_.control_socket, {});
  config_ = std::move(config);
  memory_.set_limit(config_.max_client_memory);
  if (!workers_.empty()) workers_.front()->post([&worker = *workers_.front()] { worker.relieve_memory(); });
  desk_.set_limits({config_.max_operator_questions, config_.max_operator_memory});
  fit_to_descriptor_limit();
}

}  // namespace lanchat::daemon
