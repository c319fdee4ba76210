// SPDX-License-Identifier: MIT
#include "lanchat/async/mailbox.hpp"

#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace lanchat::async {

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
  const std::scoped_lock lock(mutex_);
  waiting_.push_back(std::move(work));
  if (waiting_.size() == 1) eventfd_write(event_.fd, 1);
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
  std::vector<Work> now;
  {
    const std::scoped_lock lock(mutex_);
    now.swap(waiting_);
  }
  for (Work& work : now) {
    try {
      work();
    } catch (...) {
      on_failure_(std::current_exception());
    }
  }
}

}  // namespace lanchat::async
