// SPDX-License-Identifier: MIT
// The scripts' texts; what shells make of them is tests/e2e/test_completions.py's business.
#include "manual/completions.hpp"

#include <gmock/gmock.h>

namespace lanchat::manual {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using usage::Offer;

usage::Program example() {
  usage::Program program;
  program.name = "example";
  program.synopses = {{{.name = "COMMAND"}}};
  program.commands = {{.name = "stop",
                       .arguments = {{.name = "WHAT", .offer = Offer::words, .words = {"all", "one"}}},
                       .help = "doesn't go on: [never]; really"},
                      {.name = "go", .help = "goes on"}};
  program.options = {{.name = "file", .help = "reads it", .argument = {.name = "FILE", .offer = Offer::file}},
                     {.name = "set",
                      .help = "sets it",
                      .argument = {.name = "K=V", .offer = Offer::beginnings, .words = {"a=", "b="}},
                      .repeatable = true},
                     {.name = "help", .help = "helps", .letter = 'h'}};
  return program;
}

TEST(FirstClause, EndsAtASemicolonOrColon) {
  EXPECT_EQ(first_clause("send it; or not"), "send it");
  EXPECT_EQ(first_clause("one of: a, b"), "one of");
  EXPECT_EQ(first_clause("tcp://x, y"), "tcp://x, y");
}

TEST(BashCompletion, OffersOptionsCommandsAndTheirWords) {
  EXPECT_THAT(bash_completion(example()),
              AllOf(HasSubstr("-W '--file --set -h --help' --"), HasSubstr("0:*)\n"),
                    HasSubstr("-W 'stop go' --"), HasSubstr("1:stop)\n"), HasSubstr("-W 'all one' --"),
                    Not(HasSubstr("1:go)")), HasSubstr("complete -F _example example\n")));
}

TEST(ZshCompletion, QuotesWhatIsSpecialThere) {
  EXPECT_THAT(
      zsh_completion(example()),
      AllOf(testing::StartsWith("#compdef example\n"), HasSubstr("'stop:doesn'\\''t go on'"),
            HasSubstr("'--file=[reads it]:FILE:_files'"), HasSubstr("'*--set=[sets it]:K=V:_example_k_v'"),
            HasSubstr("'(-h --help)'{-h,--help}'[helps]'")));
}

TEST(FishCompletion, QuotesWhatIsSpecialThere) {
  EXPECT_THAT(
      fish_completion(example()),
      AllOf(HasSubstr("-a stop -d 'doesn\\'t go on'\n"), HasSubstr(" -l file -r -F -d 'reads it'\n"),
            HasSubstr(" -l set -x -a 'a= b=' -d 'sets it'\n"), HasSubstr(" -s h -l help -d 'helps'\n")));
}

}  // namespace
}  // namespace lanchat::manual
