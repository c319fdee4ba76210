// SPDX-License-Identifier: MIT
#include "lanchat/async/mailbox.hpp"

#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace lanchat::async {
namespace {

struct WorkLetter final : Mailbox::Letter {
  explicit WorkLetter(Mailbox::Work posted) : work(std::move(posted)) {}

  void deliver() override { work(); }

  Mailbox::Work work;
};

}  // namespace

Mailbox::Queue::~Queue() {
  while (pop()) {  // one after the other: a long list would destroy itself by recursion
  }
}

void Mailbox::Queue::push(std::shared_ptr<Letter> letter) noexcept {
  Letter* const added = letter.get();
  (first_ ? last_->next_ : first_) = std::move(letter);
  last_ = added;
}

std::shared_ptr<Mailbox::Letter> Mailbox::Queue::pop() noexcept {
  std::shared_ptr<Letter> letter = std::move(first_);
  if (letter) first_ = std::move(letter->next_);
  return letter;
}

void Mailbox::Queue::swap(Queue& other) noexcept {
  first_.swap(other.first_);
  std::swap(last_, other.last_);
}

Mailbox::Event::Event() : fd(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (fd < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
}

Mailbox::Event::~Event() {
  ::close(fd);
}

Mailbox::Mailbox(Reactor& reactor, Executor executor, OnFailure on_failure)
    : readiness_(reactor, event_.fd, Readiness::Held::here_only),
      tasks_(std::move(executor), on_failure),
      on_failure_(std::move(on_failure)) {}

void Mailbox::post(Work work) {
  post(std::make_shared<WorkLetter>(std::move(work)));
}

void Mailbox::post(std::shared_ptr<Letter> letter) noexcept {
  const std::scoped_lock lock(mutex_);
  if (waiting_.empty()) eventfd_write(event_.fd, 1);
  waiting_.push(std::move(letter));
}

void Mailbox::open() {
  open_ = true;
  tasks_.spawn(deliver());
}

void Mailbox::close() {
  open_ = false;
  readiness_.wake();
}

Routine Mailbox::deliver() {
  while (open_) {
    co_await readiness_.wait(Readiness::Event::read);
    do_what_is_there();
  }
}

void Mailbox::do_what_is_there() {
  eventfd_t posted = 0;
  eventfd_read(event_.fd, &posted);
  Queue now;
  {
    const std::scoped_lock lock(mutex_);
    now.swap(waiting_);
  }
  while (const auto letter = now.pop()) {
    try {
      letter->deliver();
    } catch (...) {
      on_failure_(std::current_exception());
    }
  }
}

}  // namespace lanchat::async
