// SPDX-License-Identifier: MIT
#include "lanchat/usage/help_text.hpp"

#include <gmock/gmock.h>

namespace lanchat::usage {
namespace {

Program example() {
  Program program;
  program.name = "example";
  program.summary = "Shows what a table looks like.";
  program.synopses = {{{.name = "HOST"}, {.name = "PORT", .optional = true}}, {{.name = "unix:///PATH"}}};
  program.commands = {
      {.name = "stop", .arguments = {{.name = "NUMBER", .repeatable = true}}, .help = "stops those"}};
  program.options = {{.name = "file", .help = "reads it", .argument = {.name = "FILE"}},
                     {.name = "help", .help = "prints this", .letter = 'h'}};
  program.notes = {"A note."};
  program.exit_statuses = {{0, "done"}, {64, "wrong command line"}};
  program.see_also = {"example(1)", "other(8)"};
  return program;
}

TEST(HelpText, ShowsEveryPartOfTheTable) {
  EXPECT_EQ(help_text(example()),
            "Usage: example [OPTION]... HOST [PORT]\n"
            "       example [OPTION]... unix:///PATH\n"
            "Shows what a table looks like.\n"
            "\n"
            "Commands:\n"
            "  stop NUMBER...  stops those\n"
            "\n"
            "Options:\n"
            "  --file FILE  reads it\n"
            "  -h, --help   prints this\n"
            "\n"
            "A note.\n"
            "\n"
            "Exit status:\n"
            "  0   done\n"
            "  64  wrong command line\n"
            "\n"
            "Documentation: example(1), other(8)\n");
}

TEST(HelpText, LeavesOutWhatAProgramDoesNotHave) {
  Program program;
  program.name = "bare";
  program.summary = "Does nothing.";
  program.synopses = {{}};
  EXPECT_EQ(help_text(program), "Usage: bare [OPTION]...\nDoes nothing.\n");
}

TEST(HelpText, BreaksLongTextsAndIndentsThem) {
  Program program = example();
  program.options = {{.name = "long", .help = std::string(40, 'a') + ' ' + std::string(40, 'b')}};
  EXPECT_THAT(help_text(program), testing::HasSubstr("  --long  " + std::string(40, 'a') + "\n          " +
                                                     std::string(40, 'b') + "\n"));
}

}  // namespace
}  // namespace lanchat::usage
