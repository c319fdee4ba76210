// SPDX-License-Identifier: MIT
#include "lanchatctl/operator_dialogue.hpp"

#include "lanchatctl/members.hpp"
#include "lanchatctl/message_bytes.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>

#include <array>
#include <charconv>
#include <utility>

namespace lanchat::lanchatctl {
namespace {

namespace json = boost::json;
using Step = OperatorDialogue::Step;

constexpr std::size_t most_remembered = 1'000;
constexpr std::string_view blanks = " \t";
constexpr std::string_view not_delivered = ", the answer was not delivered";

Step shown(std::string line) {
  return {{std::move(line)}, std::nullopt, false};
}

Step help() {
  return {{"NUMBER text   answers that question", "text          answers the oldest question",
           " text         the same, with a blank before a text that itself begins with a number",
           "\\h            this help", "\\q            leaves; so does the end of input"},
          std::nullopt,
          false};
}

std::string hash(std::uint64_t number) {
  return "#" + std::to_string(number);
}

// What `settled` and the daemon's refusals are called for a person.
std::string reason(std::string_view code) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 4> reasons{{
      {"answered", "answered at another console"},
      {"already_answered", "already answered"},
      {"timed_out", "nobody answered in time"},
      {"client_gone", "the client has gone"},
  }};
  for (const auto& [name, text] : reasons) {
    if (name == code) return std::string(text);
  }
  return {};
}

bool is_utf8(std::string_view text) {
  boost::system::error_code error;
  json::parse(json::serialize(json::string(text)), error);  // which knows, and refuses what is not
  return !error;
}

}  // namespace

Step OperatorDialogue::typed(std::string_view line) {
  if (line == "\\q") return {{}, std::nullopt, true};
  if (line == "\\h" || line == "help") return help();

  std::uint64_t number = 0;
  const auto [after, error] = std::from_chars(line.data(), line.data() + line.size(), number);
  const std::size_t digits = static_cast<std::size_t>(after - line.data());
  if (digits > 0 && digits < line.size() && blanks.contains(line[digits])) {
    if (error != std::errc{} || number == 0) number = ~std::uint64_t{0};  // a number no question has
    if (waiting_.contains(number)) return answer(number, line.substr(digits + 1));
    const auto found = gone_.find(number);
    const std::string name = "#" + std::string(line.substr(0, digits));
    if (found == gone_.end()) return failure(name + ": no such question waits, nothing was sent");
    return failure(name + ": " + found->second + std::string(not_delivered));
  }
  if (!line.empty() && blanks.contains(line.front())) line.remove_prefix(1);
  if (line.empty()) return shown("nothing to send");
  if (waiting_.empty()) return failure("no question waits, nothing was sent");
  return answer(*waiting_.begin(), line);
}

Step OperatorDialogue::answer(std::uint64_t number, std::string_view text) {
  if (text.empty()) return shown("nothing to send");
  if (!is_utf8(text)) return failure(hash(number) + ": the answer is not UTF-8, nothing was sent");
  waiting_.erase(number);
  given_.insert(number);
  remember(number, "answered already");
  return {{}, json::object{{"number", number}, {"text", text}}, false};
}

Step OperatorDialogue::failure(std::string text) {
  failed_ = true;
  return shown(std::move(text));
}

Step OperatorDialogue::received(const json::object& line) {
  const std::string event = text_member(line, "event");
  if (event == "question") return on_question(line);
  if (event == "settled") return on_settled(line);
  if (event == "delivery") return on_delivery(line);
  return event.empty() ? on_reply(line) : Step{};  // an event of a newer daemon
}

Step OperatorDialogue::on_question(const json::object& event) {
  if (announced_ > 0) --announced_;
  const std::uint64_t number = number_member(event, "number");
  waiting_.insert(number);
  return shown(hash(number) + ' ' + text_member(event, "listener") + ' ' + text_member(event, "client") +
               ": " + message_bytes(event));
}

Step OperatorDialogue::on_settled(const json::object& event) {
  const std::uint64_t number = number_member(event, "number");
  const std::string why = reason(text_member(event, "why"));
  waiting_.erase(number);
  remember(number, why.empty() ? "settled" : why);
  return shown(hash(number) + ": " + gone_[number]);
}

Step OperatorDialogue::on_delivery(const json::object& event) {
  const std::uint64_t number = number_member(event, "number");
  given_.erase(number);
  if (true_member(event, "delivered")) return shown(hash(number) + " answered");
  remember(number, "the client has gone");
  return failure(hash(number) + ": the client has gone" + std::string(not_delivered));
}

Step OperatorDialogue::on_reply(const json::object& reply) {
  if (true_member(reply, "ok")) return {};
  const std::uint64_t number = number_member(reply, "number");
  std::string why = reason(text_member(reply, "code"));
  if (why.empty()) why = text_member(reply, "error");
  if (why.empty()) why = "the daemon refused";
  if (number == 0) return failure(std::move(why));
  given_.erase(number);
  return failure(hash(number) + ": " + why + std::string(not_delivered));
}

void OperatorDialogue::remember(std::uint64_t number, std::string why) {
  gone_[number] = std::move(why);
  if (gone_.size() > most_remembered) gone_.erase(gone_.begin());
}

}  // namespace lanchat::lanchatctl
