// SPDX-License-Identifier: MIT
#include "line_editor/cursor_row.hpp"

#include <gtest/gtest.h>

#include <clocale>
#include <string>

namespace lanchat::line_editor {
namespace {

class CursorRow : public testing::Test {
 protected:
  void SetUp() override { ASSERT_NE(std::setlocale(LC_CTYPE, "C.UTF-8"), nullptr); }

  void TearDown() override { std::setlocale(LC_CTYPE, "C"); }
};

TEST_F(CursorRow, IsTheFirstUntilTheRowIsFull) {
  EXPECT_EQ(cursor_row(2, L"", 10), 0U);
  EXPECT_EQ(cursor_row(2, L"1234567", 10), 0U);
  EXPECT_EQ(cursor_row(2, L"12345678", 10), 1U);
  EXPECT_EQ(cursor_row(2, std::wstring(100, L'x'), 10), 10U);
}

TEST_F(CursorRow, CountsWideCharactersTwice) {
  EXPECT_EQ(cursor_row(2, L"日本語", 10), 0U);
  EXPECT_EQ(cursor_row(2, L"日本語日", 10), 1U);
}

TEST_F(CursorRow, MovesAWideCharacterThatDoesNotFitToTheNextRow) {
  EXPECT_EQ(cursor_row(3, L"日本語", 10), 0U);
  EXPECT_EQ(cursor_row(3, L"日本語日", 10), 1U);
  EXPECT_EQ(cursor_row(3, L"日本語日日日日日", 10), 2U);
}

TEST_F(CursorRow, CountsControlsAsTheyAreShown) {
  EXPECT_EQ(cursor_row(2, L"\x01\x02\x03", 10), 0U);
  EXPECT_EQ(cursor_row(2, L"\x01\x02\x03\x04", 10), 1U);
  EXPECT_EQ(cursor_row(2, L"\t", 10), 0U);
  EXPECT_EQ(cursor_row(2, L"\tab", 10), 1U);
}

TEST_F(CursorRow, IsTheFirstOnATerminalOfUnknownWidth) {
  EXPECT_EQ(cursor_row(2, L"text", 0), 0U);
}

}  // namespace
}  // namespace lanchat::line_editor
