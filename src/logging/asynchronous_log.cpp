// SPDX-License-Identifier: MIT
#include "lanchat/logging/asynchronous_log.hpp"

#include "lanchat/logging/formats.hpp"

#include "logging/log_output.hpp"

#include <pthread.h>

#include <spdlog/async_logger.h>
#include <spdlog/details/null_mutex.h>
#include <spdlog/details/thread_pool.h>
#include <spdlog/sinks/base_sink.h>

#include <array>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>

namespace lanchat::logging {
namespace {

constexpr std::chrono::seconds closing_grace{2};

using Formatter = std::string (*)(const Event&, Time);

Formatter formatter_of(Format format) noexcept {
  if (format == Format::journal) return format_journal;
  return format == Format::json ? format_json : format_text;
}

spdlog::level::level_enum to_spdlog(Level level) noexcept {
  constexpr std::array<spdlog::level::level_enum, 5> levels{spdlog::level::trace, spdlog::level::debug,
                                                            spdlog::level::info, spdlog::level::warn,
                                                            spdlog::level::err};
  return levels[static_cast<std::size_t>(level)];
}

// Signals belong to the threads that expect them; SIGPIPE, blocked here, leaves a plain EPIPE.
void begin_log_thread() {
  sigset_t all;
  ::sigfillset(&all);
  ::pthread_sigmask(SIG_BLOCK, &all, nullptr);
  ::pthread_setname_np(::pthread_self(), "log");
}

// Runs on the log thread. Says how many events are missing exactly where they are missing.
class EntrySink final : public spdlog::sinks::base_sink<spdlog::details::null_mutex> {
 public:
  EntrySink(std::unique_ptr<EntryWriter> writer, Formatter format)
      : writer_(std::move(writer)), format_(format) {}

  /// To be called before the first event; the pool must outlive the last.
  void watch(spdlog::details::thread_pool& pool) noexcept { pool_ = &pool; }

  void finish_within(std::chrono::milliseconds grace) noexcept { writer_->finish_within(grace); }

  /// Events that an error or the end of the grace kept from being written.
  [[nodiscard]] std::uint64_t lost() const noexcept { return lost_; }

 protected:
  void sink_it_(const spdlog::details::log_msg& message) override {
    report_dropped();
    if (!writer_->write({message.payload.data(), message.payload.size()})) ++lost_;
  }

  void flush_() override {}

 private:
  void report_dropped() {
    const std::uint64_t missing = pool_->overrun_counter() + lost_ - reported_;
    if (missing == 0) return;
    const Event event{Level::warning,
                      "log_dropped",
                      "Events are missing here: they could not be written as fast as they came",
                      {{"count", missing}}};
    if (writer_->write(format_(event, std::chrono::system_clock::now()))) reported_ += missing;
  }

  std::unique_ptr<EntryWriter> writer_;
  Formatter format_;
  spdlog::details::thread_pool* pool_ = nullptr;
  std::atomic<std::uint64_t> lost_ = 0;
  std::uint64_t reported_ = 0;  ///< of the dropped and lost, those a log_dropped entry has told of
};

}  // namespace

class AsynchronousLog::Backend {
 public:
  Backend(Level level, std::size_t queue, LogOutput output)
      : format_(formatter_of(output.format)),
        sink_(std::make_shared<EntrySink>(std::move(output.writer), format_)),
        pool_(std::make_shared<spdlog::details::thread_pool>(queue, 1, begin_log_thread)),
        logger_(std::make_shared<spdlog::async_logger>("lanchat", sink_, pool_,
                                                       spdlog::async_overflow_policy::overrun_oldest)) {
    sink_->watch(*pool_);
    // What spdlog itself would say goes to standard error as it is, which is where nothing unescaped may go.
    logger_->set_error_handler([](const std::string&) {});
    // Whatever the level: it says where the log is.
    if (output.complaint) write(*output.complaint);
    set_level(level);
  }

  // The pool writes what is queued as it goes, and only then the logger that the queued entries refer to.
  ~Backend() {
    sink_->finish_within(closing_grace);
    pool_.reset();
  }

  Backend(const Backend&) = delete;
  Backend& operator=(const Backend&) = delete;

  void write(const Event& event) {
    const Time now = std::chrono::system_clock::now();
    const std::string entry = format_(event, now);
    logger_->log(now, {}, to_spdlog(event.level), spdlog::string_view_t(entry.data(), entry.size()));
  }

  void set_level(Level level) noexcept {
    level_ = level;
    logger_->set_level(to_spdlog(level));
  }

  [[nodiscard]] Level level() const noexcept { return level_; }

  [[nodiscard]] std::uint64_t dropped() const { return pool_->overrun_counter() + sink_->lost(); }

 private:
  Formatter format_;
  std::atomic<Level> level_ = Level::info;
  std::shared_ptr<EntrySink> sink_;
  std::shared_ptr<spdlog::details::thread_pool> pool_;
  std::shared_ptr<spdlog::async_logger> logger_;
};

AsynchronousLog::AsynchronousLog(const LogOptions& options, int descriptor, const std::string& journal_socket)
    : backend_(std::make_unique<Backend>(
          options.level, options.queue,
          open_log_output(options.format, descriptor, std::getenv("JOURNAL_STREAM"), journal_socket))) {}

AsynchronousLog::~AsynchronousLog() = default;

bool AsynchronousLog::enabled(Level level) const noexcept {
  return level >= backend_->level();
}

void AsynchronousLog::write(Event event) {
  if (enabled(event.level)) backend_->write(event);
}

void AsynchronousLog::set_level(Level level) noexcept {
  backend_->set_level(level);
}

Level AsynchronousLog::level() const noexcept {
  return backend_->level();
}

std::uint64_t AsynchronousLog::dropped() const noexcept {
  return backend_->dropped();
}

}  // namespace lanchat::logging
