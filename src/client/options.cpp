// SPDX-License-Identifier: MIT
#include "client/options.hpp"

#include "lanchat/client/program.hpp"
#include "lanchat/protocol/units.hpp"
#include "lanchat/usage/help_text.hpp"

#include <sys/un.h>

#include <boost/program_options/options_description.hpp>
#include <boost/program_options/parsers.hpp>
#include <boost/program_options/positional_options.hpp>
#include <boost/program_options/variables_map.hpp>
#include <fmt/format.h>

#include <array>
#include <limits>
#include <string_view>

namespace lanchat::client {
namespace {

namespace po = boost::program_options;
using protocol::Framing;
using Result = std::expected<Options, std::string>;

// What a server may make us keep before a reply is whole; far above what a server of ours ever sends.
constexpr std::size_t max_reply_size = 256U << 20;

po::options_description described_options() {
  po::options_description options;
  for (const usage::Option& option : program().options) {
    if (option.takes_value()) {
      options.add_options()(option.name.c_str(), po::value<std::string>(), option.help.c_str());
    } else {
      options.add_options()(option.name.c_str(), option.help.c_str());
    }
  }
  return options;
}

std::string read_framing(const po::variables_map& given, protocol::FramingOptions& framing) {
  constexpr std::array<std::string_view, 3> names{"line", "length", "raw"};
  if (given.count("framing") != 0) {
    const auto& name = given["framing"].as<std::string>();
    std::size_t which = 0;
    while (which < names.size() && names[which] != name)
      ++which;
    if (which == names.size()) return "--framing is line, length or raw";
    framing.framing = static_cast<Framing>(which);
  }
  if (given.count("length-bytes") != 0) {
    const auto bytes = protocol::parse_integer(given["length-bytes"].as<std::string>());
    if (bytes != 1 && bytes != 2 && bytes != 4 && bytes != 8) return "--length-bytes is 1, 2, 4 or 8";
    framing.length_bytes = static_cast<std::uint8_t>(*bytes);
  }
  if (given.count("length-order") != 0) {
    const auto& order = given["length-order"].as<std::string>();
    if (order != "big" && order != "little") return "--length-order is big or little";
    framing.length_order = order == "big" ? protocol::ByteOrder::big : protocol::ByteOrder::little;
  }
  const bool about_length = given.count("length-bytes") != 0 || given.count("length-order") != 0;
  if (about_length && framing.framing != Framing::length) {
    return "--length-bytes and --length-order go with --framing length";
  }
  return {};
}

std::string read_unix_target(const po::variables_map& given, std::string_view path, Options& options) {
  if (!path.starts_with('/')) return "a unix socket is written unix:///PATH, with an absolute path";
  if (path.size() >= sizeof(sockaddr_un::sun_path)) {
    return fmt::format("the path of a unix socket has at most {} bytes", sizeof(sockaddr_un::sun_path) - 1);
  }
  if (given.count("port") != 0) return "a unix socket has no port";
  if (options.transport == Transport::udp) return "--udp does not go with a unix socket";
  options.transport = Transport::unix_stream;
  options.path = path;
  return {};
}

std::string read_target(const po::variables_map& given, Options& options) {
  constexpr std::string_view unix_scheme = "unix://";
  if (given.count("host") == 0) return "HOST is missing";
  options.host = given["host"].as<std::string>();
  if (options.host.starts_with(unix_scheme)) {
    return read_unix_target(given, std::string_view(options.host).substr(unix_scheme.size()), options);
  }
  if (options.host.size() > 2 && options.host.starts_with('[') && options.host.ends_with(']')) {
    options.host = options.host.substr(1, options.host.size() - 2);
  }
  if (options.host.empty()) return "HOST is empty";
  if (given.count("port") == 0) return {};
  const auto port = protocol::parse_integer(given["port"].as<std::string>());
  if (!port || *port < 1 || *port > std::numeric_limits<std::uint16_t>::max()) return "PORT is 1 to 65535";
  options.port = static_cast<std::uint16_t>(*port);
  return {};
}

std::string read_values(const po::variables_map& given, Options& options) {
  if (given.count("udp") != 0) options.transport = Transport::udp;
  options.framing.max_message_size = max_reply_size;
  options.reconnect = given.count("reconnect") != 0;
  if (auto mistake = read_framing(given, options.framing); !mistake.empty()) return mistake;
  if (options.transport == Transport::udp && options.framing.framing == Framing::length) {
    return "--framing length does not go with --udp: a datagram has its own length";
  }
  if (given.count("count") != 0) {
    const auto count = protocol::parse_integer(given["count"].as<std::string>());
    if (!count || *count < 1) return "--count is a whole number from 1";
    options.count = static_cast<std::uint64_t>(*count);
  }
  if (given.count("timeout") != 0) {
    options.timeout = protocol::parse_duration(given["timeout"].as<std::string>());
    if (!options.timeout) return "--timeout is a duration such as 500ms, 5s or 2m, or 0";
  }
  return read_target(given, options);
}

}  // namespace

std::expected<Options, std::string> parse_options(const std::vector<std::string>& arguments) {
  po::options_description all = described_options();
  all.add_options()("host", po::value<std::string>())("port", po::value<std::string>());
  po::positional_options_description positions;
  positions.add("host", 1).add("port", 1);
  po::variables_map given;
  try {
    constexpr int style = po::command_line_style::unix_style & ~po::command_line_style::allow_guessing;
    po::store(po::command_line_parser(arguments).options(all).positional(positions).style(style).run(),
              given);
  } catch (const po::error& error) {
    return std::unexpected(error.what());
  }
  Options options;
  if (given.count("help") != 0) {
    options.action = Options::Action::help;
  } else if (given.count("version") != 0) {
    options.action = Options::Action::version;
  } else if (auto mistake = read_values(given, options); !mistake.empty()) {
    return std::unexpected(std::move(mistake));
  }
  return options;
}

std::string describe_server(const Options& options) {
  if (options.transport == Transport::unix_stream) return options.path;
  return fmt::format("{} port {}{}", options.host, options.port,
                     options.transport == Transport::udp ? "/udp" : "");
}

std::string help_text() {
  return usage::help_text(program());
}

}  // namespace lanchat::client
