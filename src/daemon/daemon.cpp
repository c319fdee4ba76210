// SPDX-License-Identifier: MIT
#include "lanchat/daemon/daemon.hpp"

#include "lanchat/async/as_result.hpp"
#include "lanchat/async/defect.hpp"

#include "daemon/descriptor_limit.hpp"
#include "daemon/watchdog.hpp"

#include <sched.h>

#include <boost/asio/bind_allocator.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <csignal>
#include <exception>
#include <functional>
#include <memory>
#include <utility>

namespace lanchat::daemon {
namespace {

using logging::Level;

using async::as_result;

// What a stop may take when the sessions have had their time.
constexpr auto beyond_grace = std::chrono::seconds{5};
constexpr std::chrono::milliseconds without_limit = std::chrono::years{1};

unsigned worker_count(unsigned configured) {
  if (configured != 0) return configured;
  cpu_set_t allowed;
  CPU_ZERO(&allowed);
  if (sched_getaffinity(0, sizeof allowed, &allowed) != 0) return 1;
  return static_cast<unsigned>(std::max(CPU_COUNT(&allowed), 1));
}

}  // namespace

Daemon::Daemon(config::Config config, config::Sources sources, logging::AsynchronousLog& log,
               service::ServiceManager& manager, Inheritance inheritance)
    : config_(std::move(config)),
      sources_(std::move(sources)),
      log_(log),
      manager_(manager),
      store_(std::move(inheritance.sockets)),
      last_good_(std::move(inheritance.last_good)),
      admission_(config_.max_clients),
      memory_(config_.max_client_memory),
      environment_{
          .log = log, .admission = admission_, .memory = memory_, .operator_port = desk_, .workers = {}},
      work_(context_.get_executor()),
      tasks_(context_.get_executor(), [this](const std::exception_ptr& failure) { log_defect(failure); }),
      signals_(context_.get_executor()),
      grace_(context_.get_executor()),
      level_back_(context_.get_executor()),
      change_turn_(context_.get_executor(), async::Clock::time_point::max()),
      status_turn_(context_.get_executor()),
      watchdog_(std::make_unique<Watchdog>(context_.get_executor(), manager)),
      desk_(context_.get_executor(), {config_.max_operator_questions, config_.max_operator_memory}),
      listeners_(environment_, store_),
      control_(context_.get_executor(), *this, desk_, log) {
  for (logging::Event& complaint : inheritance.complaints)
    log_.write(std::move(complaint));
}

Daemon::~Daemon() {
  listeners_.abandon();
  retire_workers();
}

std::expected<void, std::vector<std::string>> Daemon::start(std::vector<std::string> mistakes) {
  changing_ = true;  // a stop or a reload that is asked for meanwhile comes after
  const bool fallen_back = !mistakes.empty();
  if (fallen_back) fall_back(std::move(mistakes));
  fit_to_descriptor_limit();
  start_workers();
  auto opened = open_listeners();
  if (!opened && !fallen_back) {
    if (auto last_good = last_good_.load(); last_good && *last_good != config_) {
      use_instead(std::move(*last_good), std::move(opened.error()));
      opened = open_listeners();
    }
  }
  if (!opened) return opened;
  if (!config_.control_socket.empty()) control_.open(config_.control_socket);
  if (reload_mistakes_.empty()) last_good_.save(sources_, config_, manager_);
  log_.write({Level::info,
              "ready",
              "lanchat " LANCHAT_VERSION " is ready",
              {{"version", std::string(LANCHAT_VERSION)}, {"workers", std::uint64_t{workers_.size()}}}});
  manager_.ready();
  watchdog_->start(environment_.workers);
  if (manager_.present()) tasks_.spawn(keep_status_current());
  changing_ = false;
  change_turn_.cancel();
  return {};
}

std::expected<void, std::vector<std::string>> Daemon::open_listeners() {
  std::optional<std::expected<std::vector<std::string>, std::vector<std::string>>> opened;
  const auto open = [](Daemon& daemon, auto& result) -> async::Task<> {
    result = co_await daemon.listeners_.change_to(daemon.config_.listeners);
  };
  tasks_.spawn(whole(open(*this, opened)));
  while (!opened && !failure_)
    context_.run_one();
  if (failure_) std::rethrow_exception(failure_);
  if (!*opened) return std::unexpected(std::move(opened->error()));
  return {};
}

// The backstop: what fails for want of memory is what somebody asked for just now, and not the daemon.
void Daemon::run() {
  for (;;) {
    try {
      context_.run();
      break;
    } catch (...) {
      log_defect(std::current_exception());
    }
  }
  if (failure_) std::rethrow_exception(failure_);
}

// Of what is not to be left half done: where it fails, run() ends by its exception.
async::Task<> Daemon::whole(async::Task<> change) {
  try {
    co_await std::move(change);
  } catch (...) {
    give_up(std::current_exception());
  }
}

void Daemon::give_up(std::exception_ptr failure) noexcept {
  failure_ = std::move(failure);
  context_.stop();
}

// Where there is no memory even to say so, it stays unsaid.
void Daemon::log_defect(const std::exception_ptr& failure) noexcept try {
  log_.write({Level::error, "internal_error", "a step failed", {{"error", async::describe(failure)}}});
} catch (...) {  // NOLINT(bugprone-empty-catch)
}

void Daemon::obey_signals() {
  for (const int signal : {SIGTERM, SIGINT, SIGHUP, SIGUSR1})
    signals_.add(signal);
  wait_for_signal();
}

void Daemon::wait_for_signal() {
  const auto obey = [this](const boost::system::error_code& cancelled, int signal) {
    if (cancelled) return;
    wait_for_signal();  // first: there may be no memory to obey this one
    if (signal == SIGHUP) {
      request_reload();
    } else if (signal == SIGUSR1) {
      request_statistics();
    } else {
      request_stop(signal == SIGTERM ? "SIGTERM" : "SIGINT");
    }
  };
  signals_.async_wait(boost::asio::bind_allocator(async::Keep<std::byte>(signal_memory_), obey));
}

void Daemon::request_stop(std::string reason) {
  boost::asio::post(context_, [this, reason = std::move(reason)]() mutable {
    if (stopping_) {
      hurried_ = true;  // whoever asks twice does not want to wait
      grace_.cancel();
      return;
    }
    stopping_ = true;
    try {
      tasks_.spawn(whole(stop(std::move(reason))));
    } catch (...) {  // no memory: whoever asks again is heard
      stopping_ = false;
      throw;
    }
  });
}

void Daemon::request_reload() {
  boost::asio::post(context_, [this] {
    if (!stopping_) tasks_.spawn(reload_and_log());
  });
}

void Daemon::request_statistics() {
  boost::asio::post(context_, [this] { tasks_.spawn(log_statistics()); });
}

void Daemon::fit_to_descriptor_limit() {
  const std::uint32_t room = clients_within_descriptor_limit();
  const std::uint32_t wanted = config_.max_clients;
  if (wanted != 0 && wanted <= room) return admission_.set_max_clients(wanted);
  admission_.set_max_clients(room);
  if (wanted == 0) return;
  log_.write({Level::warning,
              "max_clients_lowered",
              "max-clients is lowered to what the limit of open files allows; raise LimitNOFILE",
              {{"configured", std::uint64_t{wanted}}, {"max_clients", std::uint64_t{room}}}});
}

void Daemon::start_workers() {
  for (unsigned i = worker_count(config_.workers); i > 0; --i)
    workers_.push_back(std::make_unique<net::Worker>(environment_));
  for (const auto& worker : workers_)
    environment_.workers.push_back(worker.get());
  for (unsigned number = 0; const auto& worker : workers_)
    worker->start(number++);
}

void Daemon::retire_workers() {
  for (const auto& worker : workers_) {
    worker->post([&retiring = *worker] {
      retiring.finish([&retiring] { retiring.retire(); });
      retiring.cut();
    });
  }
  for (const auto& worker : workers_)
    worker->join();
}

async::Task<> Daemon::stop(std::string reason) {
  manager_.stopping((config_.shutdown_grace.count() == 0 ? without_limit : config_.shutdown_grace) +
                    beyond_grace);
  log_.write({Level::info,
              "stopping",
              "stopping: " + reason,
              {{"reason", reason}, {"clients", std::uint64_t{admission_.clients()}}}});
  while (changing_)  // a reload that has begun is completed
    co_await change_turn_.async_wait(as_result);
  co_await listeners_.close();
  desk_.give_up_unattended();
  co_await finish_sessions();
  co_await close_control();
  desk_.clear();
  watchdog_->stop();
  status_turn_.cancel();
  retire_workers();
  signals_.cancel();
  level_back_.cancel();
  work_.reset();
  log_.write({Level::info,
              "stopped",
              "stopped",
              {{"reason", reason}, {"clients", std::uint64_t{admission_.clients()}}}});
}

// Whoever still asks gets an answer, which needs the workers.
async::Task<> Daemon::close_control() {
  bool closed = false;
  control_.close([this, &closed] {
    closed = true;
    grace_.cancel();
  });
  grace_.expires_at(async::Clock::time_point::max());
  while (!closed)
    co_await grace_.async_wait(as_result);
}

// Sessions answer what has arrived and leave; what is left when the grace is over is cut.
async::Task<> Daemon::finish_sessions() {
  std::size_t left = workers_.size();
  const auto finished = [this, &left] {
    if (--left == 0) grace_.cancel();
  };
  const auto grace = config_.shutdown_grace;
  grace_.expires_at(grace.count() == 0 ? async::Clock::time_point::max() : async::Clock::now() + grace);
  for (const auto& worker : workers_) {
    // All that the way back needs is made here: a worker without memory could not say that it has finished.
    async::Keep<std::byte> memory(std::make_shared<async::KeptMemory>());
    std::function<void()> tell = [this, finished, memory] {
      boost::asio::post(context_, boost::asio::bind_allocator(memory, finished));
    };
    worker->post(
        [&finishing = *worker, tell = std::move(tell)]() mutable { finishing.finish(std::move(tell)); });
  }
  if (!hurried_) co_await grace_.async_wait(as_result);
  if (left == 0) co_return;
  for (const auto& worker : workers_) {
    worker->post([&cutting = *worker] { cutting.cut(); });
  }
  grace_.expires_at(async::Clock::time_point::max());
  while (left != 0)
    co_await grace_.async_wait(as_result);
}

}  // namespace lanchat::daemon
