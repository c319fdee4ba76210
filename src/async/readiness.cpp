// SPDX-License-Identifier: MIT
#include "lanchat/async/readiness.hpp"

#include <sys/epoll.h>

#include <boost/system/system_error.hpp>

#include <utility>

namespace lanchat::async {

using Asio = Reactor::Asio;

Readiness::Readiness(Reactor& reactor, int fd, Held held) : reactor_(reactor), fd_(fd), held_(held) {
  if (const int error = reactor_.asio().register_descriptor(fd_, state_); error != 0) {
    reactor_.asio().cleanup_descriptor_data(state_);
    throw boost::system::system_error(error, boost::system::system_category(), "epoll_ctl");
  }
}

Readiness::~Readiness() {
  forget();
}

void Readiness::forget() {
  reactor_.asio().deregister_descriptor(fd_, state_, held_ == Held::here_only);
  reactor_.asio().cleanup_descriptor_data(state_);
}

void Readiness::start(Event event, std::coroutine_handle<> waiter) {
  operation_.waiter = waiter;
  operation_.ec_ = {};
  if (event == Event::read) {
    if (!level_) watch(EPOLLIN);
    operation_.starting = true;
    reactor_.asio().start_op(Asio::read_op, fd_, state_, &operation_, false, true);
    operation_.starting = false;
    return;
  }
  level_ = false;
  const int kind = event == Event::write ? Asio::write_op : Asio::except_op;
  reactor_.asio().start_op(kind, fd_, state_, &operation_, false, false);  // arms the descriptor anew
}

void Readiness::wake() {
  if (operation_.waiter) reactor_.asio().cancel_ops(fd_, state_);
}

// A level-triggered registration would keep the context busy with what nobody waits for.
void Readiness::rest() {
  if (level_) watch(EPOLLET);
}

void Readiness::watch(std::uint32_t events) {
  epoll_event event{};
  event.events = events;
  event.data.ptr = state_;
  epoll_ctl(reactor_.epoll(), EPOLL_CTL_MOD, fd_, &event);  // cannot fail: the descriptor is registered
  level_ = (events & EPOLLET) == 0;
}

// Asio also asks at the start, from what it remembers of earlier events. Those are told again, since the
// registration is level-triggered, or was made anew.
boost::asio::detail::reactor_op::status Readiness::Operation::perform(reactor_op* base) {
  return static_cast<Operation*>(base)->starting ? not_done : done_and_exhausted;
}

void Readiness::Operation::complete(void* context, boost::asio::detail::operation* base,
                                    const boost::system::error_code&, std::size_t) {
  const auto waiter = std::exchange(static_cast<Operation*>(base)->waiter, nullptr);
  if (context != nullptr) waiter.resume();  // null: the context is destroyed, and so is whoever waited
}

}  // namespace lanchat::async
