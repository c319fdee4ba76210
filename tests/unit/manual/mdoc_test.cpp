// SPDX-License-Identifier: MIT
#include "manual/mdoc.hpp"

#include <gmock/gmock.h>

namespace lanchat::manual {
namespace {

using testing::HasSubstr;

TEST(Mdoc, BeginsALineWithEverySentence) {
  EXPECT_EQ(mdoc_text("One. Two: a.b, c. Three."), "One.\nTwo: a.b, c.\nThree.");
}

TEST(Mdoc, KeepsLinesToTheWidthOfATerminal) {
  EXPECT_EQ(mdoc_text(std::string(50, 'a') + ' ' + std::string(50, 'b') + '.'),
            std::string(50, 'a') + '\n' + std::string(50, 'b') + '.');
}

TEST(Mdoc, ProtectsWhatWouldBeARequest) {
  EXPECT_EQ(mdoc_text(".conf is a suffix. 'x' is quoted."), "\\&.conf is a suffix.\n\\&'x' is quoted.");
  EXPECT_EQ(mdoc_text("a\\b"), "a\\eb");
  EXPECT_EQ(mdoc_literal(".a\n'b\n\\\n\nc-d"), "\\&.a\n\\&'b\n\\e\n\nc\\-d");
}

TEST(Mdoc, KeepsHyphensThatAreTyped) {
  EXPECT_EQ(mdoc_text("well-known `a-b` and --count"), "well-known \\fB\\%a\\-b\\fP and \\-\\-count");
}

TEST(Mdoc, MakesSentencesOfPhrases) {
  EXPECT_EQ(mdoc_sentences("prints this", "It ends then."), "Prints this.\nIt ends then.");
  EXPECT_EQ(mdoc_sentences("TCP", ""), "TCP.");
}

TEST(Mdoc, ShowsOptionsInSynopsisAndList) {
  usage::Program program;
  program.synopses = {{{.name = "HOST"}, {.name = "PORT", .optional = true}}};
  program.options = {{.name = "set-all", .help = "sets", .argument = {.name = "K=V"}, .repeatable = true},
                     {.name = "help", .help = "helps", .letter = 'h'}};
  EXPECT_EQ(mdoc_synopsis(program),
            ".Nm\n.Op Fl \\-set\\-all Ar K=V ...\n.Op Fl h , Fl \\-help\n.Ar HOST\n.Op Ar PORT");
  EXPECT_EQ(mdoc_options(program),
            ".Bl -tag -width Ds\n.It Fl \\-set\\-all Ar K=V\nSets.\n.It Fl h , Fl \\-help\nHelps.\n.El");
}

TEST(Mdoc, ShowsCommandsWithTheirArguments) {
  usage::Program program;
  program.commands = {{.name = "log-level",
                       .arguments = {{.name = "LEVEL"}, {.name = "DURATION", .optional = true}},
                       .help = "logs"}};
  EXPECT_THAT(mdoc_commands(program), HasSubstr("\n.It Cm log\\-level Ar LEVEL Op Ar DURATION\nLogs.\n"));
}

TEST(Mdoc, ShowsTheDefaultOfAKeyThatHasOne) {
  EXPECT_THAT(mdoc_keys({{.name = "a-b", .default_value = "[x] ", .help = "what", .why = "Why."}}),
              HasSubstr(".It Cm a\\-b\nWhat.\nWhy.\nDefault:\n.Ql \"[x] \" ."));
  EXPECT_THAT(mdoc_keys({{.name = "list", .help = "what"}}), testing::Not(HasSubstr("Default")));
}

}  // namespace
}  // namespace lanchat::manual
