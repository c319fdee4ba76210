// SPDX-License-Identifier: MIT

// Every value of the configuration that has a text: what is read, written and read again is the same; a
// number that is written is read as itself; what is refused is refused in one plain line.

#include "lanchat/net/access_list.hpp"
#include "lanchat/net/bind_address.hpp"
#include "lanchat/protocol/units.hpp"

#include "config/line_grammar.hpp"
#include "config/value_parsers.hpp"
#include "fuzz/pieces.hpp"
#include "fuzz/require.hpp"
#include "fuzz/targets.hpp"
#include "unit/logging/arbitrary_bytes.hpp"

#include <boost/asio/ip/address.hpp>

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace lanchat::fuzz {
namespace {

using std::chrono::milliseconds;

template <class Parser, class Writer>
void require_round_trip(std::string_view text, const Parser& parse, const Writer& write) {
  const auto value = parse(text);
  if (!value) {
    require(!value.error().empty(), "who refuses says why");
    return require(logging::is_plain_line(value.error()), "a refusal is one line that is safe to show");
  }
  const auto again = parse(write(*value));
  require(again && *again == *value, "what is read, written and read again is the same");
}

void check_texts(std::string_view text) {
  using namespace config;
  const auto number = [](auto value) { return std::to_string(value); };
  const auto itself = [](const std::string& value) { return value; };
  require_round_trip(text, parse_address, [](const net::BindAddress& value) { return to_string(value); });
  require_round_trip(text, parse_range, [](const net::Cidr& value) { return value.to_string(); });
  require_round_trip(text, duration("means nothing"), protocol::format_duration);
  require_round_trip(text, parse_keepalive, protocol::format_duration);
  require_round_trip(text, parse_limit_in_bytes<std::uint64_t>, protocol::format_size);
  require_round_trip(text, parse_limit_in_bytes<std::uint32_t>, protocol::format_size);
  require_round_trip(text, whole_number<std::uint32_t>(0, UINT32_MAX), number);
  require_round_trip(text, whole_number(1, 65535), number);
  require_round_trip(text, parse_workers,
                     [](unsigned value) { return value == 0 ? "auto" : std::to_string(value); });
  require_round_trip(text, parse_length_bytes, number);
  require_round_trip(text, parse_control_socket, itself);
}

// The grammar of a line gives back any value that was written in it.
void check_written(std::string_view value) {
  const auto line = config::parse_line("key = " + config::written_value(value) + "  # comment");
  const auto* assignment = std::get_if<config::Assignment>(&line);
  require(assignment != nullptr && assignment->key == "key", "a written value is a setting");
  require(assignment->value == value, "a written value is read as itself");
  require(logging::is_plain_line(config::shown(value)), "a value that is shown is one line that is safe");
}

void check_numbers(std::uint64_t number) {
  require(protocol::parse_size(protocol::format_size(number)) == number, "a size is read as it is written");
  const milliseconds longest = std::chrono::hours{10'000};
  const milliseconds duration{
      static_cast<std::int64_t>(number % static_cast<std::uint64_t>(longest.count() + 1))};
  require(protocol::parse_duration(protocol::format_duration(duration)) == duration,
          "a duration is read as it is written");
  const auto whole = static_cast<std::int64_t>(number);
  require(protocol::parse_integer(std::to_string(whole)) == whole, "a whole number is read as it is written");
}

// Any IPv6 address: alone it is a range that holds itself, and the range of any prefix around it holds it
// too.
void check_ranges(std::uint64_t high, std::uint64_t low, unsigned prefix) {
  boost::asio::ip::address_v6::bytes_type bytes{};
  for (unsigned at = 0; at < 8; ++at) {
    bytes[at] = static_cast<unsigned char>(high >> (56 - 8 * at));
    bytes[at + 8] = static_cast<unsigned char>(low >> (56 - 8 * at));
  }
  const boost::asio::ip::address_v6 address(bytes);
  const auto alone = net::Cidr::parse(address.to_string());
  require(alone && alone->contains(address), "an address is a range that holds it");
  const auto range = net::Cidr::parse(address.to_string() + '/' + std::to_string(prefix));
  require(range.has_value(), "an address with a prefix is a range");
  require(range->contains(address) || (address.is_v4_mapped() && prefix < 96),
          "a range holds what it was made of");
  require(net::Cidr::parse(range->to_string()) == range, "a range is read as it is written");
}

}  // namespace

void values(std::string_view input) {
  Pieces pieces(input);
  const std::uint8_t choice = pieces.byte();
  if (choice % 8 == 0) {
    const std::uint64_t first = pieces.number();
    check_numbers(first);
    return check_ranges(first, pieces.number(), pieces.byte() % 129U);
  }
  const std::string_view text = pieces.rest();
  check_texts(text);
  check_written(text);
}

}  // namespace lanchat::fuzz
