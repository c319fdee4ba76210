// SPDX-License-Identifier: MIT
#include "lanchat/logging/escape.hpp"

#include "unit/logging/arbitrary_bytes.hpp"

#include <gtest/gtest.h>

#include <map>
#include <stdexcept>

namespace lanchat::logging {
namespace {

std::string utf8(unsigned long value) {
  const auto byte = [](unsigned long bits) { return static_cast<char>(bits); };
  if (value < 0x80) return {byte(value)};
  if (value < 0x800) return {byte(0xC0 | value >> 6), byte(0x80 | (value & 0x3F))};
  if (value < 0x10000)
    return {byte(0xE0 | value >> 12), byte(0x80 | (value >> 6 & 0x3F)), byte(0x80 | (value & 0x3F))};
  return {byte(0xF0 | value >> 18), byte(0x80 | (value >> 12 & 0x3F)), byte(0x80 | (value >> 6 & 0x3F)),
          byte(0x80 | (value & 0x3F))};
}

// Reads back what escape() wrote, by its documentation.
std::string unescape(std::string_view text) {
  std::string bytes;
  while (!text.empty()) {
    if (text.front() != '\\') {
      bytes += text.front();
      text.remove_prefix(1);
      continue;
    }
    const char kind = text.at(1);
    text.remove_prefix(2);
    if (kind == 'x') {
      bytes += static_cast<char>(std::stoul(std::string(text.substr(0, 2)), nullptr, 16));
      text.remove_prefix(2);
    } else if (kind == 'u') {
      const std::size_t end = text.find('}');
      bytes += utf8(std::stoul(std::string(text.substr(1, end - 1)), nullptr, 16));
      text.remove_prefix(end + 1);
    } else {
      bytes += kind == 'n' ? '\n' : kind == 'r' ? '\r' : kind == 't' ? '\t' : kind;
    }
  }
  return bytes;
}

TEST(Escape, LeavesVisibleTextAlone) {
  EXPECT_EQ(escape("hello, \"world\" = <0>"), "hello, \"world\" = <0>");
  EXPECT_EQ(escape("straße 日本 🙂 \u0627"), "straße 日本 🙂 \u0627");
  EXPECT_EQ(escape(""), "");
}

TEST(Escape, SpellsOutControls) {
  EXPECT_EQ(escape("a\nb\rc\td"), "a\\nb\\rc\\td");
  EXPECT_EQ(escape("\x1b[31m\x7f"), "\\x1b[31m\\x7f");
  EXPECT_EQ(escape(std::string_view("\0", 1)), "\\x00");
  EXPECT_EQ(escape("\u0085\u009b"), "\\u{85}\\u{9b}");
}

TEST(Escape, SpellsOutLineSeparatorsAndBidirectionalControls) {
  EXPECT_EQ(escape("\u2028\u2029"), "\\u{2028}\\u{2029}");
  EXPECT_EQ(escape("a\u202Eb\u2066"), "a\\u{202e}b\\u{2066}");
  EXPECT_EQ(escape("\u200F\u061C\uFEFF"), "\\u{200f}\\u{61c}\\u{feff}");
  EXPECT_EQ(escape("\U000E0041"), "\\u{e0041}");
}

// journalctl shows a text with one of these as a blob.
TEST(Escape, SpellsOutTheNoncharactersOfEveryPlane) {
  EXPECT_EQ(escape("\xef\xbf\xbe"), "\\u{fffe}");
  EXPECT_EQ(escape("\xf0\x9f\xbf\xbf"), "\\u{1ffff}");
  EXPECT_EQ(escape("\xf4\x8f\xbf\xbe"), "\\u{10fffe}");
}

TEST(Escape, KeepsJoinersOfScriptsAndEmoji) {
  EXPECT_EQ(escape("👩\u200D🚀"), "👩\u200D🚀");
}

TEST(Escape, SpellsOutBytesThatAreNotUtf8) {
  EXPECT_EQ(escape("\xff"), "\\xff");
  EXPECT_EQ(escape("\xc3"), "\\xc3");
  EXPECT_EQ(escape("\xc0\xaf"), "\\xc0\\xaf") << "overlong";
  EXPECT_EQ(escape("\xed\xa0\x80"), "\\xed\\xa0\\x80") << "a surrogate";
  EXPECT_EQ(escape("\xf4\x90\x80\x80"), "\\xf4\\x90\\x80\\x80") << "beyond U+10FFFF";
  EXPECT_EQ(escape("\xe2\x82x"), "\\xe2\\x82x") << "cut short";
}

TEST(Escape, DoublesBackslashes) {
  EXPECT_EQ(escape("\\n \\x41"), "\\\\n \\\\x41");
}

TEST(Escape, GivesOnePlainLineForArbitraryBytes) {
  for_arbitrary_bytes(
      [](const std::string& bytes) { ASSERT_TRUE(is_plain_line(escape(bytes))) << escape(bytes); });
}

TEST(Escape, CanBeReadBackForArbitraryBytes) {
  for_arbitrary_bytes(
      [](const std::string& bytes) { ASSERT_EQ(unescape(escape(bytes)), bytes) << escape(bytes); });
}

TEST(Escape, KeepsBackslashAndTabForATerminal) {
  EXPECT_EQ(escape_for_terminal("C:\\dir\tx\x1b[2J\n"), "C:\\dir\tx\\x1b[2J\\n");
}

TEST(Escape, EscapesQuotesWhereAsked) {
  std::string out = "\"";
  append_escaped_for_quotes(out, "say \"\\\"");
  EXPECT_EQ(out, R"("say \"\\\")");
}

}  // namespace
}  // namespace lanchat::logging
