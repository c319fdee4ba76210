// SPDX-License-Identifier: MIT

// The control socket under any line, and what the daemon tells there with any bytes of a client in it. A
// request that is understood means the same when it is written out plainly; every reply is one line of JSON
// in UTF-8, out of which the bytes that went in can be had back.

#include "control/payload.hpp"
#include "control/reply.hpp"
#include "control/request.hpp"
#include "fuzz/pieces.hpp"
#include "fuzz/require.hpp"
#include "fuzz/targets.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>

namespace lanchat::fuzz {
namespace {

namespace json = boost::json;
using namespace lanchat::control;

// What the daemon will have said, and that it is a line for any program.
json::object heard(const json::object& reply) {
  const std::string line = to_line(reply);
  require(line.ends_with('\n') && std::ranges::count(line, '\n') == 1, "a reply is one line");
  require(is_utf8(line), "a reply is UTF-8");
  boost::system::error_code error;
  const json::value value = json::parse(line, error);
  require(!error && value.is_object(), "a reply is a JSON object");
  return value.get_object();
}

void check_refusal(const Refusal& refusal) {
  const json::object reply = heard(refusal_reply(refusal));
  require(reply.at("ok") == json::value(false), "a refusal says so");
  require(!reply.at("code").as_string().empty(), "a refusal has a code");
  require(!reply.at("error").as_string().empty(), "a refusal has a sentence");
}

std::string plainly(const Request& request) {
  constexpr std::string_view names[] = {"status",    "clients",    "statistics", "reload",
                                        "log-level", "disconnect", "operator"};
  json::object object{{"command", names[request.index()]}};
  if (const auto* level = std::get_if<LogLevelRequest>(&request)) {
    object["level"] = logging::to_string(level->level);
    if (level->duration) object["duration_ms"] = level->duration->count();
  } else if (const auto* disconnect = std::get_if<DisconnectRequest>(&request)) {
    object["sessions"] = json::array(disconnect->sessions.begin(), disconnect->sessions.end());
  }
  return json::serialize(object);
}

void check_request(std::string_view line) {
  const auto request = parse_request(line);
  if (!request) return check_refusal(request.error());
  const std::string written = plainly(*request);
  const auto again = parse_request(written);
  require(again && plainly(*again) == written, "a request written plainly is the same request");
}

void check_answer(std::string_view line) {
  const auto answer = parse_console_answer(line);
  if (!answer) return check_refusal(answer.error());
  const auto again =
      parse_console_answer(json::serialize(json::object{{"number", answer->number}, {"text", answer->text}}));
  require(again && again->number == answer->number && again->text == answer->text,
          "an answer written plainly is the same answer");
}

// RFC 4648 section 4, written apart from the code that encodes.
std::string from_base64(std::string_view text) {
  constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  require(text.size() % 4 == 0, "base64 comes in fours");
  std::string bytes;
  for (; !text.empty(); text.remove_prefix(4)) {
    const std::size_t known = std::min(text.substr(0, 4).find('='), std::size_t{4});
    std::uint32_t group = 0;
    for (std::size_t at = 0; at < 4; ++at) {
      const std::size_t digit = at < known ? digits.find(text[at]) : 0;
      require(digit != std::string_view::npos, "base64 has base64's digits");
      group = group << 6U | static_cast<std::uint32_t>(digit);
    }
    for (std::size_t at = 0; at + 1 < known; ++at)
      bytes += static_cast<char>(group >> (16U - 8U * at) & 0xFFU);
  }
  return bytes;
}

void check_question(Pieces pieces) {
  policy::Question question;
  question.session = pieces.number();
  question.listener = pieces.text();
  question.client = pieces.text();
  question.message = pieces.rest();
  const json::object event = heard(question_event(question.session, question));
  require(event.at("session").to_number<std::uint64_t>() == question.session, "a session's number is itself");
  if (const json::value* bytes = event.if_contains("message_base64")) {
    require(!is_utf8(question.message), "only what is no UTF-8 comes as base64");
    require(from_base64(bytes->as_string()) == question.message, "a message can be had back");
  } else {
    require(std::string_view(event.at("message").as_string()) == question.message, "a message is itself");
  }
}

// Names and texts that a file, a folder or a client has chosen.
void check_replies(Pieces pieces) {
  const std::string one(pieces.text());
  const std::string two(pieces.text());
  const std::uint64_t number = pieces.number();
  Status status;
  status.version = status.log_level = one;
  status.configuration_file = two;
  status.reload_mistakes = {one, two};
  status.listeners.push_back({two, {one}, two, one, {{"bytes_in", number}}});
  const json::object reply = heard(status_reply(status));
  require(reply.at("reload_mistakes").as_array().size() == 2, "a text adds nothing to a list");
  require(reply.at("listeners").as_array().size() == 1, "a text adds no listener");

  ClientRow row;
  row.listener = one;
  row.address = two;
  row.bytes_in = number;
  const json::object clients = heard(clients_reply({row}, {}));
  const json::object& client = clients.at("clients").as_array().at(0).as_object();
  require(client.size() == 9 && client.at("bytes_in").to_number<std::uint64_t>() == number,
          "a text changes no other member");
  heard(reload_reply({false, {one, two}, {}}));
  heard(reload_reply({true, {}, {one, two}}));
}

}  // namespace

void control(std::string_view input) {
  check_request(input);
  check_answer(input);
  check_question(Pieces(input));
  check_replies(Pieces(input));
}

}  // namespace lanchat::fuzz
