// SPDX-License-Identifier: MIT
#include "lanchatctl/table.hpp"

#include <gtest/gtest.h>

namespace lanchat::lanchatctl {
namespace {

using namespace std::chrono_literals;

TEST(Table, AlignsItsColumns) {
  Table table;
  table.add_column("NAME");
  table.add_column("COUNT", Table::Align::right);
  table.add_column("NOTE");
  table.add_row({"a", "1", "x"});
  table.add_row({"longer", "1234567"});
  EXPECT_EQ(table.text(),
            "NAME      COUNT  NOTE\n"
            "a             1  x\n"
            "longer  1234567\n");
}

TEST(Table, HasNoHeadingWithoutTitles) {
  Table table;
  table.add_column("");
  table.add_row({"a"});
  EXPECT_EQ(table.text(), "a\n");
}

TEST(Table, CountsCharactersAndEscapesStrangersBytes) {
  Table table;
  table.add_column("A");
  table.add_column("B");
  table.add_row({"Stra\xC3\x9F\x65", "x"});
  table.add_row({"\x1B[2J", "y"});
  EXPECT_EQ(table.text(),
            "A        B\n"
            "Stra\xC3\x9F\x65   x\n"
            "\\x1b[2J  y\n");
}

TEST(HumanSize, ShowsAtMostOneDecimal) {
  EXPECT_EQ(human_size(0), "0");
  EXPECT_EQ(human_size(1023), "1023");
  EXPECT_EQ(human_size(1024), "1.0K");
  EXPECT_EQ(human_size(1536), "1.5K");
  EXPECT_EQ(human_size(10 * 1024), "10K");
  EXPECT_EQ(human_size(1024 * 1024 - 1), "1.0M");
  EXPECT_EQ(human_size(5ULL << 30U), "5.0G");
  EXPECT_EQ(human_size(~std::uint64_t{0}), "16E");
}

TEST(HumanAge, ShowsTheTwoLargestUnits) {
  EXPECT_EQ(human_age(0ms), "0s");
  EXPECT_EQ(human_age(999ms), "0s");
  EXPECT_EQ(human_age(59s), "59s");
  EXPECT_EQ(human_age(60s), "1m 0s");
  EXPECT_EQ(human_age(3h + 12min + 5s), "3h 12m");
  EXPECT_EQ(human_age(53h), "2d 5h");
}

}  // namespace
}  // namespace lanchat::lanchatctl
