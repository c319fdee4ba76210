// SPDX-License-Identifier: MIT
// What the control socket and SIGUSR1 ask of a running daemon.
#include "lanchat/daemon/daemon.hpp"

#include "daemon/on_worker.hpp"

#include <unistd.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace lanchat::daemon {
namespace {

using Counts = std::map<std::string, net::Counters>;

std::vector<control::Counter> named(const net::Counters& counters) {
  std::vector<control::Counter> all;
  counters.for_each(
      [&all](std::string_view name, std::uint64_t value) { all.push_back({std::string(name), value}); });
  return all;
}

}  // namespace

async::Task<Counts> Daemon::counters_by_listener() {
  Counts sums;
  for (const auto& worker : workers_) {
    const auto counters = [&asked = *worker] { return asked.counters(); };
    const Counts here = co_await on_worker(*worker, counters);
    for (const auto& [name, each] : here)
      sums[name] += each;
  }
  co_return sums;
}

async::Task<net::Counters> Daemon::all_counters() {
  const Counts sums = co_await counters_by_listener();
  net::Counters all;
  for (const auto& [name, counters] : sums)
    all += counters;
  co_return all;
}

async::Task<control::Status> Daemon::status() {
  Counts sums = co_await counters_by_listener();
  control::Status status;
  status.version = LANCHAT_VERSION;
  status.pid = getpid();
  status.uptime = std::chrono::duration_cast<std::chrono::milliseconds>(async::Clock::now() - started_);
  status.configuration_file = sources_.present_file().string();
  status.reload_refused = !reload_mistakes_.empty();
  status.reload_mistakes = reload_mistakes_;
  status.workers = workers_.size();
  status.clients = admission_.clients();
  status.max_clients = admission_.max_clients();
  status.log_level = to_string(log_.level());
  status.listeners = listeners_.status();
  for (control::ListenerStatus& listener : status.listeners)
    listener.counters = named(sums[listener.name]);
  co_return status;
}

async::Task<std::vector<control::ClientRow>> Daemon::clients() {
  std::vector<control::ClientRow> rows;
  for (const auto& worker : workers_) {
    const auto clients = [&asked = *worker] { return asked.clients(); };
    const std::vector<net::ClientInfo> here = co_await on_worker(*worker, clients);
    for (const net::ClientInfo& each : here)
      rows.push_back({each.session, each.listener, each.client, each.since, each.messages, each.bytes_in,
                      each.bytes_out, each.waiting_output});
  }
  std::ranges::sort(rows, {}, &control::ClientRow::session);
  co_return rows;
}

async::Task<std::vector<control::Counter>> Daemon::statistics() {
  std::vector<control::Counter> all = named(co_await all_counters());
  all.push_back({"client_memory", memory_.used()});
  all.push_back({"client_memory_peak", memory_.peak()});
  all.push_back({"log_dropped", log_.dropped()});
  all.push_back(
      {"uptime_seconds",
       static_cast<std::uint64_t>(
           std::chrono::duration_cast<std::chrono::seconds>(async::Clock::now() - started_).count())});
  co_return all;
}

async::Task<> Daemon::log_statistics() {
  const net::Counters counters = co_await all_counters();
  logging::Event event{logging::Level::info, "statistics", "statistics", {}};
  counters.for_each(
      [&event](std::string_view name, std::uint64_t value) { event.fields.push_back({name, value}); });
  event.fields.push_back({"client_memory", memory_.used()});
  event.fields.push_back({"client_memory_peak", memory_.peak()});
  event.fields.push_back({"log_dropped", log_.dropped()});
  log_.write(std::move(event));
}

void Daemon::set_log_level(logging::Level level, std::optional<std::chrono::milliseconds> duration) {
  level_back_.cancel();
  log_.set_level(level);
  if (!duration) return;
  level_back_.expires_after(*duration);
  level_back_.async_wait([this](const boost::system::error_code& cancelled) {
    if (!cancelled) log_.set_level(config_.log.level);
  });
}

async::Task<std::vector<std::uint64_t>> Daemon::disconnect(std::vector<std::uint64_t> sessions) {
  for (const auto& worker : workers_) {
    const auto work = [&asked = *worker, &sessions] {
      std::vector<std::uint64_t> elsewhere;
      std::ranges::copy_if(sessions, std::back_inserter(elsewhere), [&asked](std::uint64_t session) {
        return !asked.disconnect(session, protocol::CloseReason::disconnected_by_operator);
      });
      return elsewhere;
    };
    sessions = co_await on_worker(*worker, work);
  }
  co_return sessions;
}

}  // namespace lanchat::daemon
