// SPDX-License-Identifier: MIT
#include "lanchatctl/message_bytes.hpp"

#include <gtest/gtest.h>

namespace lanchat::lanchatctl {
namespace {

TEST(MessageBytes, DecodesBase64AsTheStandardShows) {  // RFC 4648, section 10
  EXPECT_EQ(decode_base64(""), "");
  EXPECT_EQ(decode_base64("Zg=="), "f");
  EXPECT_EQ(decode_base64("Zm8="), "fo");
  EXPECT_EQ(decode_base64("Zm9v"), "foo");
  EXPECT_EQ(decode_base64("Zm9vYmFy"), "foobar");
  EXPECT_EQ(decode_base64("+/8A"), std::string("\xFB\xFF\0", 3));
}

TEST(MessageBytes, RefusesWhatIsNotBase64) {
  for (const auto* text : {"Z", "Zg", "Zg=", "Z===", "====", "Zm9v\n", "Zm-_", "=Zm9", "Zg==Zg=="}) {
    EXPECT_EQ(decode_base64(text), std::nullopt) << text;
  }
}

TEST(MessageBytes, PrefersTheBytesToTheirReadableForm) {
  EXPECT_EQ(message_bytes({{"message", "hello"}}), "hello");
  EXPECT_EQ(message_bytes({{"message", "b?"}, {"message_base64", "Yv8="}}), "b\xFF");
  EXPECT_EQ(message_bytes({{"message", "b?"}, {"message_base64", "!"}}), "b?");
  EXPECT_EQ(message_bytes({}), "");
}

}  // namespace
}  // namespace lanchat::lanchatctl
