// SPDX-License-Identifier: MIT
#include "lanchat/daemon/socket_store.hpp"

#include "lanchat/async/socket_file.hpp"
#include "lanchat/net/inherited_socket.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <utility>

namespace lanchat::daemon {
namespace {

using net::BindAddress;

// Tells our sockets from those of socket units, which are called after the unit unless it says otherwise.
constexpr std::string_view prefix = "stored-";

bool stands_for_any(const BindAddress& bound, const std::vector<BindAddress>& wanted) {
  return std::ranges::any_of(wanted,
                             [&bound](const BindAddress& each) { return net::stands_for(bound, each); });
}

// A file that has gone, or was replaced by something else, leads nobody to its socket any more. Of a socket
// unit's we cannot say: the service may not see the folder.
bool has_lost_its_file(const BindAddress& address) {
  struct stat found{};
  return address.transport == net::Transport::unix_stream &&
         (::lstat(address.path.c_str(), &found) != 0 || !S_ISSOCK(found.st_mode));
}

}  // namespace

std::expected<void, std::string> SocketStore::take(net::Descriptor descriptor, const std::string& name) {
  const bool stored = name.starts_with(prefix);
  auto socket = net::inherit_socket(std::move(descriptor));
  if (socket && stored && has_lost_its_file(socket->address))
    socket = std::unexpected("the file " + socket->address.path + " of the unix socket has gone");
  if (socket) {
    inherited_.push_back({std::move(*socket), name, stored});
    return {};
  }
  if (stored) manager_.forget(name);
  return std::unexpected(std::move(socket.error()));
}

std::optional<SocketStore::Inherited> SocketStore::claim(const BindAddress& wanted) const {
  const auto found = std::ranges::find_if(
      inherited_, [&](const Inherited& each) { return net::stands_for(each.socket.address, wanted); });
  if (found == inherited_.end()) return std::nullopt;
  net::Descriptor descriptor(fcntl(found->socket.descriptor.value(), F_DUPFD_CLOEXEC, 0));
  if (descriptor.value() < 0) return std::nullopt;
  return Inherited{{std::move(descriptor), found->socket.address}, found->name, found->stored};
}

SocketStore::Addresses SocketStore::unwanted(const Addresses& wanted) const {
  Addresses all;
  for (const Inherited& each : inherited_) {
    if (each.stored && !stands_for_any(each.socket.address, wanted)) all.push_back(each.socket.address);
  }
  return all;
}

void SocketStore::forget_addresses(const Addresses& leaving) {
  const auto leaves = [&](const Inherited& each) {
    if (!each.stored || std::ranges::find(leaving, each.socket.address) == leaving.end()) return false;
    manager_.forget(each.name);
    return true;
  };
  if (std::erase_if(inherited_, leaves) == 0) return;
  manager_.settle();
  for (const BindAddress& address : leaving) {  // nobody answers there now, or it is another program's
    if (address.transport == net::Transport::unix_stream)
      static_cast<void>(async::clear_stale_socket(address.path));
  }
}

void SocketStore::forget_claimed() noexcept {
  std::erase_if(inherited_, [](const Inherited& each) { return each.stored; });
}

std::vector<const SocketStore::Inherited*> SocketStore::unused_units(const Addresses& wanted) const {
  std::vector<const Inherited*> all;
  for (const Inherited& each : inherited_) {
    if (!each.stored && !stands_for_any(each.socket.address, wanted)) all.push_back(&each);
  }
  return all;
}

// The kernel's cookie names a socket once and for all, so no two processes choose the same name for two
// sockets.
std::string SocketStore::keep(const net::OpenSocket& socket) {
  std::uint64_t cookie = 0;
  socklen_t size = sizeof cookie;
  const int fd = socket.descriptor.value();
  if (!manager_.present() || getsockopt(fd, SOL_SOCKET, SO_COOKIE, &cookie, &size) != 0) return {};
  std::string name = fmt::format("{}{:x}", prefix, cookie);
  return manager_.keep(fd, name) ? name : std::string();
}

void SocketStore::forget(const std::string& name) {
  if (name.empty()) return;
  manager_.forget(name);
  manager_.settle();
}

}  // namespace lanchat::daemon
