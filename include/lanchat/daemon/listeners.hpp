// SPDX-License-Identifier: MIT
#pragma once

// Every address that is open, and how a reload changes that: what stays is never closed, what is new opens
// before anything is given up, and a failure leaves all as it was.

#include "lanchat/async/executor.hpp"
#include "lanchat/async/socket_file.hpp"
#include "lanchat/control/steering.hpp"
#include "lanchat/daemon/socket_store.hpp"
#include "lanchat/net/datagram_endpoint.hpp"
#include "lanchat/net/environment.hpp"
#include "lanchat/net/listener_options.hpp"
#include "lanchat/net/open_socket.hpp"
#include "lanchat/net/stream_listener.hpp"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

namespace lanchat::daemon {

/// Called on the main thread only. The workers run while it is used, and outlive it.
class Listeners {
 public:
  /// `store` has what was open before this process, and keeps what opens for the next.
  Listeners(net::Environment& environment, SocketStore& store) : environment_(environment), store_(store) {}

  /// Makes `wanted` the open listeners. Returns what changed, a sentence each; the error is a sentence for
  /// each address that could not be opened, and then nothing has changed.
  [[nodiscard]] async::Task<std::expected<std::vector<std::string>, std::vector<std::string>>> change_to(
      const std::vector<net::ListenerOptions>& wanted);

  /// Takes the clients the system has queued, then closes every address and removes the files of unix
  /// sockets. What is stored stays open: whoever comes now waits for the next process.
  [[nodiscard]] async::Task<> close();
  /// The same without waiting until the workers have done so.
  void abandon();

  [[nodiscard]] std::vector<net::BindAddress> addresses() const;

  /// One row a listener, in the configuration's order, without counters.
  [[nodiscard]] std::vector<control::ListenerStatus> status() const;

 private:
  using Addresses = SocketStore::Addresses;
  using Options = std::shared_ptr<const net::ListenerOptions>;
  using Endpoint = std::variant<std::shared_ptr<net::StreamListener>, std::shared_ptr<net::DatagramEndpoint>>;

  enum class Origin : std::uint8_t {
    opened,       ///< by this process
    store,        ///< by an earlier one
    socket_unit,  ///< by the service manager, which holds it as long as it likes
  };

  struct Open {
    net::BindAddress configured;  ///< as the configuration names it: port 0 stays 0
    net::BindAddress actual;
    Options options;
    net::Worker* worker = nullptr;
    std::string stored_as;                  ///< its name in the store; empty: not there
    std::optional<async::SocketFile> file;  ///< of a unix socket that is ours
    Origin origin = Origin::opened;
    Endpoint endpoint;
  };

  /// An address that is wanted: already open (`kept`), opened just now (`opened`), or neither yet.
  struct Wanted {
    net::BindAddress configured;
    Options options;
    std::optional<std::size_t> kept;
    std::optional<Open> opened;
  };

  using Mistakes = std::vector<std::string>;

  [[nodiscard]] std::vector<Options> share(const std::vector<net::ListenerOptions>& wanted) const;
  [[nodiscard]] std::vector<Wanted> plan(const std::vector<Options>& options) const;

  /// An address that is going away may block a new one (tcp://*:1 becomes tcp://127.0.0.1:1): that opens
  /// after it.
  enum class When : std::uint8_t { before_closing, after_closing };
  [[nodiscard]] Mistakes open_missing(std::vector<Wanted>& wanted, When when);
  [[nodiscard]] std::expected<Open, std::string> open_one(const Wanted& place);
  [[nodiscard]] std::expected<Open, std::string> serve(const Wanted& place, net::OpenSocket socket,
                                                       std::string stored_as, Origin origin);
  [[nodiscard]] static std::expected<void, std::string> change_file(const Open& open,
                                                                    const net::ListenerOptions& options);
  static void change_file_back(const Open& open, const net::ListenerOptions& refused);
  void give_up(Open& open);
  [[nodiscard]] static bool is_in_the_way(const net::BindAddress& address, const std::vector<Wanted>& wanted);
  /// Open ones, and stored ones of an earlier process, that nobody wants any more.
  [[nodiscard]] Addresses leaving_addresses(const std::vector<Wanted>& wanted) const;
  /// What is in the way of a place that has not opened yet closes before that opens; all else only when every
  /// place has.
  enum class Which : std::uint8_t { in_the_way, all };
  [[nodiscard]] async::Task<> close_unwanted(const std::vector<Wanted>& wanted, Which which,
                                             std::vector<Open>& closed);
  void reopen(const std::vector<Open>& closed, Mistakes& mistakes);
  [[nodiscard]] async::Task<> update(Open& open, Options options);
  [[nodiscard]] async::Task<> close_one(Open& open);
  [[nodiscard]] async::Task<> let_go(const std::vector<Options>& now, const std::vector<Open>& closed);
  void begin(const Open& open) const;
  static void remove_file(const Open& open);
  void log_adopted(const Open& open) const;
  void log_listening(const Open& open) const;
  void warn_of_unused_units(const Addresses& wanted);
  [[nodiscard]] static Addresses addresses_of(const std::vector<Wanted>& wanted);

  net::Environment& environment_;
  SocketStore& store_;
  std::vector<Options> options_;
  std::vector<Open> open_;
  std::set<std::string> told_unused_;  ///< addresses of socket units that a warning has named
  std::size_t next_worker_ = 0;
};

}  // namespace lanchat::daemon
