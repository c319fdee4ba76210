// SPDX-License-Identifier: MIT
#include "manual/template.hpp"

#include <gmock/gmock.h>

namespace lanchat::manual {
namespace {

TEST(Template, PutsValuesInTheirPlaces) {
  EXPECT_EQ(filled("a @ONE@ b @TWO_WORDS@@ONE@", {{"ONE", "1"}, {"TWO_WORDS", "2"}}).value(), "a 1 b 21");
}

TEST(Template, LeavesOtherSignsAlone) {
  for (const char* text :
       {"", "no placeholder", "a@example.org", "@", "@@", "@lower@", "@OPEN", "@WITH BLANK@"}) {
    EXPECT_EQ(filled(text, {}).value(), text);
  }
}

TEST(Template, DoesNotLookIntoValues) {
  EXPECT_EQ(filled("@ONE@", {{"ONE", "@TWO@"}}).value(), "@TWO@");
}

TEST(Template, RefusesAPlaceholderWithoutAValue) {
  EXPECT_THAT(filled("a @ONE@", {}).error(), testing::HasSubstr("@ONE@"));
}

TEST(Template, RefusesAValueThatIsAskedForNowhere) {
  EXPECT_THAT(filled("@ONE@", {{"ONE", "1"}, {"TWO", "2"}}).error(), testing::HasSubstr("@TWO@"));
}

}  // namespace
}  // namespace lanchat::manual
