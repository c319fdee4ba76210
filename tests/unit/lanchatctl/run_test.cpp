// SPDX-License-Identifier: MIT
#include "lanchatctl/run.hpp"

#include "lanchatctl/exit_status.hpp"
#include "unit/lanchatctl/fake_daemon.hpp"

#include <fcntl.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace lanchat::lanchatctl {
namespace {

using testing::HasSubstr;

class Run : public testing::Test {
 protected:
  int run(std::vector<std::string> arguments) {
    out_.str("");
    err_.str("");
    return lanchatctl::run(arguments, -1, out_, err_);
  }

  // Runs against a daemon that gives `answer` to the one request it gets.
  int run_with(const std::string& answer, std::vector<std::string> arguments) {
    const FakeDaemon daemon([&](FakeDaemon::Peer& peer) {
      request_ = peer.request();
      peer.say(answer);
    });
    arguments.insert(arguments.begin(), {"--socket", daemon.path()});
    return run(std::move(arguments));
  }

  std::ostringstream out_;
  std::ostringstream err_;
  std::string request_;
};

TEST_F(Run, PrintsWhatTheDaemonAnswers) {
  EXPECT_EQ(run_with("{\"ok\":true,\"statistics\":{\"messages\":5}}\n", {"statistics"}), done);
  EXPECT_EQ(request_, R"({"command":"statistics"})");
  EXPECT_EQ(out_.str(), "messages  5\n");
  EXPECT_EQ(err_.str(), "");
}

TEST_F(Run, PrintsTheAnswerAsItIsForAProgram) {
  EXPECT_EQ(run_with("{\"ok\":true,\"clients\":[]}\n", {"--json", "clients"}), done);
  EXPECT_EQ(out_.str(), "{\"ok\":true,\"clients\":[]}\n");
}

TEST_F(Run, ReportsAWrongCommandLine) {
  EXPECT_EQ(run({"explode"}), wrong_command_line);
  EXPECT_THAT(err_.str(), HasSubstr("lanchatctl: there is no command"));
  EXPECT_EQ(run({"--socket", std::string(200, 'x'), "status"}), wrong_command_line);
  EXPECT_EQ(run({"--help"}), done);
  EXPECT_THAT(out_.str(), HasSubstr("Usage: lanchatctl"));
}

TEST_F(Run, ReportsThatNoDaemonIsThere) {
  EXPECT_EQ(run({"--socket", "/nowhere/control.sock", "status"}), no_daemon);
  EXPECT_THAT(err_.str(), HasSubstr("no daemon at /nowhere/control.sock"));
  EXPECT_THAT(err_.str(), HasSubstr("start lanchatd"));
  EXPECT_EQ(out_.str(), "");
}

// To root nothing is forbidden, so the test becomes nobody while it asks.
TEST_F(Run, ReportsThatThePermissionIsMissing) {
  const FakeDaemon daemon([](FakeDaemon::Peer&) {});
  const std::filesystem::path path = daemon.path();
  std::filesystem::permissions(path.parent_path(), std::filesystem::perms(0755));
  std::filesystem::permissions(path, std::filesystem::perms::none);
  const bool root = ::geteuid() == 0;
  if (root) {
    ASSERT_EQ(::seteuid(65'534), 0);
  }
  const int status = run({"--socket", path.string(), "status"});
  if (root) {
    ASSERT_EQ(::seteuid(0), 0);
  }
  EXPECT_EQ(status, no_permission);
  EXPECT_THAT(err_.str(), HasSubstr("no permission for " + path.string()));
  EXPECT_THAT(err_.str(), HasSubstr("group lanchat"));
}

TEST_F(Run, ReportsARefusedConfiguration) {
  const std::string answer =
      R"({"ok":false,"code":"configuration_refused","error":"e","mistakes":["f:1: a: b","f:2: c: d"]})"
      "\n";
  EXPECT_EQ(run_with(answer, {"reload"}), configuration_refused);
  EXPECT_EQ(err_.str(), "f:1: a: b\nf:2: c: d\n");
  EXPECT_EQ(out_.str(), "");
  EXPECT_EQ(run_with(answer, {"reload", "--json"}), configuration_refused);
  EXPECT_EQ(out_.str(), answer);
}

TEST_F(Run, ReportsASessionThatIsNotThere) {
  EXPECT_EQ(run_with(R"({"ok":false,"code":"unknown_session","error":"no client has the session 7",)"
                     R"("disconnected":[3],"unknown":[7]})"
                     "\n",
                     {"disconnect", "3", "7"}),
            refused);
  EXPECT_EQ(request_, R"({"command":"disconnect","sessions":[3,7]})");
  EXPECT_EQ(out_.str(), "1 client disconnected\n");
  EXPECT_EQ(err_.str(), "lanchatctl: no client has the session 7\n");
}

TEST_F(Run, ReportsADaemonThatGoesAwayInTheMiddle) {
  EXPECT_EQ(run_with(R"({"ok":true,"sta)", {"status"}), no_daemon);
  EXPECT_THAT(err_.str(), HasSubstr("closed the connection"));
  EXPECT_EQ(run_with("", {"status"}), no_daemon);
}

TEST_F(Run, ReportsAStrangerOnTheSocket) {
  EXPECT_EQ(run_with("220 mail.example ESMTP\n", {"status"}), no_daemon);
  EXPECT_THAT(err_.str(), HasSubstr("does not speak as lanchatd does"));
}

TEST_F(Run, ReportsThatItsOutputCannotBeWritten) {
  const FakeDaemon daemon([](FakeDaemon::Peer& peer) {
    peer.request();
    peer.say("{\"ok\":true,\"clients\":[]}\n");
  });
  std::ofstream full("/dev/full");
  EXPECT_EQ(lanchatctl::run({"--socket", daemon.path(), "clients"}, -1, full, err_), refused);
  EXPECT_THAT(err_.str(), HasSubstr("cannot be written"));
}

}  // namespace
}  // namespace lanchat::lanchatctl
