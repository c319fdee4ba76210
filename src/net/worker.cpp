// SPDX-License-Identifier: MIT
#include "lanchat/net/worker.hpp"

#include "lanchat/async/defect.hpp"

#include "net/lane.hpp"
#include "net/session.hpp"

#include <algorithm>
#include <csignal>
#include <functional>
#include <utility>

namespace lanchat::net {
namespace {

// Holds a message of the default limit with its line ending, and a batch of small ones, in one read. Pages
// that no read reaches are never touched.
constexpr std::size_t read_buffer_bytes = 128 * 1024;

}  // namespace

Worker::Worker(Environment& environment)
    : environment_(environment),
      deadlines_(context_.get_executor()),
      read_memory_(std::make_unique_for_overwrite<char[]>(read_buffer_bytes)),
      read_buffer_(read_memory_.get(), read_buffer_bytes),
      tasks_(
          context_.get_executor(),
          [this](const std::exception_ptr& failure) { log_defect("a task ended by an exception", failure); }),
      mailbox_(reactor_, context_.get_executor(),
               [this](const std::exception_ptr& failure) { log_defect("a step failed", failure); }) {
  policy_environment_.operator_port = &environment.operator_port;
}

Worker::~Worker() = default;

void Worker::start(unsigned number) {
  thread_ = std::thread([this, number] {
    sigset_t all;  // signals are for the main thread
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, nullptr);
    pthread_setname_np(pthread_self(), ("worker-" + std::to_string(number)).c_str());
    run();
  });
}

void Worker::run() {
  mailbox_.open();
  for (;;) {
    try {
      context_.run();
      return;
    } catch (...) {  // the backstop of what runs in no task: the others on this worker go on
      log_defect("a step failed", std::current_exception());
    }
  }
}

// Where there is no memory even to say so, it stays unsaid.
void Worker::log_defect(std::string_view message, const std::exception_ptr& failure) noexcept try {
  environment_.log.write(
      {logging::Level::error, "internal_error", std::string(message), {{"error", async::describe(failure)}}});
} catch (...) {  // NOLINT(bugprone-empty-catch)
}

void Worker::join() {
  if (thread_.joinable()) thread_.join();
}

void Worker::serve(NewClient client) {
  ++load_;
  begin_session(std::move(client));
}

void Worker::hand_over(NewClient client) {
  async::Mailbox::Work work = [this, client = std::move(client)]() mutable {
    begin_session(std::move(client));
  };
  ++load_;
  try {
    post(std::move(work));
  } catch (...) {
    --load_;
    throw;
  }
}

void Worker::begin_session(NewClient client) {
  std::uint64_t number = 0;
  try {
    auto session = std::make_unique<Session>(*this, lane(client.options), std::move(client));
    number = session->session();
    sessions_.emplace(number, session.get());
    if (finishing_) session->finish();
    if (cutting_) session->cut();
    tasks_.spawn(run_session(std::move(session)));
  } catch (...) {  // no memory, no room in the event queue: this client's end alone
    sessions_.erase(number);
    --load_;
    log_defect("a client could not be served", std::current_exception());
  }
}

// Every idle client pays for this frame: no loop, whose state would be in it.
async::Routine Worker::run_session(std::unique_ptr<Session> session) {
  try {
    co_await session->run();
  } catch (...) {
    session->fail(std::current_exception());
  }
  try {
    co_await session->part();
  } catch (...) {
    session->fail(std::current_exception());
  }
  sessions_.erase(session->session());
  --load_;
  try {
    session->report_end();
  } catch (...) {
    log_defect("the end of a client could not be told", std::current_exception());
  }
  session.reset();
  environment_.descriptor_waiters.one_came_free();
}

std::vector<ClientInfo> Worker::clients() const {
  std::vector<ClientInfo> all;
  all.reserve(sessions_.size());
  for (const auto& [number, session] : sessions_)
    all.push_back(session->info());
  return all;
}

std::map<std::string, Counters> Worker::counters() const {
  return counters_;
}

bool Worker::disconnect(std::uint64_t session, protocol::CloseReason reason) {
  Session* const found = find(session);
  if (found != nullptr) found->end(reason);
  return found != nullptr;
}

void Worker::dismiss_listener(const std::string& name) {
  for (const auto& [number, session] : sessions_) {
    if (session->listener() == name) session->finish();
  }
}

void Worker::finish(std::function<void()> on_empty) {
  finishing_ = true;
  for (const auto& [number, session] : sessions_)
    session->finish();
  tasks_.when_empty(std::move(on_empty));
}

void Worker::cut() {
  cutting_ = true;
  for (const auto& [number, session] : sessions_)
    session->cut();
}

void Worker::retire() {
  deadlines_.stop();
  mailbox_.close();
}

std::shared_ptr<Lane> Worker::lane(const std::shared_ptr<const ListenerOptions>& options) {
  auto& lane = lanes_[options];
  if (!lane) {
    const policy::PolicyEntry* const entry = environment_.find_policy(options->policy);
    lane = std::make_shared<Lane>(Lane{options, entry->make(options->policy_settings, policy_environment_),
                                       counters_[options->name], protocol::Encoder(options->framing)});
  }
  return lane;
}

void Worker::forget_lane(const std::shared_ptr<const ListenerOptions>& options) {
  lanes_.erase(options);
}

void Worker::relieve_memory(Session& user) {
  const MemoryBudget& memory = environment_.memory;
  if (memory.exceeded() && !begin_relief() && user.memory() >= memory.threshold()) user.let_go();
}

void Worker::relieve_memory() {
  if (environment_.memory.exceeded()) static_cast<void>(begin_relief());
}

// False: one is under way.
bool Worker::begin_relief() {
  MemoryBudget& memory = environment_.memory;
  const auto& workers = environment_.workers;
  if (!memory.begin_relief(static_cast<unsigned>(workers.size()))) return false;
  for (Worker* const each : workers) {
    if (each == this) continue;
    try {
      each->post([each] { each->let_largest_go(); });
    } catch (const std::exception&) {  // no memory: it looks the next time
      memory.end_relief();
    }
  }
  let_largest_go();
  return true;
}

void Worker::let_largest_go() noexcept try {
  MemoryBudget& memory = environment_.memory;

  const struct Ending {
    MemoryBudget& memory;

    ~Ending() { memory.end_relief(); }
  } ending{memory};

  std::vector<Session*> largest;
  for (const std::size_t threshold = memory.threshold(); const auto& [number, session] : sessions_) {
    if (session->memory() >= threshold) largest.push_back(session);
  }
  std::ranges::sort(largest, std::greater{}, &Session::memory);
  for (Session* const session : largest) {
    if (!memory.too_full()) break;
    session->let_go();
  }
} catch (const std::exception&) {  // NOLINT(bugprone-empty-catch): no memory to look for them; the next step
                                   // tries again
}

Session* Worker::find(std::uint64_t session) noexcept {
  const auto found = sessions_.find(session);
  return found == sessions_.end() ? nullptr : found->second;
}

}  // namespace lanchat::net
