// SPDX-License-Identifier: MIT
#include "config/line_grammar.hpp"

#include <gmock/gmock.h>

#include <random>

namespace lanchat::config {
namespace {

using testing::HasSubstr;

std::string value_of(std::string_view line) {
  const Line parsed = parse_line(line);
  const auto* assignment = std::get_if<Assignment>(&parsed);
  if (assignment == nullptr) return "not an assignment";
  return assignment->key + '|' + assignment->value + '|';
}

std::string section_of(std::string_view line) {
  const Line parsed = parse_line(line);
  const auto* header = std::get_if<SectionHeader>(&parsed);
  return header == nullptr ? "not a section" : header->name;
}

Malformed malformed(std::string_view line) {
  const Line parsed = parse_line(line);
  const auto* wrong = std::get_if<Malformed>(&parsed);
  return wrong == nullptr ? Malformed{"not malformed", {}} : *wrong;
}

TEST(LineGrammar, TakesEmptyLinesAndCommentsForNothing) {
  for (const std::string_view line :
       {"", " ", "\t", "\r", "  \r", "#", "# key = value", "   # [section]", "#\r"}) {
    EXPECT_TRUE(std::holds_alternative<Nothing>(parse_line(line))) << line;
  }
}

TEST(LineGrammar, TrimsKeyAndValue) {
  EXPECT_EQ(value_of("key=value"), "key|value|");
  EXPECT_EQ(value_of("  key\t=  the value \t"), "key|the value|");
  EXPECT_EQ(value_of("key = value\r"), "key|value|");
  EXPECT_EQ(value_of("key = a = b"), "key|a = b|");
}

TEST(LineGrammar, ReadsAnEmptyValue) {
  EXPECT_EQ(value_of("key ="), "key||");
  EXPECT_EQ(value_of("key =  # nothing"), "key||");
  EXPECT_EQ(value_of("key = #nothing"), "key||");
  EXPECT_EQ(value_of("key = \"\""), "key||");
}

TEST(LineGrammar, EndsAnUnquotedValueAtACommentBehindABlank) {
  EXPECT_EQ(value_of("key = value # why"), "key|value|");
  EXPECT_EQ(value_of("key = value\t#why"), "key|value|");
  EXPECT_EQ(value_of("key = room#1"), "key|room#1|");
  EXPECT_EQ(value_of("key = room#1 #2"), "key|room#1|");
}

TEST(LineGrammar, KeepsBlanksAndHashInQuotationMarks) {
  EXPECT_EQ(value_of(R"(key = "[%H:%M] ")"), "key|[%H:%M] |");
  EXPECT_EQ(value_of(R"(key = "a # b" # comment)"), "key|a # b|");
  EXPECT_EQ(value_of("key = \" a\t\"\r"), "key| a\t|");
}

TEST(LineGrammar, ReadsEscapesInQuotationMarksOnly) {
  EXPECT_EQ(value_of(R"(key = "\"\\\n\r\t")"), "key|\"\\\n\r\t|");
  EXPECT_EQ(value_of(R"(key = a\nb)"), R"(key|a\nb|)");
  EXPECT_EQ(value_of(R"(key = say "hi")"), R"(key|say "hi"|)");
}

TEST(LineGrammar, RefusesWrongQuotation) {
  EXPECT_THAT(malformed(R"(key = "open)").what, HasSubstr("closing quotation mark is missing"));
  EXPECT_THAT(malformed(R"(key = "open\")").what, HasSubstr("closing quotation mark is missing"));
  EXPECT_THAT(malformed(R"(key = "a" b)").what, HasSubstr("only a # comment may follow"));
  EXPECT_THAT(malformed(R"(key = "\q")").what, HasSubstr("a backslash in quotation marks"));
  EXPECT_THAT(malformed(R"(key = "\)").what, HasSubstr("a backslash in quotation marks"));
  EXPECT_EQ(malformed(R"(key = "open)").key, "key");
}

TEST(LineGrammar, ReadsSectionHeaders) {
  EXPECT_EQ(section_of("[listener.main]"), "listener.main");
  EXPECT_EQ(section_of("  [ listener.main ]  # the first\r"), "listener.main");
  EXPECT_EQ(section_of("[]"), "");
}

TEST(LineGrammar, RefusesMalformedSectionHeaders) {
  EXPECT_EQ(malformed("[listener.main").what,
            "'[listener.main' is no section header, allowed is [listener.NAME]");
  EXPECT_THAT(malformed("[listener.main] bind = x").what, HasSubstr("is no section header"));
  EXPECT_THAT(malformed("[[listener.main]]").what, HasSubstr("is no section header"));
}

TEST(LineGrammar, RefusesLinesWithoutEqualsSignOrKey) {
  EXPECT_EQ(malformed("workers 4 # four").what,
            "'workers 4' is no setting, allowed is key = value, [listener.NAME], # comment");
  EXPECT_EQ(malformed("workers").key, "");
  EXPECT_THAT(malformed(" = 4").what, HasSubstr("the key before '=' is missing"));
}

TEST(LineGrammar, WritesPlainValuesAsTheyAre) {
  for (const std::string_view value :
       {"", "64K", "tcp://*:8888", "no operator is available", "a\\b", "a\"b"}) {
    EXPECT_EQ(written_value(value), value);
  }
}

TEST(LineGrammar, QuotesWhatWouldNotComeBack) {
  EXPECT_EQ(written_value("[%Y] "), R"("[%Y] ")");
  EXPECT_EQ(written_value(" x"), R"(" x")");
  EXPECT_EQ(written_value("#"), R"("#")");
  EXPECT_EQ(written_value("\"x"), R"("\"x")");
  EXPECT_EQ(written_value("a\nb\\"), R"("a\nb\\")");
}

TEST(LineGrammar, ReadsBackEveryWrittenValue) {
  std::mt19937 random(8888);  // a fixed seed: the same values in every run
  constexpr std::string_view letters = "ab #\"\\\n\r\t=[]\x01\x7f\xc3\xa9\v";
  for (int round = 0; round < 20000; ++round) {
    std::string value;
    for (auto left = random() % 8; left > 0; --left)
      value += letters[random() % letters.size()];
    ASSERT_EQ(value_of("key = " + written_value(value) + "   # default"), "key|" + value + '|');
  }
}

TEST(LineGrammar, SurvivesArbitraryBytes) {
  std::mt19937 random(42);
  for (int round = 0; round < 20000; ++round) {
    std::string line;
    for (auto left = random() % 12; left > 0; --left)
      line += static_cast<char>(random() % 256);
    const Line parsed = parse_line(line);
    if (const auto* assignment = std::get_if<Assignment>(&parsed)) {
      ASSERT_FALSE(assignment->key.empty());
    }
  }
}

TEST(LineGrammar, ShowsControlCharactersEscapedAndLongTextsShortened) {
  EXPECT_EQ(shown("a\x1b[1m"), R"('a\x1b[1m')");
  EXPECT_EQ(shown(std::string(80, 'a')), '\'' + std::string(80, 'a') + '\'');
  EXPECT_EQ(shown(std::string(81, 'a')), '\'' + std::string(80, 'a') + "...'");
  EXPECT_EQ(shown(std::string(79, 'a') + "\xc3\xa9"), '\'' + std::string(79, 'a') + "...'");
  EXPECT_EQ(shown(std::string(100, '\x80')), "'...'");
}

}  // namespace
}  // namespace lanchat::config
