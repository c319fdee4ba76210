// SPDX-License-Identifier: MIT
#include "lanchat/net/bind_address.hpp"

#include <sys/un.h>

#include <boost/asio/ip/address.hpp>

#include <charconv>
#include <optional>

namespace lanchat::net {
namespace {

constexpr std::string_view forms = "tcp://ADDR:PORT, udp://ADDR:PORT or unix:///PATH";

std::unexpected<std::string> wrong(std::string_view what) {
  return std::unexpected(std::string(what) + ", allowed is " + std::string(forms));
}

std::expected<BindAddress, std::string> parse_unix(std::string_view path) {
  if (!path.starts_with('/')) return wrong("the path of a unix socket is absolute");
  if (path.size() >= sizeof(sockaddr_un::sun_path))
    return wrong("the path is longer than the " + std::to_string(sizeof(sockaddr_un::sun_path) - 1) +
                 " bytes a unix socket may have");
  if (path.ends_with('/')) return wrong("the path names a folder");
  return BindAddress{Transport::unix_stream, {}, 0, std::string(path)};
}

// The address in its canonical form, without brackets; nullopt: none.
std::optional<std::string> canonical_host(std::string_view host) {
  if (host == "*") return std::string(host);
  const bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
  if (bracketed) host = host.substr(1, host.size() - 2);
  boost::system::error_code error;
  const auto address = boost::asio::ip::make_address(std::string(host), error);
  if (error || address.is_v6() != bracketed) return std::nullopt;
  // Asio reads a zone that names no interface as none.
  if (host.contains('%') && address.to_v6().scope_id() == 0) return std::nullopt;
  return address.to_string();
}

}  // namespace

std::expected<BindAddress, std::string> parse_bind_address(std::string_view uri) {
  const std::size_t colon = uri.find("://");
  if (colon == std::string_view::npos) return wrong("not an address");
  const std::string_view scheme = uri.substr(0, colon);
  const std::string_view rest = uri.substr(colon + 3);
  if (uri.find('\0') != std::string_view::npos) return wrong("a NUL byte in the address");
  if (scheme == "unix") return parse_unix(rest);
  if (scheme != "tcp" && scheme != "udp")
    return wrong("'" + std::string(scheme) + "' is no known kind of address");

  const std::size_t last = rest.rfind(':');
  if (last == std::string_view::npos || rest.ends_with(']')) return wrong("no port");
  const auto host = canonical_host(rest.substr(0, last));
  if (!host)
    return wrong("'" + std::string(rest.substr(0, last)) +
                 "' is no IPv4 address, bracketed IPv6 address or *");
  BindAddress address{scheme == "tcp" ? Transport::tcp : Transport::udp, *host, 0, {}};
  const std::string_view port = rest.substr(last + 1);
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), address.port);
  if (error != std::errc{} || end != port.data() + port.size())
    return wrong("'" + std::string(port) + "' is no port from 0 to 65535");
  return address;
}

std::string to_string(const BindAddress& address) {
  if (address.transport == Transport::unix_stream) return "unix://" + address.path;
  const bool v6 = address.host.find(':') != std::string::npos;
  return std::string(address.transport == Transport::tcp ? "tcp://" : "udp://") +
         (v6 ? "[" + address.host + "]" : address.host) + ":" + std::to_string(address.port);
}

}  // namespace lanchat::net
