// SPDX-License-Identifier: MIT
#include "config/value_parsers.hpp"

#include "lanchat/async/socket_file.hpp"
#include "lanchat/logging/escape.hpp"

#include "config/line_grammar.hpp"

#include <sys/un.h>

#include <charconv>
#include <system_error>

namespace lanchat::config {

using std::chrono::milliseconds;
using std::chrono::seconds;

std::unexpected<std::string> wrong(std::string_view text, std::string_view allowed) {
  return std::unexpected(
      fmt::format("{} is wrong, allowed is {}", text.empty() ? "an empty value" : shown(text), allowed));
}

ValueParser<milliseconds> duration(std::string_view zero_means) {
  return [zero = std::string(zero_means)](std::string_view text) -> std::expected<milliseconds, std::string> {
    if (const auto duration = protocol::parse_duration(text)) return *duration;
    return wrong(text, fmt::format("a duration such as 500ms, 30s, 5m or 2h, at most 10000h, 0 {}", zero));
  };
}

std::expected<milliseconds, std::string> parse_keepalive(std::string_view text) {
  constexpr seconds longest{32767};
  const auto idle = protocol::parse_duration(text);
  if (idle && *idle <= longest && *idle % seconds{1} == milliseconds{0}) return *idle;
  return wrong(text, "whole seconds from 1s to 9h, such as 60s or 5m, 0 for none");
}

std::expected<unsigned, std::string> parse_workers(std::string_view text) {
  constexpr unsigned most = 256;
  if (text == "auto") return 0U;
  if (auto number = whole_number(1U, most)(text)) return *number;
  return wrong(text, fmt::format("auto, or a whole number from 1 to {}", most));
}

std::expected<std::uint8_t, std::string> parse_length_bytes(std::string_view text) {
  return one_of<std::uint8_t>({{"1", 1}, {"2", 2}, {"4", 4}, {"8", 8}})(text);
}

std::expected<std::string, std::string> parse_control_socket(std::string_view text) {
  constexpr std::size_t longest = sizeof(sockaddr_un::sun_path) - 1;
  if (text.empty()) return std::string{};
  if (text.starts_with('/') && !text.ends_with('/') && text.size() <= longest) return std::string(text);
  return wrong(text,
               fmt::format("an absolute path of at most {} bytes, empty for no control socket", longest));
}

std::expected<std::uint32_t, std::string> parse_mode(std::string_view text) {
  constexpr std::uint32_t most = 0777;
  std::uint32_t mode = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), mode, 8);
  if (failure == std::errc{} && end == text.data() + text.size() && mode <= most) return mode;
  return wrong(text, "a mode in octal such as 0660, at most 0777");
}

std::expected<std::string, std::string> parse_group(std::string_view text) {
  std::string name(text);
  if (name.empty() || async::find_group(name)) return name;
  return wrong(text, "the name or the number of a group of this machine, empty for the daemon's own");
}

std::expected<net::BindAddress, std::string> parse_address(std::string_view text) {
  auto address = net::parse_bind_address(text);
  if (!address) return std::unexpected(logging::escape(address.error()));
  return address;
}

// Blanks may follow a comma.
std::expected<std::vector<std::uint16_t>, std::string> parse_ports(std::string_view text) {
  std::vector<std::uint16_t> ports;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    begin = std::min(text.find_first_not_of(" \t", begin), end);
    const auto port = whole_number<std::uint16_t>(1, 65535)(text.substr(begin, end - begin));
    if (!port || end + 1 == text.size())
      return wrong(text, "ports from 1 to 65535 with commas between them, such as 53,123, or empty for none");
    ports.push_back(*port);
    begin = end + 1;
  }
  std::ranges::sort(ports);
  ports.erase(std::ranges::unique(ports).begin(), ports.end());
  return ports;
}

std::expected<net::Cidr, std::string> parse_range(std::string_view text) {
  if (auto range = net::Cidr::parse(text)) return *range;
  return wrong(text, "a range of addresses such as 192.168.0.0/16 or fd00::/8, or one address");
}

}  // namespace lanchat::config
