// SPDX-License-Identifier: MIT
#include "lanchat/usage/wrapped.hpp"

#include <gmock/gmock.h>

namespace lanchat::usage {
namespace {

using testing::ElementsAre;

TEST(Wrapped, FillsLinesUpToTheWidth) {
  EXPECT_THAT(wrapped("one two three", 7), ElementsAre("one two", "three"));
  EXPECT_THAT(wrapped("one two three", 6), ElementsAre("one", "two", "three"));
  EXPECT_THAT(wrapped("one two three", 80), ElementsAre("one two three"));
}

TEST(Wrapped, TakesAnyNumberOfBlanks) {
  EXPECT_THAT(wrapped("  one \n  two  ", 80), ElementsAre("one two"));
}

TEST(Wrapped, LeavesLongWordsWhole) {
  EXPECT_THAT(wrapped("a abcdefgh b", 3), ElementsAre("a", "abcdefgh", "b"));
}

TEST(Wrapped, GivesOneLineForNoWord) {
  EXPECT_THAT(wrapped("", 10), ElementsAre(""));
  EXPECT_THAT(wrapped("   ", 10), ElementsAre(""));
}

}  // namespace
}  // namespace lanchat::usage
