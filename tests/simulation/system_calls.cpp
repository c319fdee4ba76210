// SPDX-License-Identifier: MIT
// The C library's functions that lanchat and Asio call, defined by the test program itself: the linker and
// the loader prefer these, also to a sanitizer's. What concerns a simulated descriptor goes to the Kernel;
// all else is the real system call. `nm -C --undefined-only` of the libraries says which are needed.
#undef _FORTIFY_SOURCE  // its declarations define some of them inline
#include "simulation/kernel.hpp"
#include "simulation/memory.hpp"

#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdarg>
#include <memory>

using lanchat::simulation::Alarm;
using lanchat::simulation::Aside;
using lanchat::simulation::Counter;
using lanchat::simulation::Kernel;
using lanchat::simulation::PollSet;
using lanchat::simulation::Time;

namespace {

Kernel* kernel_of(int fd) noexcept {
  return Kernel::simulates(fd) ? Kernel::current() : nullptr;
}

template <typename File>
int open_new() {
  const Aside aside;
  return Kernel::current()->open(std::make_shared<File>());
}

}  // namespace

extern "C" {

int close(int fd) {
  Kernel* const kernel = kernel_of(fd);
  if (kernel == nullptr) return static_cast<int>(syscall(SYS_close, fd));
  const Aside aside;
  return kernel->close(fd);
}

ssize_t recv(int fd, void* to, size_t size, int flags) {
  Kernel* const kernel = kernel_of(fd);
  if (kernel == nullptr) return syscall(SYS_recvfrom, fd, to, size, flags, nullptr, nullptr);
  const Aside aside;
  return kernel->receive(fd, to, size, flags);
}

ssize_t send(int fd, const void* from, size_t size, int flags) {
  Kernel* const kernel = kernel_of(fd);
  if (kernel == nullptr) return syscall(SYS_sendto, fd, from, size, flags, nullptr, 0);
  const Aside aside;
  return kernel->send(fd, from, size);
}

ssize_t sendmsg(int fd, const msghdr* header, int flags) {
  Kernel* const kernel = kernel_of(fd);
  if (kernel == nullptr) return syscall(SYS_sendmsg, fd, header, flags);
  const Aside aside;
  return kernel->send_one(fd, *header);
}

int recvmmsg(int fd, mmsghdr* headers, unsigned count, int flags, timespec* timeout) {
  Kernel* const kernel = kernel_of(fd);
  if (kernel == nullptr) return static_cast<int>(syscall(SYS_recvmmsg, fd, headers, count, flags, timeout));
  const Aside aside;
  return kernel->receive_batch(fd, headers, count);
}

int sendmmsg(int fd, mmsghdr* headers, unsigned count, int flags) {
  Kernel* const kernel = kernel_of(fd);
  if (kernel == nullptr) return static_cast<int>(syscall(SYS_sendmmsg, fd, headers, count, flags));
  const Aside aside;
  return kernel->send_batch(fd, headers, count);
}

int accept4(int fd, sockaddr* from, socklen_t* size, int flags) {
  Kernel* const kernel = kernel_of(fd);
  if (kernel == nullptr) return static_cast<int>(syscall(SYS_accept4, fd, from, size, flags));
  const Aside aside;
  return kernel->accept(fd, from, size);
}

int listen(int fd, int backlog) noexcept {
  return kernel_of(fd) == nullptr ? static_cast<int>(syscall(SYS_listen, fd, backlog)) : 0;
}

int shutdown(int fd, int how) noexcept {
  Kernel* const kernel = kernel_of(fd);
  if (kernel == nullptr) return static_cast<int>(syscall(SYS_shutdown, fd, how));
  const Aside aside;
  return kernel->shut_down(fd, how);
}

int ioctl(int fd, unsigned long request, ...) noexcept {
  va_list arguments;
  va_start(arguments, request);
  void* const argument = va_arg(arguments, void*);
  va_end(arguments);
  Kernel* const kernel = kernel_of(fd);
  if (kernel == nullptr) return static_cast<int>(syscall(SYS_ioctl, fd, request, argument));
  const Aside aside;
  return kernel->ask(fd, request, static_cast<int*>(argument));
}

int getsockopt(int fd, int level, int option, void* value, socklen_t* size) noexcept {
  Kernel* const kernel = kernel_of(fd);
  if (kernel == nullptr) return static_cast<int>(syscall(SYS_getsockopt, fd, level, option, value, size));
  const Aside aside;
  return kernel->ask_option(fd, level, option, value, size);
}

int setsockopt(int fd, int level, int option, const void* value, socklen_t size) noexcept {
  Kernel* const kernel = kernel_of(fd);
  if (kernel == nullptr) return static_cast<int>(syscall(SYS_setsockopt, fd, level, option, value, size));
  const Aside aside;
  return kernel->set_option(fd, level, option);
}

// <poll.h> says of the array that it is written only, which is not so.
#ifndef __clang__
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif

int poll(pollfd* each, nfds_t count, int timeout) {
  Kernel* const kernel = count == 1 ? kernel_of(each->fd) : nullptr;
  if (kernel == nullptr) return static_cast<int>(syscall(SYS_poll, each, count, timeout));
  const Aside aside;
  return kernel->poll(each->fd, each->events, &each->revents);
}

#ifndef __clang__
#pragma GCC diagnostic pop
#endif

int epoll_create1(int flags) noexcept {
  if (Kernel::current() == nullptr) return static_cast<int>(syscall(SYS_epoll_create1, flags));
  return open_new<PollSet>();
}

int epoll_ctl(int epoll, int operation, int fd, epoll_event* event) noexcept {
  Kernel* const kernel = kernel_of(epoll);
  if (kernel == nullptr) return static_cast<int>(syscall(SYS_epoll_ctl, epoll, operation, fd, event));
  const Aside aside;
  return kernel->control(epoll, operation, fd, event);
}

int epoll_wait(int epoll, epoll_event* events, int most, int timeout) {
  Kernel* const kernel = kernel_of(epoll);
  if (kernel == nullptr) return static_cast<int>(syscall(SYS_epoll_wait, epoll, events, most, timeout));
  const Aside aside;
  return kernel->wait(epoll, events, most, timeout);
}

int eventfd(unsigned value, int flags) noexcept {
  if (Kernel::current() == nullptr) return static_cast<int>(syscall(SYS_eventfd2, value, flags));
  return open_new<Counter>();
}

int eventfd_read(int fd, eventfd_t* value) {
  Kernel* const kernel = kernel_of(fd);
  if (kernel == nullptr) return syscall(SYS_read, fd, value, sizeof *value) == sizeof *value ? 0 : -1;
  const Aside aside;
  return kernel->read_event(fd, value);
}

int eventfd_write(int fd, eventfd_t value) {
  Kernel* const kernel = kernel_of(fd);
  if (kernel == nullptr) return syscall(SYS_write, fd, &value, sizeof value) == sizeof value ? 0 : -1;
  const Aside aside;
  return kernel->write_event(fd, value);
}

// Asio writes to its own eventfd so.
ssize_t write(int fd, const void* from, size_t size) {
  if (kernel_of(fd) == nullptr) return syscall(SYS_write, fd, from, size);
  return eventfd_write(fd, *static_cast<const eventfd_t*>(from)) == 0 ? static_cast<ssize_t>(size) : -1;
}

int timerfd_create(int clock, int flags) noexcept {
  if (Kernel::current() == nullptr) return static_cast<int>(syscall(SYS_timerfd_create, clock, flags));
  return open_new<Alarm>();
}

int timerfd_settime(int fd, int flags, const itimerspec* wanted, itimerspec* before) noexcept {
  Kernel* const kernel = kernel_of(fd);
  if (kernel == nullptr) return static_cast<int>(syscall(SYS_timerfd_settime, fd, flags, wanted, before));
  const Aside aside;
  const Time when = std::chrono::seconds{wanted->it_value.tv_sec} + Time{wanted->it_value.tv_nsec};
  return kernel->set_alarm(fd, (flags & TFD_TIMER_ABSTIME) != 0, when);
}

// Both clocks show the time since the machine was started. std::chrono's now() comes here.
int clock_gettime(clockid_t clock, timespec* time) noexcept {
  const Kernel* const kernel = Kernel::current();
  if (kernel == nullptr || (clock != CLOCK_MONOTONIC && clock != CLOCK_REALTIME))
    return static_cast<int>(syscall(SYS_clock_gettime, clock, time));
  const auto now = kernel->now();
  const auto seconds = std::chrono::floor<std::chrono::seconds>(now);
  *time = {seconds.count(), (now - seconds).count()};
  return 0;
}

}  // extern "C"
