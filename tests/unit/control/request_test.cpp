// SPDX-License-Identifier: MIT
#include "control/request.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace lanchat::control {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(Request, ReadsTheCommandsWithoutArguments) {
  EXPECT_TRUE(std::holds_alternative<StatusRequest>(parse_request(R"({"command":"status"})").value()));
  EXPECT_TRUE(std::holds_alternative<ClientsRequest>(parse_request(R"({"command":"clients"})").value()));
  EXPECT_TRUE(
      std::holds_alternative<StatisticsRequest>(parse_request(R"({"command":"statistics"})").value()));
  EXPECT_TRUE(std::holds_alternative<ReloadRequest>(parse_request(R"( {"command" : "reload"} )").value()));
  EXPECT_TRUE(std::holds_alternative<OperatorRequest>(parse_request(R"({"command":"operator"})").value()));
}

TEST(Request, ReadsALogLevelWithAndWithoutDuration) {
  const auto lasting = parse_request(R"({"command":"log-level","level":"trace"})").value();
  EXPECT_EQ(std::get<LogLevelRequest>(lasting).level, logging::Level::trace);
  EXPECT_FALSE(std::get<LogLevelRequest>(lasting).duration);
  const auto passing =
      parse_request(R"({"command":"log-level","level":"error","duration_ms":600000})").value();
  EXPECT_EQ(std::get<LogLevelRequest>(passing).level, logging::Level::error);
  EXPECT_EQ(std::get<LogLevelRequest>(passing).duration, std::chrono::minutes{10});
}

TEST(Request, ReadsSessionNumbersOfEverySize) {
  const auto request =
      parse_request(R"({"command":"disconnect","sessions":[1,18446744073709551615]})").value();
  EXPECT_THAT(std::get<DisconnectRequest>(request).sessions, ElementsAre(1U, ~std::uint64_t{0}));
}

TEST(Request, NamesACommandThatDoesNotExist) {
  const auto refusal = parse_request(R"({"command":"explode"})").error();
  EXPECT_EQ(refusal.code, "unknown_command");
  EXPECT_THAT(refusal.error, HasSubstr("explode"));
}

TEST(Request, RefusesAMemberNobodyKnows) {
  const auto refusal = parse_request(R"({"command":"log-level","level":"info","duration":5})").error();
  EXPECT_EQ(refusal.code, "bad_request");
  EXPECT_THAT(refusal.error, HasSubstr("\"duration\""));
}

class BadRequest : public testing::TestWithParam<std::string> {};

TEST_P(BadRequest, IsRefusedAsAValue) {
  const auto request = parse_request(GetParam());
  ASSERT_FALSE(request);
  EXPECT_EQ(request.error().code, "bad_request");
  EXPECT_FALSE(request.error().error.empty());
}

INSTANTIATE_TEST_SUITE_P(
    Lines, BadRequest,
    testing::Values(
        "", "{", "status", "[]", "null", "{}", R"({"command":7})", R"({"command":"status"} x)",
        "{\"command\":\"\xFF\"}", R"({"command":"log-level"})", R"({"command":"log-level","level":"loud"})",
        R"({"command":"log-level","level":"info","duration_ms":-1})",
        R"({"command":"log-level","level":"info","duration_ms":0})",
        R"({"command":"log-level","level":"info","duration_ms":1e300})",
        R"({"command":"log-level","level":"info","duration_ms":36000000001})", R"({"command":"disconnect"})",
        R"({"command":"disconnect","sessions":[]})", R"({"command":"disconnect","sessions":[-1]})",
        R"({"command":"disconnect","sessions":[1.5]})", R"({"command":"disconnect","sessions":["1"]})",
        R"({"command":"disconnect","sessions":1})", R"({"command":[[[[[[[[[[[[]]]]]]]]]]]]})"));

TEST(Request, SurvivesDeepNesting) {
  EXPECT_FALSE(parse_request(std::string(longest_request, '[')));
  EXPECT_FALSE(parse_request("{\"command\":" + std::string(100'000, '{')));
}

TEST(Request, RefusesMoreSessionsThanOneRequestMayName) {
  std::string numbers = "1";
  for (int i = 0; i < 1'000; ++i)
    numbers += ",1";
  EXPECT_FALSE(parse_request("{\"command\":\"disconnect\",\"sessions\":[" + numbers + "]}"));
}

TEST(ConsoleAnswer, ReadsNumberAndText) {
  const auto answer = parse_console_answer(R"({"number":3,"text":"Stra\u00dfe \"x\""})").value();
  EXPECT_EQ(answer.number, 3U);
  EXPECT_EQ(answer.text, "Stra\xC3\x9F\x65 \"x\"");
}

TEST(ConsoleAnswer, MeansTheOldestWithoutANumber) {
  EXPECT_EQ(parse_console_answer(R"({"text":"yes"})").value().number, 0U);
  EXPECT_EQ(parse_console_answer(R"({"number":0,"text":""})").value().text, "");
}

TEST(ConsoleAnswer, RefusesWhatIsNone) {
  for (const auto* line :
       {"", "yes", "{}", R"({"number":3})", R"({"number":-3,"text":"x"})", R"({"number":"3","text":"x"})",
        R"({"number":3,"text":5})", R"({"command":"status"})", "{\"text\":\"\xFF\"}"}) {
    const auto answer = parse_console_answer(line);
    ASSERT_FALSE(answer) << line;
    EXPECT_EQ(answer.error().code, "bad_request");
  }
}

}  // namespace
}  // namespace lanchat::control
