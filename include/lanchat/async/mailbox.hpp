// SPDX-License-Identifier: MIT
#pragma once

// What other threads want done on a context's own thread. The context itself needs no lock then: nobody else
// touches it.

#include "lanchat/async/readiness.hpp"
#include "lanchat/async/task_group.hpp"

#include <exception>
#include <functional>
#include <mutex>
#include <vector>

namespace lanchat::async {

class Mailbox {
 public:
  using Work = std::move_only_function<void()>;
  using OnFailure = std::function<void(const std::exception_ptr&)>;

  /// `on_failure` hears of every exception that leaves a piece of work, and does not throw; the next one is
  /// done all the same. Throws std::system_error where there is no descriptor for an eventfd(2).
  Mailbox(Reactor& reactor, Executor executor, OnFailure on_failure);

  Mailbox(const Mailbox&) = delete;
  Mailbox& operator=(const Mailbox&) = delete;

  /// From any thread: does `work` in a later step of the context, in the order of the calls. What comes after
  /// close() need not be done, and is destroyed with the mailbox.
  void post(Work work);

  /// Keeps the context from running out of work, until close(). Both on the context's thread; a mailbox that
  /// was opened is closed, and the context run to its end, before it is destroyed.
  void open();
  void close();

 private:
  Routine deliver();
  void do_what_is_there();

  /// An eventfd(2), readable while work waits.
  struct Event {
    Event();
    ~Event();

    Event(const Event&) = delete;
    Event& operator=(const Event&) = delete;

    int fd;
  };

  Event event_;
  Readiness readiness_;
  TaskGroup tasks_;
  OnFailure on_failure_;
  std::mutex mutex_;  ///< guards waiting_
  std::vector<Work> waiting_;
  bool open_ = false;
};

}  // namespace lanchat::async
