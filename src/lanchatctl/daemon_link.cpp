// SPDX-License-Identifier: MIT
#include "lanchatctl/daemon_link.hpp"

#include "lanchat/logging/escape.hpp"

#include "lanchatctl/exit_status.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <array>
#include <cstddef>
#include <utility>

namespace lanchat::lanchatctl {
namespace {

constexpr std::size_t longest_path = 107;  // what a unix socket's address holds

LinkFault connect_fault(const boost::system::error_code& error, const std::string& path) {
  const std::string shown = logging::escape(path);
  if (error == boost::asio::error::access_denied || error == boost::system::errc::operation_not_permitted) {
    return {no_permission, "no permission for " + shown + ": be root or a member of the group lanchat"};
  }
  return {no_daemon, "no daemon at " + shown + ": " + error.message() +
                         "; start lanchatd, or name its control-socket with --socket"};
}

}  // namespace

std::expected<DaemonLink, LinkFault> DaemonLink::connect(boost::asio::io_context& context,
                                                         const std::string& path) {
  if (path.empty() || path.size() > longest_path) {
    return std::unexpected(LinkFault{wrong_command_line, "--socket takes a path of 1 to 107 bytes"});
  }
  Socket socket(context);
  boost::system::error_code error;
  socket.connect({path}, error);
  if (error) return std::unexpected(connect_fault(error, path));
  return DaemonLink(std::move(socket), path);
}

DaemonLink::DaemonLink(Socket socket, std::string path)
    : socket_(std::move(socket)), path_(std::move(path)) {}

void DaemonLink::send(const boost::json::object& request) {
  boost::system::error_code ignored;
  boost::asio::write(socket_, boost::asio::buffer(boost::json::serialize(request) + '\n'), ignored);
}

std::expected<std::string, LinkFault> DaemonLink::receive_line() {
  std::size_t searched = 0;
  for (;;) {
    const std::size_t end = input_.find('\n', searched);
    if (end != std::string::npos) {
      std::string line = input_.substr(0, end);
      input_.erase(0, end + 1);
      return line;
    }
    searched = input_.size();
    if (auto read = read_once(); !read) return std::unexpected(std::move(read.error()));
  }
}

std::expected<std::vector<std::string>, LinkFault> DaemonLink::receive_some() {
  if (auto read = read_once(); !read) return std::unexpected(std::move(read.error()));
  return take_lines();
}

std::vector<std::string> DaemonLink::take_lines() {
  std::vector<std::string> lines;
  std::size_t begin = 0;
  for (std::size_t end = 0; (end = input_.find('\n', begin)) != std::string::npos; begin = end + 1) {
    lines.push_back(input_.substr(begin, end - begin));
  }
  input_.erase(0, begin);
  return lines;
}

std::expected<void, LinkFault> DaemonLink::read_once() {
  std::array<char, 65'536> bytes;
  boost::system::error_code error;
  const std::size_t size = socket_.read_some(boost::asio::buffer(bytes), error);
  if (error) {
    return std::unexpected(LinkFault{no_daemon, "the daemon at " + logging::escape(path_) +
                                                    " has closed the connection; it may be stopping"});
  }
  input_.append(bytes.data(), size);
  return {};
}

std::expected<boost::json::object, LinkFault> parse_line(const std::string& line) {
  boost::system::error_code error;
  boost::json::value value = boost::json::parse(line, error);
  if (error || !value.is_object()) {
    return std::unexpected(LinkFault{no_daemon, "what listens there does not speak as lanchatd does"});
  }
  return std::move(value.as_object());
}

}  // namespace lanchat::lanchatctl
