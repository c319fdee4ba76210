// SPDX-License-Identifier: MIT
#include "lanchat/policy/policy_table.hpp"

#include <unicode/bytestream.h>
#include <unicode/casemap.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <stdexcept>

namespace lanchat::policy {
namespace {

// Both loops go over every byte, without a way out in between: so the compiler does many at a time.
bool is_ascii(std::string_view text) noexcept {
  unsigned char bits = 0;
  for (const char byte : text)
    bits |= static_cast<unsigned char>(byte);
  return bits < 0x80;
}

constexpr char ascii_upper(char byte) noexcept {
  return byte >= 'a' && byte <= 'z' ? static_cast<char>(byte - 'a' + 'A') : byte;
}

// The full mapping of Unicode's SpecialCasing, in no language's tailoring. ICU copies what is not UTF-8 as it
// is.
void append_upper(std::string_view text, std::string& out) {
  icu::StringByteSink<std::string> sink(&out);
  UErrorCode error = U_ZERO_ERROR;
  const icu::StringPiece piece(text.data(), static_cast<std::int32_t>(text.size()));
  icu::CaseMap::utf8ToUpper("", 0, piece, sink, nullptr, error);
  if (U_FAILURE(error)) throw std::runtime_error(u_errorName(error));
}

class UppercasePolicy final : public Policy {
 public:
  Outcome on_message(std::string_view message, Conversation&, std::string& reply) override {
    if (is_ascii(message)) {
      const std::size_t from = reply.size();
      reply.append(message);
      std::ranges::transform(reply.begin() + static_cast<std::ptrdiff_t>(from), reply.end(),
                             reply.begin() + static_cast<std::ptrdiff_t>(from), ascii_upper);
      return Outcome::reply;
    }
    while (!message.empty()) {
      const std::string_view piece = message.substr(0, piece_size(message));
      append_upper(piece, reply);
      message.remove_prefix(piece.size());
    }
    return Outcome::reply;
  }

 private:
  // ICU counts in 32 bits, and a message may be longer where its limit is switched off: then it is cut where
  // no character is.
  static std::size_t piece_size(std::string_view message) noexcept {
    constexpr std::size_t largest = std::size_t{1} << 30;
    if (message.size() <= largest) return message.size();
    std::size_t size = largest;
    while (size > largest - 3 && U8_IS_TRAIL(message[size]))
      --size;
    return size;
  }
};

std::unique_ptr<Policy> make(const PolicySettings&, PolicyEnvironment&) {
  return std::make_unique<UppercasePolicy>();
}

}  // namespace

extern const PolicyEntry uppercase_policy;
constinit const PolicyEntry uppercase_policy{
    "uppercase", "the message in upper case (Unicode)", {}, nullptr, make};

}  // namespace lanchat::policy
