// SPDX-License-Identifier: MIT
#pragma once

// What other threads want done on a context's own thread. The context itself needs no lock then: nobody else
// touches it.

#include "lanchat/async/readiness.hpp"
#include "lanchat/async/task_group.hpp"

#include <exception>
#include <functional>
#include <memory>
#include <mutex>

namespace lanchat::async {

class Mailbox {
 public:
  using Work = std::move_only_function<void()>;
  using OnFailure = std::function<void(const std::exception_ptr&)>;

  /// What was made beforehand, so that posting it needs no memory.
  class Letter {
   public:
    virtual ~Letter() = default;

   private:
    friend class Mailbox;

    /// On the context's thread.
    virtual void deliver() = 0;

    std::shared_ptr<Letter> next_;
  };

  /// `on_failure` hears of every exception that leaves a piece of work, and does not throw; the next one is
  /// done all the same. Throws std::system_error where there is no descriptor for an eventfd(2).
  Mailbox(Reactor& reactor, Executor executor, OnFailure on_failure);

  Mailbox(const Mailbox&) = delete;
  Mailbox& operator=(const Mailbox&) = delete;

  /// From any thread: does `work` in a later step of the context, in the order of the calls. What comes after
  /// close() need not be done, and is destroyed with the mailbox.
  void post(Work work);
  /// The same; a letter is posted once.
  void post(std::shared_ptr<Letter> letter) noexcept;

  /// Keeps the context from running out of work, until close(). Both on the context's thread; a mailbox that
  /// was opened is closed, and the context run to its end, before it is destroyed.
  void open();
  void close();

 private:
  /// A list, the letters' own: it needs no memory either.
  class Queue {
   public:
    Queue() = default;
    ~Queue();

    Queue(const Queue&) = delete;
    Queue& operator=(const Queue&) = delete;

    [[nodiscard]] bool empty() const noexcept { return !first_; }

    void push(std::shared_ptr<Letter> letter) noexcept;
    /// Null: there is none.
    [[nodiscard]] std::shared_ptr<Letter> pop() noexcept;
    void swap(Queue& other) noexcept;

   private:
    std::shared_ptr<Letter> first_;
    Letter* last_ = nullptr;
  };

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
  Queue waiting_;
  bool open_ = false;
};

}  // namespace lanchat::async
