// SPDX-License-Identifier: MIT
#include "lanchatctl/report.hpp"

#include "lanchatctl/exit_status.hpp"

#include <boost/json/parse.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lanchat::lanchatctl {
namespace {

using testing::HasSubstr;

boost::json::object parse(const char* text) {
  return boost::json::parse(text).as_object();
}

TEST(Report, ShowsTheStatus) {
  const auto answer = parse(R"({"ok":true,"version":"1.2","pid":42,"uptime_ms":61000,
      "configuration_file":"/etc/lanchat.conf","reload_refused":true,"reload_mistakes":["f:3: key: wrong"],
      "workers":2,"clients":3,"max_clients":10000,"log_level":"info","listeners":[
        {"name":"main","addresses":["tcp://127.0.0.1:8888","udp://127.0.0.1:8888"],"framing":"line",
         "policy":"echo","counters":{"clients":3,"accepted":9,"rejected":0,"messages":100,"replies":99,
         "bytes_in":2048,"bytes_out":10,"datagrams_dropped":7,"closed_idle_timeout":0}}]})");
  EXPECT_EQ(report("status", answer),
            "lanchatd 1.2, process 42, up 1m 1s\n"
            "configuration: /etc/lanchat.conf\n"
            "  the last reload was refused, the configuration before it is in force:\n"
            "  f:3: key: wrong\n"
            "clients: 3 of 10000 at most\n"
            "workers: 2\n"
            "log level: info\n"
            "\n"
            "LISTENER  ADDRESS               FRAMING  POLICY  CLIENTS  ACCEPTED  REJECTED  MESSAGES  REPLIES "
            "   IN  OUT\n"
            "main      tcp://127.0.0.1:8888  line     echo          3         9         0       100       99 "
            " 2.0K   10\n"
            "          udp://127.0.0.1:8888\n"
            "main: datagrams_dropped 7\n");
}

TEST(Report, NamesTheBuiltInDefaults) {
  EXPECT_THAT(report("status", parse(R"({"ok":true,"configuration_file":""})")),
              HasSubstr("configuration: built-in defaults\n"));
}

TEST(Report, ShowsARowAClient) {
  const auto answer =
      parse(R"({"ok":true,"clients":[{"session":9,"listener":"main","address":"192.0.2.1:4711",
      "since":"2023-11-14T22:13:20.123Z","age_ms":61000,"messages":1,"bytes_in":2048,"bytes_out":3,
      "waiting_output":0}]})");
  EXPECT_EQ(report("clients", answer),
            "SESSION  LISTENER  ADDRESS         SINCE                 AGE    MESSAGES    IN  OUT  WAITING\n"
            "      9  main      192.0.2.1:4711  2023-11-14T22:13:20Z  1m 1s         1  2.0K    3        0\n");
  EXPECT_EQ(report("clients", parse(R"({"ok":true,"clients":[]})")), "no client is connected\n");
}

TEST(Report, ShowsEveryCounterExactly) {
  const auto answer =
      parse(R"({"ok":true,"statistics":{"messages":12345678,"bytes_in":2048,"uptime_seconds":3600}})");
  EXPECT_EQ(report("statistics", answer),
            "messages        12345678\n"
            "bytes_in            2048  2.0K\n"
            "uptime_seconds      3600  1h 0m\n");
}

TEST(Report, TellsWhatAReloadChanged) {
  EXPECT_EQ(report("reload", parse(R"({"ok":true,"changes":["workers is now 2"]})")),
            "reloaded\nworkers is now 2\n");
  EXPECT_EQ(report("reload", parse(R"({"ok":true,"changes":[]})")), "reloaded, nothing has changed\n");
}

TEST(Report, TellsHowLongALogLevelLasts) {
  EXPECT_EQ(report("log-level", parse(R"({"ok":true,"level":"debug"})")), "log level: debug\n");
  EXPECT_EQ(report("log-level", parse(R"({"ok":true,"level":"debug","duration_ms":600000})")),
            "log level: debug, for 10m 0s\n");
}

TEST(Report, CountsTheDisconnected) {
  EXPECT_EQ(report("disconnect", parse(R"({"ok":true,"disconnected":[1]})")), "1 client disconnected\n");
  EXPECT_EQ(report("disconnect", parse(R"({"ok":false,"disconnected":[]})")), "0 clients disconnected\n");
}

TEST(Report, BearsAnAnswerThatIsNotAsExpected) {
  for (const auto* text :
       {"{}", R"({"listeners":7,"clients":[1,null,{}],"statistics":[],"changes":{},"pid":-1})",
        R"({"uptime_ms":1e300,"listeners":[{"addresses":[1],"counters":{"x":"y"}}]})"}) {
    for (const auto* command : {"status", "clients", "reload", "log-level", "disconnect", "other"}) {
      EXPECT_FALSE(report(command, parse(text)).empty());
    }
    EXPECT_EQ(report("statistics", parse(text)), "");
  }
}

TEST(Complaint, GivesTheMistakesOneALine) {
  const auto refused_reload = parse(
      R"({"ok":false,"code":"configuration_refused","error":"x","mistakes":["f:1: a: b","f:2: c: d"]})");
  EXPECT_EQ(complaint(refused_reload), "f:1: a: b\nf:2: c: d\n");
  EXPECT_EQ(exit_status(refused_reload), configuration_refused);
}

TEST(Complaint, GivesTheReason) {
  const auto unknown =
      parse(R"({"ok":false,"code":"unknown_session","error":"no client has the session 7"})");
  EXPECT_EQ(complaint(unknown), "lanchatctl: no client has the session 7\n");
  EXPECT_EQ(exit_status(unknown), refused);
  EXPECT_EQ(exit_status(parse(R"({"ok":true})")), done);
}

}  // namespace
}  // namespace lanchat::lanchatctl
