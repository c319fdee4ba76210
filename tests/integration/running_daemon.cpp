// SPDX-License-Identifier: MIT
#include "integration/running_daemon.hpp"

#include "integration/patience.hpp"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <stdexcept>
#include <utility>

namespace lanchat::integration {

using std::chrono::steady_clock;

RunningDaemon::RunningDaemon(std::string_view configuration)
    : RunningDaemon(configuration, nobody_, std::make_shared<TemporaryFolder>()) {}

RunningDaemon::RunningDaemon(std::string_view configuration, FakeServiceManager& manager,
                             std::shared_ptr<TemporaryFolder> folder)
    : folder_(std::move(folder)) {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  log_out_ = net::Descriptor(ends[0]);
  log_in_ = net::Descriptor(ends[1]);
  configure(configuration);
  sources_.file = folder_->path("lanchat.conf");
  daemon::Inheritance inheritance(manager, manager.hand_over());
  auto config = config::load(sources_);
  if (!config) {
    mistakes_.push_back(config.error().front().to_string());
    if (auto last_good = inheritance.last_good.load()) config = std::move(*last_good);
  }
  if (!config) throw std::runtime_error(mistakes_.front());
  log_.emplace(logging::LogOptions{config->log.level, logging::Format::json}, log_in_.value());
  daemon_.emplace(std::move(*config), sources_, *log_, manager, std::move(inheritance));
}

RunningDaemon::~RunningDaemon() {
  if (runner_.joinable()) {
    daemon_->request_stop("the test ends");
    daemon_->request_stop("the test ends");
    if (!ended()) {
      ADD_FAILURE() << "the daemon does not stop";
      std::terminate();  // its thread uses what would be destroyed
    }
  }
  daemon_.reset();
  log_out_ = net::Descriptor();  // nobody reads any more: the log has nothing to wait for
}

void RunningDaemon::configure(std::string_view configuration) {
  std::string all = "control-socket =\nlog-level = debug\nworkers = 2\n" + std::string(configuration);
  constexpr std::string_view place = "{folder}";
  for (std::size_t at = all.find(place); at != std::string::npos; at = all.find(place))
    all.replace(at, place.size(), folder_->path("").string());
  folder_->write("lanchat.conf", all);
}

std::expected<void, std::vector<std::string>> RunningDaemon::try_start() {
  return daemon_->start(mistakes_);
}

void RunningDaemon::start() {
  if (const auto started = try_start(); !started) throw std::runtime_error(started.error().front());
  std::packaged_task<void()> run([this] { daemon_->run(); });
  running_ = run.get_future();
  runner_ = std::thread(std::move(run));
}

boost::json::object RunningDaemon::reload(std::string_view configuration) {
  configure(configuration);
  daemon_->request_reload();
  const auto deadline = steady_clock::now() + patience;
  while (steady_clock::now() < deadline) {
    const auto found = std::ranges::find_if(
        events_, [](const boost::json::object& event) { return text(event, "event").starts_with("reload"); });
    if (found != events_.end()) return take(text(*found, "event"));
    if (!read_events()) break;
  }
  throw std::runtime_error("the daemon does not reload");
}

boost::json::object RunningDaemon::take(std::string_view event) {
  const auto deadline = steady_clock::now() + patience;
  while (true) {
    const auto found = std::ranges::find_if(
        events_, [event](const boost::json::object& each) { return text(each, "event") == event; });
    if (found != events_.end()) {
      boost::json::object taken = std::move(*found);
      events_.erase(found);
      return taken;
    }
    if (steady_clock::now() > deadline || !read_events())
      throw std::runtime_error("no event " + std::string(event));
  }
}

std::vector<std::string> RunningDaemon::order() {
  std::vector<std::string> names;
  std::ranges::copy_if(order_, std::back_inserter(names),
                       [](const std::string& name) { return !name.starts_with("client_"); });
  return names;
}

net::BindAddress RunningDaemon::take_listening() {
  return net::parse_bind_address(text(take("listening"), "address")).value();
}

bool RunningDaemon::ended() {
  // The log's reader must not be what the daemon waits for.
  const auto deadline = steady_clock::now() + patience;
  while (running_.wait_for(std::chrono::milliseconds{1}) != std::future_status::ready) {
    if (steady_clock::now() > deadline) return false;
    pollfd one{log_out_.value(), POLLIN, 0};
    if (poll(&one, 1, 1) == 1) read_events();
  }
  runner_.join();
  running_.get();
  return true;
}

bool RunningDaemon::stop() {
  daemon_->request_stop("the test says so");
  return ended();
}

// Waits for more of the log. False: nothing came.
bool RunningDaemon::read_events() {
  pollfd one{log_out_.value(), POLLIN, 0};
  if (poll(&one, 1, static_cast<int>(std::chrono::milliseconds{patience}.count())) != 1) return false;
  std::array<char, 65536> room;
  const auto size = read(log_out_.value(), room.data(), room.size());
  if (size <= 0) return false;
  unread_.append(room.data(), static_cast<std::size_t>(size));
  for (std::size_t end = unread_.find('\n'); end != std::string::npos; end = unread_.find('\n')) {
    events_.push_back(boost::json::parse(unread_.substr(0, end)).as_object());
    order_.push_back(text(events_.back(), "event"));
    unread_.erase(0, end + 1);
  }
  return true;
}

}  // namespace lanchat::integration
