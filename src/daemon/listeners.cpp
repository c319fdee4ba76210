// SPDX-License-Identifier: MIT
#include "lanchat/daemon/listeners.hpp"

#include "lanchat/net/reachable.hpp"

#include "daemon/on_worker.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

namespace lanchat::daemon {
namespace {

using net::BindAddress;

std::string_view framing_name(protocol::Framing framing) {
  switch (framing) {
    case protocol::Framing::line:
      return "line";
    case protocol::Framing::length:
      return "length";
    case protocol::Framing::raw:
      break;
  }
  return "raw";
}

std::string sentence(std::string_view verb, const net::ListenerOptions& options, const BindAddress& address) {
  return "listener " + options.name + ": " + std::string(verb) + " " + to_string(address);
}

}  // namespace

async::Task<std::expected<std::vector<std::string>, std::vector<std::string>>> Listeners::change_to(
    const std::vector<net::ListenerOptions>& wanted) {
  std::vector<Options> options = share(wanted);
  std::vector<Wanted> places = plan(options);
  const Addresses addresses = addresses_of(places);
  if (Mistakes mistakes = open_missing(places, When::before_closing); !mistakes.empty())
    co_return std::unexpected(std::move(mistakes));
  std::vector<Open> closed;
  co_await close_unwanted(places, Which::in_the_way, closed);
  if (Mistakes mistakes = open_missing(places, When::after_closing); !mistakes.empty()) {
    places.clear();  // the new addresses that did open are in the way of the old ones
    reopen(closed, mistakes);
    co_return std::unexpected(std::move(mistakes));
  }
  co_await close_unwanted(places, Which::all, closed);

  std::vector<std::string> changes;
  for (const Open& old : closed)
    changes.push_back(sentence("closed", *old.options, old.actual));
  std::vector<Open> next;
  for (Wanted& place : places) {
    if (place.kept) {
      next.push_back(std::move(open_[*place.kept]));
      if (next.back().options == place.options) continue;
      co_await update(next.back(), place.options);
      changes.push_back(sentence("new settings for", *place.options, next.back().actual));
    } else {
      next.push_back(std::move(*place.opened));
      begin(next.back());
      changes.push_back(sentence("opened", *next.back().options, next.back().actual));
    }
  }
  open_ = std::move(next);
  store_.forget_claimed();
  warn_of_unused_units(addresses);
  co_await let_go(options, closed);
  options_ = std::move(options);
  co_return changes;
}

async::Task<> Listeners::close_unwanted(const std::vector<Wanted>& wanted, Which which,
                                        std::vector<Open>& closed) {
  const auto stays = [&](const BindAddress& address) {
    return which == Which::in_the_way && !is_in_the_way(address, wanted);
  };
  Addresses leaving = store_.unwanted(addresses_of(wanted));
  std::erase_if(leaving, stays);
  store_.forget_addresses(leaving);
  for (std::size_t i = 0; i < open_.size(); ++i) {
    const bool kept = std::ranges::any_of(wanted, [i](const Wanted& each) { return each.kept == i; });
    const bool gone = !open_[i].options;  // into `closed`
    if (kept || gone || stays(open_[i].actual)) continue;
    store_.forget(std::exchange(open_[i].stored_as, {}));
    co_await close_one(open_[i]);
    closed.push_back(std::move(open_[i]));
  }
}

async::Task<> Listeners::update(Open& open, Options options) {
  open.options = options;
  const auto work = [endpoint = open.endpoint, fresh = std::move(options)] {
    std::visit([&fresh](const auto& each) { each->update(fresh); }, endpoint);
    return true;
  };
  co_await on_worker(*open.worker, work);
}

void Listeners::begin(const Open& open) const {
  if (open.origin != Origin::opened) log_adopted(open);
  log_listening(open);
  open.worker->post(
      [endpoint = open.endpoint] { std::visit([](const auto& each) { each->start(); }, endpoint); });
}

async::Task<> Listeners::close_one(Open& open) {
  const auto close = [endpoint = std::exchange(open.endpoint, {})] {
    std::visit([](const auto& each) { each->close(); }, endpoint);
    return true;
  };
  co_await on_worker(*open.worker, close);
  remove_file(open);
}

// A stored socket goes on listening: its file must lead there.
void Listeners::remove_file(const Open& open) {
  if (open.file && open.stored_as.empty()) open.file->remove();
}

// Clients of a listener that is gone, name and address, leave; lanes of options nobody is given any more are
// dropped.
async::Task<> Listeners::let_go(const std::vector<Options>& now, const std::vector<Open>& closed) {
  std::vector<Options> retired;
  std::vector<std::string> dismissed;
  const auto named = [&now](const std::string& name) {
    return std::ranges::any_of(now, [&name](const Options& each) { return each->name == name; });
  };
  for (const Options& old : options_) {
    if (std::ranges::find(now, old) == now.end()) retired.push_back(old);
  }
  for (const Open& old : closed) {
    if (!named(old.options->name)) dismissed.push_back(old.options->name);
  }
  for (net::Worker* const worker : environment_.workers) {
    const auto work = [worker, &retired, &dismissed] {
      for (const Options& each : retired)
        worker->forget_lane(each);
      for (const std::string& each : dismissed)
        worker->dismiss_listener(each);
      return true;
    };
    co_await on_worker(*worker, work);
  }
}

void Listeners::abandon() {
  for (Open& open : open_) {
    open.worker->post([endpoint = std::exchange(open.endpoint, {})] {
      std::visit([](const auto& each) { each->close(); }, endpoint);
    });
    remove_file(open);
  }
  open_.clear();
}

async::Task<> Listeners::close() {
  for (Open& open : open_)
    co_await close_one(open);
  open_.clear();
}

std::vector<BindAddress> Listeners::addresses() const {
  std::vector<BindAddress> all;
  for (const Open& open : open_)
    all.push_back(open.actual);
  return all;
}

std::vector<control::ListenerStatus> Listeners::status() const {
  std::vector<control::ListenerStatus> rows;
  for (const Options& options : options_) {
    control::ListenerStatus row{
        options->name, {}, std::string(framing_name(options->framing.framing)), options->policy, {}};
    for (const Open& open : open_) {
      if (open.options == options) row.addresses.push_back(to_string(open.actual));
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

void Listeners::log_adopted(const Open& open) const {
  const std::string address = to_string(open.actual);
  environment_.log.write({logging::Level::info,
                          "socket_adopted",
                          "the socket at " + address + " was open before this process, and stayed open",
                          {{"listener", open.options->name}, {"address", address}}});
}

void Listeners::log_listening(const Open& open) const {
  const std::string address = to_string(open.actual);
  logging::Event event{logging::Level::info,
                       "listening",
                       "listening on " + address,
                       {{"listener", open.options->name},
                        {"address", address},
                        {"framing", std::string(framing_name(open.options->framing.framing))},
                        {"policy", open.options->policy}}};
  std::string reachable;
  for (const std::string& uri : net::reachable_addresses(open.actual))
    reachable += (reachable.empty() ? "" : " ") + uri;
  if (!reachable.empty()) event.fields.push_back({"reachable", reachable});
  environment_.log.write(std::move(event));
}

}  // namespace lanchat::daemon
