// SPDX-License-Identifier: MIT
#include "control/request.hpp"
#include "unit/control/control_fixture.hpp"

namespace lanchat::control {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::SizeIs;
using testing::StartsWith;

class ControlServerTest : public ControlTest {
 protected:
  ControlServerTest() { open(); }
};

TEST_F(ControlServerTest, AnswersOneRequestAfterTheOther) {
  Client client(path_);
  EXPECT_THAT(client.ask(R"({"command":"status"})"), HasSubstr("\"version\":\"1.2\""));
  EXPECT_EQ(client.ask(R"({"command":"clients"})"), R"({"ok":true,"clients":[]})");
  EXPECT_EQ(client.ask(R"({"command":"statistics"})"), R"({"ok":true,"statistics":{"messages":5}})");
  EXPECT_THAT(client.ask(R"({"command":"reload"})"), EndsWith(R"("mistakes":["f:1: k: wrong"]})"));
  EXPECT_THAT(client.ask(R"({"command":"disconnect","sessions":[1,2]})"),
              EndsWith(R"("disconnected":[1],"unknown":[2]})"));
}

TEST_F(ControlServerTest, SetsTheLogLevel) {
  Client client(path_);
  EXPECT_EQ(client.ask(R"({"command":"log-level","level":"trace","duration_ms":60000})"),
            R"({"ok":true,"level":"trace","duration_ms":60000})");
  on_server([this] {
    EXPECT_EQ(steering_.level, logging::Level::trace);
    EXPECT_EQ(steering_.duration, std::chrono::minutes{1});
  });
}

TEST_F(ControlServerTest, AnswersRequestsThatCameTogetherAndTheLastWithoutNewline) {
  Client client(path_);
  client.send("{\"command\":\"clients\"}\r\n{\"command\":\"statistics\"}\n{\"command\":\"clients\"}");
  client.finish_sending();
  EXPECT_EQ(client.line(), R"({"ok":true,"clients":[]})");
  EXPECT_EQ(client.line(), R"({"ok":true,"statistics":{"messages":5}})");
  EXPECT_EQ(client.line(), R"({"ok":true,"clients":[]})");
  EXPECT_EQ(client.line(), "(end)");
}

TEST_F(ControlServerTest, AnswersARequestThatComesByteByByte) {
  Client client(path_);
  for (const char byte : std::string("{\"command\":\"clients\"}\n"))
    client.send({&byte, 1});
  EXPECT_EQ(client.line(), R"({"ok":true,"clients":[]})");
}

TEST_F(ControlServerTest, GoesOnAfterARequestItRefused) {
  Client client(path_);
  EXPECT_THAT(client.ask("nonsense"), StartsWith(R"({"ok":false,"code":"bad_request","error":")"));
  EXPECT_THAT(client.ask(""), StartsWith(R"({"ok":false,"code":"bad_request")"));
  EXPECT_EQ(client.ask(R"({"command":"clients"})"), R"({"ok":true,"clients":[]})");
}

TEST_F(ControlServerTest, ClosesAfterALineWithoutEnd) {
  Client client(path_);
  client.send(std::string(longest_request + 1, 'x'));
  EXPECT_EQ(client.line(),
            R"({"ok":false,"code":"request_too_long","error":"a request is at most 1048576 bytes long"})");
  EXPECT_EQ(client.line(), "(end)");
}

TEST_F(ControlServerTest, IsNotHurtByAClientThatAsksAndNeverReads) {
  on_server([this] {
    steering_.rows.resize(1'000);
    for (auto& row : steering_.rows)
      row.address = std::string(1'000, 'x');
  });
  Client deaf(path_);
  for (int i = 0; i < 30; ++i)
    deaf.send("{\"command\":\"clients\"}\n");
  EXPECT_THAT(Client(path_).ask(R"({"command":"status"})"), HasSubstr("\"ok\":true"));
  for (int i = 0; i < 30; ++i)
    ASSERT_THAT(deaf.line(), SizeIs(testing::Gt(1'000'000U)));
}

TEST_F(ControlServerTest, TellsTheClientBeyondTheLimitAndRecovers) {
  std::vector<Client> clients;
  for (std::size_t i = 0; i < ControlServer::most_connections; ++i) {
    clients.emplace_back(path_);
    EXPECT_THAT(clients.back().ask(R"({"command":"clients"})"), HasSubstr("\"ok\":true"));
  }
  Client beyond(path_);
  EXPECT_THAT(beyond.line(), HasSubstr("\"code\":\"too_many_connections\""));
  EXPECT_EQ(beyond.line(), "(end)");

  clients.back().finish_sending();
  EXPECT_EQ(clients.back().line(), "(end)");
  clients.pop_back();
  EXPECT_THAT(Client(path_).ask(R"({"command":"clients"})"), HasSubstr("\"ok\":true"));
}

TEST_F(ControlServerTest, EndsTheOneConnectionADefectHits) {
  on_server([this] { steering_.broken = true; });
  Client unlucky(path_);
  EXPECT_EQ(unlucky.ask(R"({"command":"statistics"})"), "(end)");
  EXPECT_THAT(Client(path_).ask(R"({"command":"clients"})"), HasSubstr("\"ok\":true"));
  const auto events = log_.events();
  ASSERT_THAT(events, SizeIs(1));
  EXPECT_EQ(events[0].name, "control_failed");
  EXPECT_EQ(std::get<std::string>(events[0].fields.at(0).value), "the statistics are broken");
}

TEST_F(ControlServerTest, AnswersWhatIsUnderWayWhenItCloses) {
  steering_.on_reload = [this] {
    server_->close();
    server_->open(path_);
  };
  Client client(path_);
  EXPECT_THAT(client.ask(R"({"command":"reload"})"), HasSubstr("configuration_refused"));
  EXPECT_EQ(client.line(), "(end)");
  EXPECT_THAT(Client(path_).ask(R"({"command":"clients"})"), HasSubstr("\"ok\":true"));
}

TEST_F(ControlServerTest, EndsIdleConnectionsWhenItCloses) {
  Client client(path_);
  EXPECT_THAT(client.ask(R"({"command":"clients"})"), HasSubstr("\"ok\":true"));
  close();
  EXPECT_EQ(client.line(), "(end)");
}

TEST_F(ControlServerTest, TellsWhenItHasClosed) {
  Client client(path_);
  EXPECT_THAT(client.ask(R"({"command":"clients"})"), HasSubstr("\"ok\":true"));
  std::promise<void> closed;
  on_server([&] { server_->close([&closed] { closed.set_value(); }); });
  closed.get_future().get();
  EXPECT_EQ(client.line(), "(end)");
  // With no connection there is nothing to wait for.
  bool at_once = false;
  on_server([&] { server_->close([&at_once] { at_once = true; }); });
  EXPECT_TRUE(at_once);
}

// The sanitizers say whether it does.
TEST_F(ControlServerTest, LeavesNothingBehindOnAContextThatRunsNoMore) {
  const std::string path = (folder_ / "other.sock").string();
  boost::asio::io_context context{1};
  OperatorDesk desk(context.get_executor(), {});
  ControlServer server(context.get_executor(), steering_, desk, log_);
  server.open(path);
  const Client idle(path);
  const Client console(path);
  console.send("{\"command\":\"operator\"}\n");
  context.poll();
  EXPECT_TRUE(idle.connected);
}

TEST_F(ControlServerTest, CutsAPeerThatDoesNotTakeItsLastAnswer) {
  on_server([this] { steering_.rows.resize(20'000); });
  Client deaf(path_);
  EXPECT_THAT(deaf.ask(R"({"command":"status"})"), HasSubstr("\"ok\":true"));
  deaf.send("{\"command\":\"clients\"}\n");
  EXPECT_THAT(Client(path_).ask(R"({"command":"status"})"), HasSubstr("\"ok\":true"));
  close();
  // What had reached the socket is all that comes: the answer was cut short after the farewell.
  run_out();
  EXPECT_EQ(deaf.line(), "(end)");
}

}  // namespace
}  // namespace lanchat::control
