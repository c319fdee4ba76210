// SPDX-License-Identifier: MIT
#include "lanchat/service/systemd.hpp"

#include <systemd/sd-daemon.h>

#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <system_error>
#include <utility>

namespace lanchat::service {
namespace {

constexpr std::chrono::microseconds settling = std::chrono::seconds{5};

std::optional<std::chrono::microseconds> watchdog_interval() {
  std::uint64_t microseconds = 0;
  if (sd_watchdog_enabled(0, &microseconds) <= 0) return std::nullopt;
  return std::chrono::microseconds(microseconds);
}

// A line of its own would be another assignment to systemd.
std::string on_one_line(std::string_view text) {
  std::string line(text);
  for (char& each : line) {
    if (static_cast<unsigned char>(each) < ' ' || each == '\x7f') each = ' ';
  }
  return line;
}

}  // namespace

std::vector<InheritedDescriptor> take_inherited_descriptors() {
  char** names = nullptr;
  const int count = sd_listen_fds_with_names(1, &names);
  std::vector<InheritedDescriptor> all;
  for (int i = 0; i < count; ++i) {
    const std::unique_ptr<char, decltype(&std::free)> name(names[i], &std::free);
    all.push_back({SD_LISTEN_FDS_START + i, name.get()});
  }
  std::free(static_cast<void*>(names));
  return all;
}

Systemd::Systemd(std::function<void(std::string reason)> failed)
    : failed_(std::move(failed)),
      present_(std::getenv("NOTIFY_SOCKET") != nullptr),
      watchdog_(present_ ? watchdog_interval() : std::nullopt) {}

void Systemd::ready() {
  tell("READY=1");
}

// The time is what Type=notify-reload needs to tell this reload's READY=1 from an older one.
void Systemd::reloading() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  tell("RELOADING=1\nMONOTONIC_USEC=" +
       std::to_string(std::chrono::duration_cast<std::chrono::microseconds>(now).count()));
}

void Systemd::stopping(std::chrono::microseconds at_most) {
  tell("STOPPING=1\nEXTEND_TIMEOUT_USEC=" + std::to_string(at_most.count()));
}

void Systemd::status(std::string_view text) {
  tell("STATUS=" + on_one_line(text));
}

void Systemd::alive() {
  tell("WATCHDOG=1");
}

// FDPOLL=0: systemd is not to watch the descriptor and drop it on what it takes for an error.
bool Systemd::keep(int descriptor, const std::string& name) {
  return tell("FDSTORE=1\nFDPOLL=0\nFDNAME=" + name, descriptor);
}

void Systemd::forget(const std::string& name) {
  tell("FDSTOREREMOVE=1\nFDNAME=" + name);
}

void Systemd::settle() {
  if (present_) heard(sd_notify_barrier(0, static_cast<std::uint64_t>(settling.count())));
}

bool Systemd::tell(const std::string& message, int descriptor) {
  if (!present_) return false;
  if (descriptor < 0) return heard(sd_notify(0, message.c_str()));
  return heard(sd_pid_notify_with_fds(0, 0, message.c_str(), &descriptor, 1));
}

bool Systemd::heard(int result) {
  const bool failed = result <= 0;
  if (failed && !failing_)
    failed_(result == 0 ? "no NOTIFY_SOCKET" : std::generic_category().message(-result));
  failing_ = failed;
  return !failed;
}

}  // namespace lanchat::service
