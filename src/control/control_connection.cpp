// SPDX-License-Identifier: MIT
#include "control/control_connection.hpp"

#include "control/reply.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>

#include <chrono>
#include <utility>
#include <variant>

namespace lanchat::control {

ControlConnection::ControlConnection(Stream stream, Steering& steering, OperatorDesk& desk,
                                     async::TaskGroup& tasks)
    : stream_(std::move(stream)), steering_(steering), desk_(desk), tasks_(tasks) {}

async::Task<> ControlConnection::serve() {
  for (;;) {
    const std::optional<Line> line = co_await next_line();
    if (!line) co_return;
    const std::expected<Request, Refusal> request =
        *line ? parse_request(**line) : std::unexpected(line->error());
    if (request && std::holds_alternative<OperatorRequest>(*request)) {
      co_await serve_console();
      co_return;
    }
    boost::json::object reply;
    if (request) {
      reply = co_await perform(*request);
    } else {
      reply = refusal_reply(request.error());
    }
    std::string answer = to_line(reply);
    const bool written = co_await write(std::move(answer));
    if (!written || !*line) co_return;
  }
}

void ControlConnection::finish() {
  finishing_ = true;
  if (console_) leave_desk();
  boost::system::error_code ignored;
  stream_.shutdown(Stream::shutdown_receive, ignored);
}

void ControlConnection::cut() {
  if (std::exchange(cut_, true)) return;
  finishing_ = true;
  if (console_) leave_desk();
  boost::system::error_code ignored;
  stream_.close(ignored);
}

async::Task<std::optional<ControlConnection::Line>> ControlConnection::next_line() {
  if (at_end_) co_return std::nullopt;
  auto buffer = boost::asio::dynamic_buffer(input_, longest_request);
  const auto [error, size] = co_await boost::asio::async_read_until(stream_, buffer, '\n', as_result);
  at_end_ = static_cast<bool>(error);
  if (finishing_) co_return std::nullopt;
  if (error == boost::asio::error::not_found) {
    co_return Line(std::unexpect, "request_too_long",
                   "a request is at most " + std::to_string(longest_request) + " bytes long");
  }
  // A last line that the end of the stream ends is a request too.
  if (error && (error != boost::asio::error::eof || input_.empty())) co_return std::nullopt;
  std::string line = error ? input_ : input_.substr(0, size - 1);
  input_.erase(0, error ? input_.size() : size);
  co_return Line(std::move(line));
}

async::Task<boost::json::object> ControlConnection::perform(Request request) {
  if (std::holds_alternative<StatusRequest>(request)) {
    const Status status = co_await steering_.status();
    co_return status_reply(status);
  }
  if (std::holds_alternative<ClientsRequest>(request)) {
    const std::vector<ClientRow> rows = co_await steering_.clients();
    co_return clients_reply(rows, std::chrono::system_clock::now());
  }
  if (std::holds_alternative<StatisticsRequest>(request)) {
    const std::vector<Counter> counters = co_await steering_.statistics();
    co_return statistics_reply(counters);
  }
  if (std::holds_alternative<ReloadRequest>(request)) {
    const ReloadResult result = co_await steering_.reload();
    co_return reload_reply(result);
  }
  if (const auto* level = std::get_if<LogLevelRequest>(&request)) {
    steering_.set_log_level(level->level, level->duration);
    co_return log_level_reply(*level);
  }
  const auto& sessions = std::get<DisconnectRequest>(request).sessions;
  const std::vector<std::uint64_t> unknown = co_await steering_.disconnect(sessions);
  co_return disconnect_reply(sessions, unknown);
}

async::Task<bool> ControlConnection::write(std::string line) {
  const auto [error, size] = co_await boost::asio::async_write(stream_, boost::asio::buffer(line), as_result);
  co_return !error;
}

async::Task<> ControlConnection::serve_console() {
  const auto limit = [&desk = desk_] { return most_waiting_output(desk.limits()); };
  const auto console = std::make_shared<ConsoleOutput>(stream_, limit);
  console_ = console;
  console->say(console_opened_reply(desk_.waiting()));
  desk_.open(console);
  tasks_.spawn(read_answers(shared_from_this()));
  co_await console->write();
  cut();
}

// `self` keeps the connection until the read has ended, which may be after serve().
async::Task<> ControlConnection::read_answers([[maybe_unused]] std::shared_ptr<ControlConnection> self) {
  try {
    co_await take_answers();
  } catch (...) {  // no memory: a console that nobody listens to is none
    cut();
    throw;
  }
  if (!cut_) leave_desk();
}

async::Task<> ControlConnection::take_answers() {
  for (;;) {
    const std::optional<Line> line = co_await next_line();
    if (!line) co_return;
    if (!*line) co_return console_->say(refusal_reply(line->error()));
    take_answer(**line);
  }
}

// What is queued for the console is still written.
void ControlConnection::leave_desk() {
  desk_.close(*console_);
  console_->finish();
}

void ControlConnection::take_answer(std::string_view line) {
  auto given = parse_console_answer(line);
  if (!given) return console_->say(refusal_reply(given.error()));
  const std::uint64_t number = given->number == 0 ? desk_.oldest() : given->number;
  const auto outcome = desk_.answer(number, std::move(given->text), console_);
  console_->say(console_answer_reply(number, outcome));
}

}  // namespace lanchat::control
