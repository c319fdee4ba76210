// SPDX-License-Identifier: MIT
#include "support/fake_conversation.hpp"
#include "unit/policy/make_policy.hpp"

#include <gtest/gtest.h>
#include <unicode/locid.h>
#include <unicode/unistr.h>

#include <cctype>
#include <random>
#include <string>
#include <string_view>

namespace lanchat::policy {
namespace {

struct UppercasePolicy : testing::Test {
  std::string upper(std::string_view message) { return support::reply_to(*policy, message); }

  PolicyEnvironment environment;
  std::unique_ptr<Policy> policy = make_policy("uppercase", environment);
};

// How many bytes at the front of `text` are one character in UTF-8 (RFC 3629's table, written out), or 0.
std::size_t character_size(std::string_view text) {
  const auto in = [text](std::size_t at, unsigned low, unsigned high) {
    return at < text.size() && static_cast<unsigned char>(text[at]) >= low &&
           static_cast<unsigned char>(text[at]) <= high;
  };
  const auto tail = [&](std::size_t at) { return in(at, 0x80, 0xBF); };
  if (in(0, 0x00, 0x7F)) return 1;
  if (in(0, 0xC2, 0xDF) && tail(1)) return 2;
  const bool three = (in(0, 0xE0, 0xE0) && in(1, 0xA0, 0xBF)) || (in(0, 0xE1, 0xEC) && tail(1)) ||
                     (in(0, 0xED, 0xED) && in(1, 0x80, 0x9F)) || (in(0, 0xEE, 0xEF) && tail(1));
  if (three && tail(2)) return 3;
  const bool four = (in(0, 0xF0, 0xF0) && in(1, 0x90, 0xBF)) || (in(0, 0xF1, 0xF3) && tail(1)) ||
                    (in(0, 0xF4, 0xF4) && in(1, 0x80, 0x8F));
  return four && tail(2) && tail(3) ? 4 : 0;
}

// The upper case of the characters, and every other byte as it is. Through UTF-16, another way than the
// policy's.
std::string expected_upper(std::string_view bytes) {
  std::string result;
  while (!bytes.empty()) {
    const std::size_t size = character_size(bytes);
    if (size == 0) {
      result += bytes.front();
    } else {
      icu::UnicodeString::fromUTF8({bytes.data(), static_cast<std::int32_t>(size)})
          .toUpper(icu::Locale::getRoot())
          .toUTF8String(result);
    }
    bytes.remove_prefix(size == 0 ? 1 : size);
  }
  return result;
}

std::string utf8(UChar32 character) {
  std::string bytes;
  icu::UnicodeString(character).toUTF8String(bytes);
  return bytes;
}

TEST_F(UppercasePolicy, MapsAscii) {
  EXPECT_EQ(upper("hello, World 42!"), "HELLO, WORLD 42!");
  EXPECT_EQ(upper(""), "");
}

TEST_F(UppercasePolicy, MapsEveryAsciiByteTheSameOnBothWays) {
  for (char byte = 0; byte >= 0 && byte < 127; ++byte) {
    const std::string expected(1, byte >= 'a' && byte <= 'z' ? static_cast<char>(byte - 32) : byte);
    EXPECT_EQ(upper({&byte, 1}), expected) << int{byte};
    EXPECT_EQ(upper(std::string("ü") + byte), "Ü" + expected) << int{byte};
  }
  EXPECT_EQ(upper("\x7F"), "\x7F");
}

TEST_F(UppercasePolicy, MapsOneCharacterToSeveral) {
  EXPECT_EQ(upper("straße"), "STRASSE");
  EXPECT_EQ(upper("ﬁsh, oﬃce"), "FISH, OFFICE");
  EXPECT_EQ(upper("ŉ"), "ʼN");
  EXPECT_EQ(upper("\u0390"), "\u0399\u0308\u0301");  // iota with two accents
}

TEST_F(UppercasePolicy, MapsOtherAlphabets) {
  EXPECT_EQ(upper("äöü éèç ñ"), "ÄÖÜ ÉÈÇ Ñ");
  EXPECT_EQ(upper("привет"), "ПРИВЕТ");
  EXPECT_EQ(upper("𐐨"), "𐐀");
}

TEST_F(UppercasePolicy, MapsGreekFinalSigma) {
  EXPECT_EQ(upper("οδυσσεύς"), "ΟΔΥΣΣΕΎΣ");
  EXPECT_EQ(upper("σς"), "ΣΣ");
}

TEST_F(UppercasePolicy, KnowsNoLanguage) {
  EXPECT_EQ(upper("ı"), "I");
  EXPECT_EQ(upper("i"), "I");
  EXPECT_EQ(upper("ïi"), "ÏI");  // not İ, as it were in Turkish
}

TEST_F(UppercasePolicy, LeavesWhatHasNoCaseAlone) {
  EXPECT_EQ(upper("日本語 🙂 ÄÖÜ ẞ"), "日本語 🙂 ÄÖÜ ẞ");
}

TEST_F(UppercasePolicy, PassesBytesThatAreNotUtf8) {
  const std::string cases[] = {
      "\x80",     "\xBF",         "\xFF",         "\xFE",         "\xC0\xAF",         "\xC3",
      "\xE2\x82", "\xE0\x80\xAF", "\xED\xA0\x80", "\xF0\x9F\x99", "\xF5\x80\x80\x80", "\xF4\x90\x80\x80"};
  for (const std::string& bytes : cases) {
    SCOPED_TRACE(testing::PrintToString(bytes));
    EXPECT_EQ(upper(bytes), bytes);
    EXPECT_EQ(upper("a" + bytes), "A" + bytes);
    EXPECT_EQ(upper(bytes + "a"), bytes + "A");
    EXPECT_EQ(upper("ü" + bytes + "straße" + bytes), "Ü" + bytes + "STRASSE" + bytes);
  }
}

TEST_F(UppercasePolicy, MapsEveryCharacterOfUnicode) {
  std::string all;
  for (UChar32 character = 0; character <= 0x10FFFF; ++character) {
    if (character < 0xD800 || character > 0xDFFF) all += utf8(character);
  }
  EXPECT_EQ(upper(all), expected_upper(all));
}

TEST_F(UppercasePolicy, MapsCharactersAndPassesTheRestWhateverTheBytes) {
  std::mt19937 random(20260209);
  const std::string pieces[] = {"a",    "ß",        "ü",        "ﬁ",    "ς", "ı",
                                "\xC3", "\xE2\x82", "\xF0\x90", "\x80", " ", "🙂"};
  for (int round = 0; round < 5000 && !HasFailure(); ++round) {
    std::string bytes;
    for (auto left = random() % 12; left > 0; --left) {
      bytes += random() % 2 == 0 ? std::string(1, static_cast<char>(random() % 256))
                                 : pieces[random() % std::size(pieces)];
    }
    EXPECT_EQ(upper(bytes), expected_upper(bytes)) << testing::PrintToString(bytes);
  }
}

TEST_F(UppercasePolicy, AppendsBehindWhatIsThere) {
  support::FakeConversation conversation;
  std::string reply = "kept as it is: ";
  EXPECT_EQ(policy->on_message("abc", conversation, reply), Outcome::reply);
  EXPECT_EQ(policy->on_message("straße", conversation, reply), Outcome::reply);
  EXPECT_EQ(reply, "kept as it is: ABCSTRASSE");
}

}  // namespace
}  // namespace lanchat::policy
