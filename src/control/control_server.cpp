// SPDX-License-Identifier: MIT
#include "lanchat/control/control_server.hpp"

#include "lanchat/async/accept_backoff.hpp"
#include "lanchat/async/defect.hpp"
#include "lanchat/async/task_group.hpp"

#include "control/control_connection.hpp"
#include "control/control_socket.hpp"
#include "control/reply.hpp"
#include "control/stream.hpp"

#include <boost/asio/buffer.hpp>

#include <chrono>
#include <exception>
#include <functional>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace lanchat::control {
namespace {

constexpr std::chrono::seconds farewell{2};  // for a peer to take its last answer

}  // namespace

// Shared with the coroutines it starts: they may outlive the server on a context that goes on running.
class ControlServer::Listening : public std::enable_shared_from_this<Listening> {
 public:
  Listening(const async::Executor& executor, Steering& steering, OperatorDesk& desk, logging::EventLog& log)
      : executor_(executor),
        steering_(steering),
        desk_(desk),
        log_(&log),
        tasks_(executor, [this](const std::exception_ptr& failure) { report(failure); }),
        farewell_(executor),
        lingering_(executor) {}

  void open(const std::string& path);
  void close(std::function<void()> on_closed);
  void abandon();

 private:
  using Connection = std::shared_ptr<ControlConnection>;

  struct Door {
    Door(ControlSocket opened, const async::Executor& executor)
        : socket(std::move(opened)), acceptor(executor), pause(executor) {}

    ControlSocket socket;
    Acceptor acceptor;
    Timer pause;
  };

  void shut_door();
  async::Task<> accept(std::shared_ptr<Listening> self, std::shared_ptr<Door> door);
  void admit(Stream stream);
  void paused(const std::string& reason) noexcept;
  async::Task<> serve(std::shared_ptr<Listening> self, Connection connection);
  async::Task<> cut_after_farewell(std::shared_ptr<Listening> self, std::vector<Connection> connections);
  void ended(const Connection& connection);
  void closed();

  void unavailable(const std::string& path, const SocketFault& fault);
  void report(const std::exception_ptr& failure) noexcept;

  async::Executor executor_;
  Steering& steering_;
  OperatorDesk& desk_;
  logging::EventLog* log_;  ///< null once the server has gone
  async::TaskGroup tasks_;
  std::shared_ptr<Door> door_;  ///< null: no socket
  std::set<Connection> connections_;
  std::function<void()> on_closed_;
  Timer farewell_;
  Timer lingering_;  ///< its handler keeps this object until the last task has been counted off
};

void ControlServer::Listening::open(const std::string& path) {
  shut_door();
  if (path.empty()) return;
  auto opened = ControlSocket::open(path);
  if (!opened) return unavailable(path, opened.error());
  door_ = std::make_shared<Door>(std::move(*opened), executor_);
  boost::system::error_code error;
  door_->acceptor.assign(Protocol(), door_->socket.release_descriptor(), error);
  if (error) {
    unavailable(path, {error.message(), "free descriptors and memory, then restart the daemon"});
    return shut_door();
  }
  tasks_.spawn(accept(shared_from_this(), door_));
}

void ControlServer::Listening::shut_door() {
  const auto door = std::exchange(door_, nullptr);
  if (!door) return;
  boost::system::error_code ignored;
  door->acceptor.close(ignored);
  door->pause.cancel();
  door->socket.remove_file();
}

void ControlServer::Listening::close(std::function<void()> on_closed) {
  shut_door();
  on_closed_ = std::move(on_closed);
  if (connections_.empty()) return closed();
  for (const Connection& connection : connections_)
    connection->finish();
  tasks_.spawn(cut_after_farewell(shared_from_this(), {connections_.begin(), connections_.end()}));
}

void ControlServer::Listening::abandon() {
  shut_door();
  log_ = nullptr;
  on_closed_ = nullptr;
  for (const Connection& connection : connections_)
    connection->cut();
  farewell_.cancel();
  if (tasks_.size() == 0) return;
  lingering_.expires_at(Timer::time_point::max());
  lingering_.async_wait([self = shared_from_this()](const boost::system::error_code&) {});
  tasks_.when_empty([this] { lingering_.cancel(); });
}

async::Task<> ControlServer::Listening::accept([[maybe_unused]] std::shared_ptr<Listening> self,
                                               std::shared_ptr<Door> door) {
  async::AcceptBackoff backoff;
  while (door->acceptor.is_open()) {
    Stream stream(executor_);
    const auto [error] = co_await door->acceptor.async_accept(stream, as_result);
    if (!door->acceptor.is_open()) co_return;
    if (!error) {
      backoff.succeeded();
      try {
        admit(std::move(stream));
      } catch (...) {  // no memory: this one's end alone
        report(std::current_exception());
      }
      continue;
    }
    if (!backoff.pausing()) paused(error.message());
    door->pause.expires_after(backoff.failed());
    co_await door->pause.async_wait(as_result);
  }
}

// Where there is no memory even to say so, it stays unsaid.
void ControlServer::Listening::paused(const std::string& reason) noexcept try {
  log_->write({logging::Level::warning,
               "accept_paused",
               "no control client can be accepted for a moment",
               {{"listener", "control"}, {"reason", reason}}});
} catch (const std::exception&) {  // NOLINT(bugprone-empty-catch)
}

void ControlServer::Listening::admit(Stream stream) {
  if (connections_.size() >= most_connections) {
    const Refusal full{"too_many_connections",
                       "there are " + std::to_string(most_connections) + " control connections already"};
    boost::system::error_code ignored;
    stream.non_blocking(true, ignored);
    stream.write_some(boost::asio::buffer(to_line(refusal_reply(full))), ignored);
    return;
  }
  const auto connection = std::make_shared<ControlConnection>(std::move(stream), steering_, desk_, tasks_);
  const auto place = connections_.insert(connection).first;
  try {
    tasks_.spawn(serve(shared_from_this(), connection));
  } catch (...) {
    connections_.erase(place);
    throw;
  }
}

async::Task<> ControlServer::Listening::serve([[maybe_unused]] std::shared_ptr<Listening> self,
                                              Connection connection) {
  std::exception_ptr failure;
  try {
    co_await connection->serve();
  } catch (...) {
    failure = std::current_exception();
  }
  ended(connection);
  if (failure) std::rethrow_exception(failure);
}

async::Task<> ControlServer::Listening::cut_after_farewell([[maybe_unused]] std::shared_ptr<Listening> self,
                                                           std::vector<Connection> connections) {
  farewell_.expires_after(farewell);
  const auto [error] = co_await farewell_.async_wait(as_result);
  if (error) co_return;  // all have left, or a later close() has taken over
  for (const Connection& connection : connections) {
    if (connections_.contains(connection)) connection->cut();
  }
}

void ControlServer::Listening::ended(const Connection& connection) {
  connection->cut();
  connections_.erase(connection);
  if (!connections_.empty()) return;
  farewell_.cancel();
  closed();
}

void ControlServer::Listening::closed() {
  if (const auto on_closed = std::exchange(on_closed_, nullptr)) on_closed();
}

void ControlServer::Listening::unavailable(const std::string& path, const SocketFault& fault) {
  log_->write({logging::Level::warning,
               "control_unavailable",
               "no control socket at " + path + ": " + fault.reason + "; " + fault.remedy,
               {{"path", path}, {"reason", fault.reason}, {"remedy", fault.remedy}}});
}

void ControlServer::Listening::report(const std::exception_ptr& failure) noexcept try {
  if (log_ == nullptr) return;
  log_->write({logging::Level::error,
               "control_failed",
               "a control connection ended by a defect",
               {{"reason", async::describe(failure)}}});
} catch (const std::exception&) {  // NOLINT(bugprone-empty-catch): no memory even to say so
}

ControlServer::ControlServer(const async::Executor& executor, Steering& steering, OperatorDesk& desk,
                             logging::EventLog& log)
    : listening_(std::make_shared<Listening>(executor, steering, desk, log)) {}

ControlServer::~ControlServer() {
  listening_->abandon();
}

void ControlServer::open(const std::string& path) {
  listening_->open(path);
}

void ControlServer::close(std::function<void()> on_closed) {
  listening_->close(std::move(on_closed));
}

}  // namespace lanchat::control
