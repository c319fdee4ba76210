// SPDX-License-Identifier: MIT
#include "control/reply.hpp"

#include <gtest/gtest.h>

namespace lanchat::control {
namespace {

using std::chrono::milliseconds;

TEST(Reply, SpellsOutTheStatus) {
  Status status;
  status.version = "1.2";
  status.pid = 42;
  status.uptime = milliseconds{61'000};
  status.configuration_file = "/etc/lanchat.conf";
  status.reload_refused = true;
  status.reload_mistakes = {"/etc/lanchat.conf:3: key: wrong"};
  status.workers = 2;
  status.clients = 3;
  status.max_clients = 10'000;
  status.log_level = "info";
  status.listeners = {{"main", {"tcp://127.0.0.1:8888"}, "line", "echo", {{"messages", 5}, {"bytes_in", 6}}}};
  EXPECT_EQ(
      to_line(status_reply(status)),
      R"({"ok":true,"version":"1.2","pid":42,"uptime_ms":61000,"configuration_file":"/etc/lanchat.conf",)"
      R"("reload_refused":true,"reload_mistakes":["/etc/lanchat.conf:3: key: wrong"],"workers":2,)"
      R"("clients":3,"max_clients":10000,"log_level":"info","listeners":[{"name":"main",)"
      R"("addresses":["tcp://127.0.0.1:8888"],"framing":"line","policy":"echo",)"
      R"("counters":{"messages":5,"bytes_in":6}}]})"
      "\n");
}

TEST(Reply, SpellsOutAClientWithItsAge) {
  const std::chrono::system_clock::time_point since{milliseconds{1'700'000'000'123}};
  const ClientRow row{9, "main", "192.0.2.1:4711", since, 1, 2, 3, 4};
  EXPECT_EQ(to_line(clients_reply({row}, since + milliseconds{1'500})),
            R"({"ok":true,"clients":[{"session":9,"listener":"main","address":"192.0.2.1:4711",)"
            R"("since":"2023-11-14T22:13:20.123Z","age_ms":1500,"messages":1,"bytes_in":2,"bytes_out":3,)"
            R"("waiting_output":4}]})"
            "\n");
  // The clock was set back: an age is never negative.
  EXPECT_EQ(clients_reply({row}, since - milliseconds{1}).at("clients").at(0).at("age_ms"), 0);
}

TEST(Reply, KeepsTheOrderOfCounters) {
  EXPECT_EQ(to_line(statistics_reply({{"z", 1}, {"a", ~std::uint64_t{0}}})),
            "{\"ok\":true,\"statistics\":{\"z\":1,\"a\":18446744073709551615}}\n");
}

TEST(Reply, TellsTheMistakesOfARefusedReload) {
  EXPECT_EQ(to_line(reload_reply({false, {"f:1: k: wrong"}, {}})),
            R"({"ok":false,"code":"configuration_refused",)"
            R"("error":"the configuration is wrong, the running one stays","mistakes":["f:1: k: wrong"]})"
            "\n");
  EXPECT_EQ(to_line(reload_reply({true, {}, {"workers is now 2"}})),
            "{\"ok\":true,\"changes\":[\"workers is now 2\"]}\n");
}

TEST(Reply, TellsWhichSessionsWereNotThere) {
  EXPECT_EQ(to_line(disconnect_reply({1, 2, 3}, {2})),
            R"({"ok":false,"code":"unknown_session","error":"no client has the session 2",)"
            R"("disconnected":[1,3],"unknown":[2]})"
            "\n");
  EXPECT_EQ(to_line(disconnect_reply({1}, {})), "{\"ok\":true,\"disconnected\":[1],\"unknown\":[]}\n");
}

TEST(Reply, NamesTheLogLevelInForce) {
  EXPECT_EQ(to_line(log_level_reply({logging::Level::debug, milliseconds{5'000}})),
            "{\"ok\":true,\"level\":\"debug\",\"duration_ms\":5000}\n");
}

TEST(Reply, StaysOnOneLineWhateverBytesAreInIt) {
  const policy::Question question{"ma\nin", "\xFF", 7, "a\nb\xFE", milliseconds{60'000}, "absent"};
  EXPECT_EQ(to_line(question_event(3, question)),
            "{\"event\":\"question\",\"number\":3,\"listener\":\"ma\\nin\",\"client\":\"\xEF\xBF\xBD\","
            "\"session\":7,\"timeout_ms\":60000,\"message\":\"a\\nb\xEF\xBF\xBD\","
            "\"message_base64\":\"YQpi/g==\"}\n");
}

TEST(Reply, GivesEveryOutcomeOfAnAnswerACodeOfItsOwn) {
  using Answer = OperatorDesk::Answer;
  const auto code = [](Answer outcome) { return console_answer_reply(3, outcome).at("code").as_string(); };
  EXPECT_EQ(to_line(console_answer_reply(3, Answer::taken)), "{\"ok\":true,\"number\":3}\n");
  EXPECT_EQ(code(Answer::unknown_number), "unknown_number");
  EXPECT_EQ(code(Answer::nothing_waits), "nothing_waits");
  EXPECT_EQ(code(Answer::already_answered), "already_answered");
  EXPECT_EQ(code(Answer::timed_out), "timed_out");
  EXPECT_EQ(code(Answer::client_gone), "client_gone");
}

}  // namespace
}  // namespace lanchat::control
