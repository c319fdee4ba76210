// SPDX-License-Identifier: MIT
#include "simulation/talk.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace lanchat::simulation {
namespace {

std::string upper(std::string_view text) {
  std::string result(text);
  for (char& each : result) {
    if (each >= 'a' && each <= 'z') each = static_cast<char>(each - 'a' + 'A');
  }
  return result;
}

std::string payload_of(std::size_t size, Chance& chance) {
  std::string text(size, ' ');
  for (char& each : text)
    each = static_cast<char>('a' + chance.below(26));
  return text;
}

}  // namespace

std::string Rules::frame(std::string_view payload, std::string_view ending) const {
  std::string framed;
  if (framing == Framing::length) {
    for (std::size_t i = 0; i < length_bytes; ++i) {
      const std::size_t place = little ? i : length_bytes - 1 - i;
      framed += static_cast<char>(static_cast<std::uint64_t>(payload.size()) >> (place * 8));
    }
  }
  framed += payload;
  if (framing == Framing::line) framed += ending;
  return framed;
}

std::string Rules::last_words(std::string_view reason) const {
  using Entry = std::pair<std::string_view, std::string>;
  const std::array table{
      Entry{"message_too_long", "message longer than " + std::to_string(max_message_size) + " bytes"},
      Entry{"malformed_message", "the stream ended in the middle of a message"},
      Entry{"message_timeout", "message not completed in time"},
      Entry{"idle_timeout", "idle for too long"},
      Entry{"too_many_clients", "too many clients"},
      Entry{"connection_rate", "too many new connections"},
      Entry{"denied", "access denied"},
      Entry{"memory_limit", "too much memory used for clients"},
      Entry{"disconnected_by_operator", "disconnected by the operator"},
      Entry{"internal_error", "internal error"},
  };
  const auto* const found = std::ranges::find(table, reason, &Entry::first);
  return found == table.end() ? std::string() : frame("error: " + found->second, "\n");
}

std::optional<std::string> typed_answer(std::string_view message, Framing framing) {
  if (framing == Framing::raw) return std::string(message);
  if (message.size() % 5 == 4) return std::nullopt;
  return "<" + std::string(message) + ">";
}

std::string Talk::answer(std::string_view payload, std::string_view ending) const {
  switch (rules_.reply) {
    case Reply::echo:
      return rules_.frame(payload, ending);
    case Reply::uppercase:
      return rules_.frame(upper(payload), ending);
    case Reply::acknowledge:
      return rules_.frame("received", ending);
    case Reply::by_operator:
      break;
  }
  const auto typed = typed_answer(payload, rules_.framing);
  return typed ? rules_.frame(*typed, ending) : std::string();
}

void Talk::say(std::string_view payload, std::string_view ending) {
  if (rules_.framing == Framing::raw) {  // no boundary is promised: each byte may be a message
    for (const char each : payload) {
      bytes_ += each;
      said_.push_back({bytes_.size(), answer({&each, 1}, {})});
    }
    return;
  }
  bytes_ += rules_.frame(payload, ending);
  said_.push_back({bytes_.size(), answer(payload, ending)});
}

void Talk::say_too_much() {
  const std::string much(rules_.max_message_size + 1, 'x');
  too_much_from_ =
      rules_.framing == Framing::line ? bytes_.size() + much.size() : bytes_.size() + rules_.length_bytes;
  bytes_ += rules_.frame(much, "\n");
  end_ = "message_too_long";
}

void Talk::say_half(std::string_view payload) {
  if (rules_.framing == Framing::line) {
    bytes_ += payload;
    said_.push_back({bytes_.size(), answer(payload, "\n")});
    half_line_ = true;
  } else {
    const std::string framed = rules_.frame(payload, {});
    bytes_ += framed.substr(0, framed.size() - 1);
    end_ = "malformed_message";
  }
}

Talk Talk::chosen(Rules rules, Chance& chance) {
  Talk talk(rules);
  const std::size_t count = chance.below(12);
  const std::size_t room = rules.framing == Framing::length && rules.length_bytes == 1 ? 200 : 3000;
  const std::size_t longest =
      std::min<std::size_t>({rules.max_message_size, room, chance.one_of<std::size_t>({8, 100, 3000})});
  for (std::size_t i = 0; i < count; ++i)
    talk.say(payload_of(chance.below(longest + 1), chance), chance.one_in(3) ? "\r\n" : "\n");
  if (rules.framing == Framing::raw) return talk;
  const bool header_holds =
      rules.length_bytes > 2 || rules.max_message_size + 1 < std::size_t{1} << (8 * rules.length_bytes);
  if (chance.one_in(8) && (rules.framing == Framing::line || header_holds)) {
    talk.say_too_much();
  } else if (chance.one_in(6)) {
    talk.say_half(payload_of(chance.between(1, longest), chance));
  }
  return talk;
}

std::size_t Talk::whole(std::size_t size, bool ended) const {
  const auto found = std::ranges::upper_bound(said_, size, {}, &Said::until);
  auto count = static_cast<std::size_t>(found - said_.begin());
  if (half_line_ && count == said_.size() && !ended) --count;
  return count;
}

std::string Talk::answers(std::size_t count) const {
  std::string all;
  for (std::size_t i = 0; i < count; ++i)
    all += said_[i].answer;
  return all;
}

}  // namespace lanchat::simulation
