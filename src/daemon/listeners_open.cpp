// SPDX-License-Identifier: MIT
// Which addresses are wanted, which are open, and how the missing ones open: all of them, or none.
#include "lanchat/daemon/listeners.hpp"

#include <unistd.h>

#include <algorithm>
#include <exception>
#include <filesystem>
#include <system_error>
#include <utility>

namespace lanchat::daemon {
namespace {

using net::BindAddress;
using net::Transport;

// For a file that is there already: it may have been another group's.
net::UnixFile with_group(net::UnixFile wanted) {
  if (wanted.group.empty()) wanted.group = std::to_string(getegid());
  return wanted;
}

// Whether one may keep the other from opening; hosts are not compared, for a wildcard takes in every other.
bool collide(const BindAddress& a, const BindAddress& b) {
  if (a.transport != b.transport) return false;
  if (a.transport == Transport::unix_stream) return a.path == b.path;
  return a.port == b.port && a.port != 0;
}

}  // namespace

// Options that are the same as before keep their identity, so that sessions and policies are not split over
// two.
std::vector<Listeners::Options> Listeners::share(const std::vector<net::ListenerOptions>& wanted) const {
  std::vector<Options> shared;
  for (const net::ListenerOptions& each : wanted) {
    const auto same = std::ranges::find_if(options_, [&](const Options& old) { return *old == each; });
    shared.push_back(same != options_.end() ? *same : std::make_shared<const net::ListenerOptions>(each));
  }
  return shared;
}

std::vector<Listeners::Wanted> Listeners::plan(const std::vector<Options>& options) const {
  std::vector<Wanted> places;
  std::vector<bool> taken(open_.size(), false);
  for (const Options& each : options) {
    for (const BindAddress& address : each->binds) {
      Wanted place{address, each, std::nullopt, std::nullopt};
      for (std::size_t i = 0; i < open_.size() && !place.kept; ++i) {
        // Port 0 names no address of its own: it stays with its listener only.
        const bool same_name = open_[i].options->name == each->name;
        const bool own = address.transport == Transport::unix_stream || address.port != 0 || same_name;
        if (taken[i] || !own || open_[i].configured != address) continue;
        taken[i] = true;
        place.kept = i;
      }
      places.push_back(std::move(place));
    }
  }
  return places;
}

Listeners::Mistakes Listeners::open_missing(std::vector<Wanted>& wanted, When when) {
  Mistakes mistakes;
  const Addresses leaving = when == When::before_closing ? leaving_addresses(wanted) : Addresses();
  const auto blocked = [&leaving](const BindAddress& address) {
    return std::ranges::any_of(leaving, [&address](const BindAddress& old) { return collide(old, address); });
  };
  for (Wanted& place : wanted) {
    if (place.opened) continue;
    std::expected<void, std::string> opened;
    if (place.kept) {
      if (auto set = change_file(open_[*place.kept], *place.options); !set)
        mistakes.push_back("listener " + place.options->name + ": " + set.error());
      continue;
    }
    if (blocked(place.configured) && !store_.claim(place.configured)) {
      opened = net::check_host(place.configured);
    } else if (auto open = open_one(place)) {
      place.opened = std::move(*open);
    } else {
      opened = std::unexpected(std::move(open.error()));
    }
    if (!opened) mistakes.push_back("listener " + place.options->name + ": " + opened.error());
  }
  if (mistakes.empty()) return mistakes;
  for (Wanted& place : wanted) {  // what was opened closes with `wanted`
    if (place.opened) give_up(*place.opened);
    if (place.kept) change_file_back(open_[*place.kept], *place.options);
  }
  return mistakes;
}

void Listeners::change_file_back(const Open& open, const net::ListenerOptions& refused) {
  if (!open.file || refused.unix_file == open.options->unix_file) return;
  [[maybe_unused]] const auto as_before =
      net::set_permissions(open.actual.path, with_group(open.options->unix_file));
}

// The file of a unix socket gets the mode and the group of `options`. A socket unit's is the unit's.
std::expected<void, std::string> Listeners::change_file(const Open& open,
                                                        const net::ListenerOptions& options) {
  if (!open.file || options.unix_file == open.options->unix_file) return {};
  auto set = net::set_permissions(open.actual.path, with_group(options.unix_file));
  if (!set) return std::unexpected(to_string(open.actual) + ": " + set.error());
  return set;
}

// What was adopted stays where it came from.
void Listeners::give_up(Open& open) {
  if (open.origin != Origin::opened) return;
  store_.forget(open.stored_as);
  if (open.file) open.file->remove();
}

std::expected<Listeners::Open, std::string> Listeners::open_one(const Wanted& place) {
  if (auto inherited = store_.claim(place.configured)) {
    apply_options(inherited->socket.descriptor.value(), place.configured, *place.options);
    const bool ours = inherited->stored;
    std::error_code none;
    if (ours && std::filesystem::is_socket(std::filesystem::symlink_status(place.configured.path, none))) {
      auto set = net::set_permissions(place.configured.path, with_group(place.options->unix_file));
      if (!set) return std::unexpected(to_string(place.configured) + ": " + set.error());
    }
    return serve(place, std::move(inherited->socket), ours ? inherited->name : std::string(),
                 ours ? Origin::store : Origin::socket_unit);
  }
  auto socket = net::open_socket(place.configured, *place.options);
  if (!socket) return std::unexpected(std::move(socket.error()));
  const std::string stored_as = store_.keep(*socket);
  return serve(place, std::move(*socket), stored_as, Origin::opened);
}

std::expected<Listeners::Open, std::string> Listeners::serve(const Wanted& place, net::OpenSocket socket,
                                                             std::string stored_as, Origin origin) {
  net::Worker& worker = *environment_.workers[next_worker_++ % environment_.workers.size()];
  Open open{place.configured, socket.address, place.options, &worker, std::move(stored_as), {}, origin, {}};
  if (open.actual.transport == Transport::unix_stream && origin != Origin::socket_unit)
    open.file.emplace(open.actual.path);
  try {
    if (open.actual.transport == Transport::udp) {
      open.endpoint = std::make_shared<net::DatagramEndpoint>(worker, std::move(socket), place.options);
    } else {
      open.endpoint = std::make_shared<net::StreamListener>(worker, std::move(socket), place.options);
    }
  } catch (const std::exception& failure) {  // no memory
    give_up(open);
    return std::unexpected(to_string(open.actual) + ": " + failure.what());
  }
  return open;
}

Listeners::Addresses Listeners::leaving_addresses(const std::vector<Wanted>& wanted) const {
  Addresses leaving = store_.unwanted(addresses_of(wanted));
  for (std::size_t i = 0; i < open_.size(); ++i) {
    if (std::ranges::none_of(wanted, [i](const Wanted& each) { return each.kept == i; }))
      leaving.push_back(open_[i].actual);
  }
  return leaving;
}

bool Listeners::is_in_the_way(const BindAddress& address, const std::vector<Wanted>& wanted) {
  return std::ranges::any_of(wanted, [&address](const Wanted& place) {
    return !place.kept && !place.opened && collide(address, place.configured);
  });
}

Listeners::Addresses Listeners::addresses_of(const std::vector<Wanted>& wanted) {
  Addresses all;
  for (const Wanted& each : wanted)
    all.push_back(each.configured);
  return all;
}

void Listeners::warn_of_unused_units(const Addresses& wanted) {
  std::set<std::string> unused;
  for (const SocketStore::Inherited* const each : store_.unused_units(wanted)) {
    const std::string address = to_string(each->socket.address);
    unused.insert(address);
    if (told_unused_.contains(address)) continue;
    environment_.log.write({logging::Level::warning,
                            "inherited_socket_unused",
                            "no listener has " + address + ", which the socket unit " + each->name +
                                " holds: its clients wait in vain; name it in a bind, or stop the socket "
                                "unit and restart lanchat",
                            {{"address", address},
                             {"name", each->name},
                             {"remedy", "bind = " + address + ", or systemctl stop " + each->name +
                                            " && systemctl restart lanchat"}}});
  }
  told_unused_ = std::move(unused);
}

// Back to what was: these addresses were free a moment ago. Each that opens is served, whatever becomes of
// the others.
void Listeners::reopen(const std::vector<Open>& closed, Mistakes& mistakes) {
  std::erase_if(open_, [](const Open& open) { return !open.options; });  // moved from
  for (const Open& old : closed) {
    auto opened = open_one({old.actual, old.options, std::nullopt, std::nullopt});
    if (!opened) {
      mistakes.push_back("listener " + old.options->name + ": " + opened.error());
      continue;
    }
    open_.push_back(std::move(*opened));
    open_.back().configured = old.configured;
    begin(open_.back());
  }
}

}  // namespace lanchat::daemon
