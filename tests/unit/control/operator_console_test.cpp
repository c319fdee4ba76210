// SPDX-License-Identifier: MIT
// The operator's console over the control socket.
#include "unit/control/control_fixture.hpp"

namespace lanchat::control {
namespace {

using testing::HasSubstr;

class Recipient final : public policy::Recipient {
 public:
  explicit Recipient(bool is_here = true) : here(is_here) {}

  void send(std::string) override {}

  void settle(Slot, std::optional<std::string> text, Done done) noexcept override {
    reply.set_value(text.value_or("(none)"));
    done(here);
  }

  bool here;
  std::promise<std::string> reply;
};

class OperatorConsole : public ControlTest {
 protected:
  OperatorConsole() { open(); }

  // Asks from a thread that is not the desk's, as a worker does.
  std::shared_ptr<Recipient> ask(std::string message, std::uint64_t session = 7, bool here = true) {
    auto client = std::make_shared<Recipient>(here);
    desk_.ask({"main", "192.0.2.1:4711", session, std::move(message), {}, "absent"},
              policy::PendingReply(client, {}));
    return client;
  }

  static std::string question(int number, const std::string& message) {
    return R"({"event":"question","number":)" + std::to_string(number) +
           R"(,"listener":"main","client":"192.0.2.1:4711","session":7,"timeout_ms":0,"message":")" +
           message + "\"}";
  }
};

TEST_F(OperatorConsole, CarriesQuestionAnswerAndDelivery) {
  Client console = open_console();
  const auto client = ask("hello");
  EXPECT_EQ(console.line(), question(1, "hello"));
  EXPECT_EQ(console.ask(R"({"number":1,"text":"good day"})"), R"({"ok":true,"number":1})");
  EXPECT_EQ(console.line(), R"({"event":"delivery","number":1,"delivered":true})");
  EXPECT_EQ(client->reply.get_future().get(), "good day");
}

TEST_F(OperatorConsole, NamesTheQuestionThatWasTheOldest) {
  Client console = open_console();
  const auto client = ask("hello");
  EXPECT_EQ(console.line(), question(1, "hello"));
  EXPECT_EQ(console.ask(R"({"text":"good day"})"), R"({"ok":true,"number":1})");
  EXPECT_EQ(console.line(), R"({"event":"delivery","number":1,"delivered":true})");
  EXPECT_THAT(console.ask(R"({"text":"good day"})"), HasSubstr("\"code\":\"nothing_waits\""));
}

TEST_F(OperatorConsole, TellsTheOtherConsoles) {
  Client mine = open_console();
  Client other = open_console();
  const auto client = ask("hello");
  EXPECT_EQ(other.line(), question(1, "hello"));
  EXPECT_EQ(mine.line(), question(1, "hello"));
  mine.send("{\"number\":1,\"text\":\"yes\"}\n");
  EXPECT_EQ(other.line(), R"({"event":"settled","number":1,"why":"answered"})");
  EXPECT_THAT(other.ask(R"({"number":1,"text":"me too"})"), HasSubstr("\"code\":\"already_answered\""));
}

TEST_F(OperatorConsole, TellsThatAnAnswerReachedNobody) {
  Client console = open_console();
  const auto client = ask("hello", 7, false);
  EXPECT_EQ(console.line(), question(1, "hello"));
  EXPECT_EQ(console.ask(R"({"number":1,"text":"late"})"), R"({"ok":true,"number":1})");
  EXPECT_EQ(console.line(), R"({"event":"delivery","number":1,"delivered":false})");

  const auto leaving = ask("bye");
  EXPECT_EQ(console.line(), question(2, "bye"));
  desk_.withdraw(7);
  EXPECT_EQ(console.line(), R"({"event":"settled","number":2,"why":"client_gone"})");
  EXPECT_EQ(console.ask(R"({"number":2,"text":"late"})"),
            R"({"ok":false,"code":"client_gone","error":"the client has gone","number":2})");
}

TEST_F(OperatorConsole, CountsTheQuestionsThatWaitForALateConsole) {
  Client first = open_console();
  const auto one = ask("one");
  const auto two = ask("two");
  EXPECT_EQ(first.line(), question(1, "one"));
  EXPECT_EQ(first.line(), question(2, "two"));
  Client late(path_);
  EXPECT_EQ(late.ask(R"({"command":"operator"})"), R"({"ok":true,"waiting":2})");
  EXPECT_EQ(late.line(), question(1, "one"));
  EXPECT_EQ(late.line(), question(2, "two"));
}

TEST_F(OperatorConsole, RefusesWhatIsNoAnswerAndStaysOpen) {
  Client console = open_console();
  EXPECT_THAT(console.ask(R"({"command":"status"})"), HasSubstr("\"code\":\"bad_request\""));
  EXPECT_THAT(console.ask(R"({"number":99,"text":"x"})"), HasSubstr("\"code\":\"unknown_number\""));
  const auto client = ask("hello");
  EXPECT_EQ(console.line(), question(1, "hello"));
}

TEST_F(OperatorConsole, NoLongerCountsOnceItHasLeft) {
  {
    Client console = open_console();
    console.finish_sending();
    EXPECT_EQ(console.line(), "(end)");
  }
  EXPECT_EQ(ask("hello")->reply.get_future().get(), "absent");
}

TEST_F(OperatorConsole, NoLongerCountsOnceItsPeerHasVanished) {
  {
    const Client console = open_console();
  }
  // The desk hears of it through the socket, at its own time: ask until it has.
  std::string reply;
  for (std::uint64_t session = 1; reply != "absent"; ++session) {
    const auto client = ask("hello", session);
    desk_.withdraw(session);
    reply = client->reply.get_future().get();
  }
  EXPECT_EQ(reply, "absent");
}

TEST_F(OperatorConsole, IsCutOffWhenItDoesNotRead) {
  Client deaf = open_console();
  Client other = open_console();
  const std::string message(1U << 20U, '\x01');  // six bytes each in JSON
  for (int i = 0; i < 16; ++i) {
    const auto client = ask(message);
    ASSERT_THAT(other.line(), HasSubstr("\"event\":\"question\""));
    other.send("{\"text\":\"yes\"}\n");
    ASSERT_THAT(other.line(), HasSubstr("\"ok\":true"));
    ASSERT_THAT(other.line(), HasSubstr("\"delivery\""));
  }
  std::string last;
  int lines = 0;
  while (last != "(end)") {
    last = deaf.line();
    ASSERT_NE(last, "(silence)");
    ++lines;
  }
  EXPECT_LT(lines, 16);
  EXPECT_THAT(Client(path_).ask(R"({"command":"clients"})"), HasSubstr("\"ok\":true"));
}

TEST_F(OperatorConsole, EndsAndNoLongerCountsWhenTheServerCloses) {
  Client console = open_console();
  on_server([this] {
    server_->close();
    ask("hello");
    desk_.clear();
  });
  EXPECT_EQ(console.line(), "(end)");
  EXPECT_EQ(ask("hello")->reply.get_future().get(), "absent");
}

}  // namespace
}  // namespace lanchat::control
