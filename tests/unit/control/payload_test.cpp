// SPDX-License-Identifier: MIT
#include "control/payload.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

#include <string>

namespace lanchat::control {
namespace {

using namespace std::string_literals;

TEST(Payload, TellsUtf8FromOtherBytes) {
  for (const auto& text : {""s, "plain"s, "Stra\xC3\x9F"s, "\xE2\x82\xAC"s, "\xF0\x9F\x98\x80"s, "\0"s,
                           "\xED\x9F\xBF"s, "\xEF\xBF\xBF"s, "\xF4\x8F\xBF\xBF"s}) {
    EXPECT_TRUE(is_utf8(text)) << base64(text);
  }
  for (const auto& bytes :
       {"\xFF"s, "\x80"s, "\xC3"s, "\xC0\x80"s, "\xE0\x80\x80"s, "\xED\xA0\x80"s, "\xF0\x80\x80\x80"s,
        "\xF4\x90\x80\x80"s, "\xF5\x80\x80\x80"s, "\xE2\x82"s, "\xF0\x9F\x98"s, "ok\xC3(ok"s}) {
    EXPECT_FALSE(is_utf8(bytes)) << base64(bytes);
  }
}

TEST(Payload, ReplacesEachByteThatIsNotUtf8) {
  EXPECT_EQ(readable("a\xFF\xC3z"), "a\xEF\xBF\xBD\xEF\xBF\xBDz");
  EXPECT_EQ(readable("Stra\xC3\x9F\x65"), "Stra\xC3\x9F\x65");
}

TEST(Payload, EncodesBase64AsTheStandardShows) {  // RFC 4648, section 10
  EXPECT_EQ(base64(""), "");
  EXPECT_EQ(base64("f"), "Zg==");
  EXPECT_EQ(base64("fo"), "Zm8=");
  EXPECT_EQ(base64("foo"), "Zm9v");
  EXPECT_EQ(base64("foob"), "Zm9vYg==");
  EXPECT_EQ(base64("fooba"), "Zm9vYmE=");
  EXPECT_EQ(base64("foobar"), "Zm9vYmFy");
  EXPECT_EQ(base64("\xFB\xFF\x00"s), "+/8A");
}

TEST(Payload, MakesEveryByteValidJson) {
  std::string every_byte;
  for (int byte = 0; byte < 256; ++byte)
    every_byte += static_cast<char>(byte);
  boost::json::object object;
  add_message(object, every_byte);
  const auto read_back = boost::json::parse(boost::json::serialize(object)).as_object();
  EXPECT_EQ(read_back.at("message_base64").as_string(), base64(every_byte));
}

TEST(Payload, AddsNoBase64ToUtf8) {
  boost::json::object object;
  add_message(object, "\x1B[2J\n\"quoted\"");
  EXPECT_FALSE(object.contains("message_base64"));
  const auto read_back = boost::json::parse(boost::json::serialize(object)).as_object();
  EXPECT_EQ(read_back.at("message").as_string(), "\x1B[2J\n\"quoted\"");
}

}  // namespace
}  // namespace lanchat::control
