// SPDX-License-Identifier: MIT
// The operator's console on a pipe.
#include "lanchatctl/exit_status.hpp"
#include "lanchatctl/run.hpp"
#include "unit/lanchatctl/fake_daemon.hpp"

#include <fcntl.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <sstream>

namespace lanchat::lanchatctl {
namespace {

using testing::HasSubstr;

constexpr std::string_view question =
    R"({"event":"question","number":1,"listener":"main","client":"c","session":7,"message":"a\u001b[2Jb"})"
    "\n";

class OperatorMode : public testing::Test {
 protected:
  OperatorMode() { EXPECT_EQ(::pipe2(pipe_.data(), O_CLOEXEC), 0); }

  ~OperatorMode() override {
    ::close(pipe_[0]);
    end_input();
  }

  void type(std::string_view text) const {
    EXPECT_EQ(::write(pipe_[1], text.data(), text.size()), static_cast<ssize_t>(text.size()));
  }

  void end_input() {
    if (pipe_[1] >= 0) ::close(std::exchange(pipe_[1], -1));
  }

  int run(const FakeDaemon& daemon, std::vector<std::string> arguments = {"operator"}) {
    arguments.insert(arguments.begin(), {"--socket", daemon.path()});
    return lanchatctl::run(arguments, pipe_[0], out_, err_);
  }

  std::array<int, 2> pipe_{-1, -1};
  std::ostringstream out_;
  std::ostringstream err_;
};

TEST_F(OperatorMode, AnswersWhatWaitsAndLeavesWhenItIsDelivered) {
  std::vector<std::string> requests;
  {
    const FakeDaemon daemon([&](FakeDaemon::Peer& peer) {
      requests.push_back(peer.request());
      // The input is there already: it is not to be read before the question that was announced.
      peer.say("{\"ok\":true,\"waiting\":1}\n");
      peer.say(question);
      requests.push_back(peer.request());
      peer.say("{\"ok\":true,\"number\":1}\n{\"event\":\"delivery\",\"number\":1,\"delivered\":true}\n");
      requests.push_back(peer.request());
    });
    type("yes");
    end_input();
    EXPECT_EQ(run(daemon), done);
  }
  EXPECT_THAT(requests,
              testing::ElementsAre(R"({"command":"operator"})", R"({"number":1,"text":"yes"})", "(end)"));
  EXPECT_EQ(out_.str(), "#1 main c: a\\x1b[2Jb\n#1 answered\n");
  EXPECT_EQ(err_.str(), "");
}

TEST_F(OperatorMode, SaysByItsStatusThatAnAnswerReachedNobody) {
  const FakeDaemon daemon([&](FakeDaemon::Peer& peer) {
    peer.request();
    peer.say("{\"ok\":true,\"waiting\":1}\n" + std::string(question));
    peer.request();
    peer.say("{\"ok\":true,\"number\":1}\n{\"event\":\"delivery\",\"number\":1,\"delivered\":false}\n");
    peer.request();
  });
  type("1 yes\n");
  end_input();
  EXPECT_EQ(run(daemon), refused);
  EXPECT_THAT(out_.str(), HasSubstr("#1: the client has gone, the answer was not delivered\n"));
}

TEST_F(OperatorMode, LeavesOnRequestWhileTheInputIsOpen) {
  const FakeDaemon daemon([&](FakeDaemon::Peer& peer) {
    peer.request();
    peer.say("{\"ok\":true,\"waiting\":0}\n");
    EXPECT_EQ(peer.request(), "(end)");
  });
  type("\\q\n");
  EXPECT_EQ(run(daemon), done);
}

TEST_F(OperatorMode, PrintsTheDaemonsEventsForAProgram) {
  const FakeDaemon daemon([&](FakeDaemon::Peer& peer) {
    peer.request();
    peer.say("{\"ok\":true,\"waiting\":1}\n" + std::string(question));
    peer.request();
    peer.say("{\"ok\":false,\"code\":\"timed_out\",\"error\":\"e\",\"number\":1}\n");
    peer.request();
  });
  type("1 yes\n2 no\n");
  end_input();
  EXPECT_EQ(run(daemon, {"operator", "--json"}), refused);
  EXPECT_EQ(out_.str(),
            std::string(question) + "{\"ok\":false,\"code\":\"timed_out\",\"error\":\"e\",\"number\":1}\n");
  EXPECT_EQ(err_.str(), "#2: no such question waits, nothing was sent\n");
}

TEST_F(OperatorMode, ReportsADaemonThatGoesAway) {
  const FakeDaemon daemon([&](FakeDaemon::Peer& peer) {
    peer.request();
    peer.say("{\"ok\":true,\"waiting\":0}\n");
  });
  EXPECT_EQ(run(daemon), no_daemon);
  EXPECT_THAT(err_.str(), HasSubstr("closed the connection"));
}

TEST_F(OperatorMode, ReportsThatTheDaemonWantsNoMoreConsoles) {
  const FakeDaemon daemon([&](FakeDaemon::Peer& peer) {
    peer.say("{\"ok\":false,\"code\":\"too_many_connections\",\"error\":\"there are 32\"}\n");
  });
  EXPECT_EQ(run(daemon), refused);
  EXPECT_EQ(err_.str(), "lanchatctl: there are 32\n");
}

TEST_F(OperatorMode, TakesItsLinesFromAFile) {
  const FakeDaemon daemon([&](FakeDaemon::Peer& peer) {
    peer.request();
    peer.say("{\"ok\":true,\"waiting\":1}\n" + std::string(question));
    EXPECT_EQ(peer.request(), R"({"number":1,"text":"from a file"})");
    peer.say("{\"ok\":true,\"number\":1}\n{\"event\":\"delivery\",\"number\":1,\"delivered\":true}\n");
    peer.request();
  });
  const std::string path = daemon.path() + ".input";
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  ASSERT_EQ(::write(file, "from a file\r\n", 13), 13);
  ::lseek(file, 0, SEEK_SET);
  EXPECT_EQ(lanchatctl::run({"--socket", daemon.path(), "operator"}, file, out_, err_), done);
  ::close(file);
}

}  // namespace
}  // namespace lanchat::lanchatctl
