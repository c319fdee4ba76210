// SPDX-License-Identifier: MIT
#include "client/options.hpp"

#include "lanchat/protocol/units.hpp"

#include <sys/un.h>

#include <boost/program_options/options_description.hpp>
#include <boost/program_options/parsers.hpp>
#include <boost/program_options/positional_options.hpp>
#include <boost/program_options/variables_map.hpp>
#include <fmt/format.h>

#include <array>
#include <limits>
#include <sstream>
#include <string_view>

namespace lanchat::client {
namespace {

namespace po = boost::program_options;
using protocol::Framing;
using Result = std::expected<Options, std::string>;

// What a server may make us keep before a reply is whole; far above what a server of ours ever sends.
constexpr std::size_t max_reply_size = 256U << 20;

po::options_description visible_options() {
  po::options_description options("Options");
  options.add_options()("udp", "send each message as one datagram");
  options.add_options()("framing", po::value<std::string>()->value_name("F"),
                        "where a message ends: line (default), length or raw");
  options.add_options()("length-bytes", po::value<std::string>()->value_name("N"),
                        "size of the header of length: 1, 2, 4 (default) or 8");
  options.add_options()("length-order", po::value<std::string>()->value_name("O"),
                        "order of its bytes: big (default) or little");
  options.add_options()("count", po::value<std::string>()->value_name("N"), "send each message N times");
  options.add_options()("reconnect", "open a new connection for each message");
  options.add_options()("timeout", po::value<std::string>()->value_name("D"),
                        "wait so long for a connection, and for the next reply: 500ms, 5s, 2m; 0 is without "
                        "limit. Without it: 10s to connect; for a reply 70s, over UDP 5s");
  options.add_options()("version", "print the version");
  options.add_options()("help", "print this");
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
  po::options_description all = visible_options();
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
  std::ostringstream text;
  text << "Usage: lanchat [OPTION...] HOST [PORT]\n"
          "       lanchat [OPTION...] unix:///PATH\n"
          "Sends messages to a lanchat server and shows its replies. PORT is 8888 unless given.\n\n"
       << visible_options()
       << "\nOn a terminal it asks for messages and shows each reply with its number; \\q or Ctrl-D leaves.\n"
          "From a pipe or file each line is a message, and each reply is written to standard output as a "
          "line.\n"
          "It leaves when every reply has come. With --framing raw over a stream one message is under way at "
          "a\n"
          "time, and what one read brings counts as its reply; an empty line is not sent.\n"
          "A message that begins with 'error: ' before the server closes is no reply: it goes to standard "
          "error.\n"
          "\nExit status:\n"
          "  0   every message has got its reply\n"
          "  64  wrong command line\n"
          "  65  a message that the framing or a datagram cannot carry\n"
          "  68  no such host\n"
          "  69  no connection: refused, unreachable, or not within the timeout\n"
          "  74  standard input or standard output failed\n"
          "  75  replies are missing: lost, not within the timeout, or the server closed the connection\n"
          "  76  what the server sent is not in this framing\n";
  return text.str();
}

}  // namespace lanchat::client
