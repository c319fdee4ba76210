// SPDX-License-Identifier: MIT
#include "config/nearest.hpp"

#include <gmock/gmock.h>

#include <vector>

namespace lanchat::config {
namespace {

TEST(EditDistance, CountsSingleEdits) {
  EXPECT_EQ(edit_distance("", ""), 0U);
  EXPECT_EQ(edit_distance("bind", "bind"), 0U);
  EXPECT_EQ(edit_distance("", "bind"), 4U);
  EXPECT_EQ(edit_distance("bind", ""), 4U);
  EXPECT_EQ(edit_distance("bnd", "bind"), 1U);
  EXPECT_EQ(edit_distance("bindd", "bind"), 1U);
  EXPECT_EQ(edit_distance("bond", "bind"), 1U);
  EXPECT_EQ(edit_distance("bidn", "bind"), 1U);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);
}

TEST(Nearest, FindsWhatWasMeant) {
  const std::vector<std::string> known{"bind", "backlog", "max-message-size", "max-clients"};
  EXPECT_EQ(nearest("bidn", known), "bind");
  EXPECT_EQ(nearest("Bind", known), "bind");
  EXPECT_EQ(nearest("max_message_size", known), "max-message-size");
  EXPECT_EQ(nearest("max-client", known), "max-clients");
}

TEST(Nearest, NamesNothingThatIsAnotherWord) {
  const std::vector<std::string> known{"bind", "deny", "max-message-size"};
  EXPECT_EQ(nearest("a", known), std::nullopt);
  EXPECT_EQ(nearest("", known), std::nullopt);
  EXPECT_EQ(nearest("blindly", known), std::nullopt);
  EXPECT_EQ(nearest("min-passage-time", known), std::nullopt);
  EXPECT_EQ(nearest(std::string(100'000, 'b'), known), std::nullopt);
  EXPECT_EQ(nearest("bind", {}), std::nullopt);
}

TEST(Nearest, PrefersTheFirstOfEquallyNearOnes) {
  const std::vector<std::string> known{"tail", "mail"};
  EXPECT_EQ(nearest("rail", known), "tail");
}

}  // namespace
}  // namespace lanchat::config
