// SPDX-License-Identifier: MIT
#include "lanchatctl/operator_dialogue.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lanchat::lanchatctl {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class OperatorDialogueTest : public testing::Test {
 protected:
  std::vector<std::string> hear(const std::string& line) {
    return dialogue_.received(boost::json::parse(line).as_object()).show;
  }

  std::vector<std::string> ask(int number) {
    return hear(R"({"event":"question","number":)" + std::to_string(number) +
                R"(,"listener":"main","client":"192.0.2.1:4711","session":7,"message":"hello"})");
  }

  std::vector<std::string> settle(int number, const std::string& why) {
    return hear(R"({"event":"settled","number":)" + std::to_string(number) + R"(,"why":")" + why + "\"}");
  }

  // What is sent for a typed line; else what is shown.
  std::string type(const std::string& line) {
    const auto step = dialogue_.typed(line);
    if (step.send) return boost::json::serialize(*step.send);
    return step.show.empty() ? "" : step.show.front();
  }

  OperatorDialogue dialogue_{0};
};

TEST_F(OperatorDialogueTest, ShowsAQuestion) {
  EXPECT_THAT(ask(3), ElementsAre("#3 main 192.0.2.1:4711: hello"));
}

TEST_F(OperatorDialogueTest, AnswersByNumber) {
  ask(3);
  ask(4);
  EXPECT_EQ(type("4 yes, 7 of them"), R"({"number":4,"text":"yes, 7 of them"})");
}

TEST_F(OperatorDialogueTest, AnswersTheOldestThatWasShown) {
  ask(3);
  ask(4);
  EXPECT_EQ(type("yes"), R"({"number":3,"text":"yes"})");
  EXPECT_EQ(type("yes"), R"({"number":4,"text":"yes"})");
  EXPECT_EQ(type("yes"), "no question waits, nothing was sent");
}

TEST_F(OperatorDialogueTest, TakesALeadingBlankForTextAlone) {
  ask(3);
  EXPECT_EQ(type("42 is it"), "#42: no such question waits, nothing was sent");
  EXPECT_EQ(type(" 42 is it"), R"({"number":3,"text":"42 is it"})");
  ask(4);
  EXPECT_EQ(type("42"), R"({"number":4,"text":"42"})");
}

TEST_F(OperatorDialogueTest, KeepsTheTextAsTyped) {
  ask(3);
  EXPECT_EQ(type("3   Stra\xC3\x9F\x65 \"x\" "), "{\"number\":3,\"text\":\"  Stra\xC3\x9F\x65 \\\"x\\\" \"}");
}

TEST_F(OperatorDialogueTest, RefusesNumbersNoQuestionHas) {
  ask(1);
  EXPECT_EQ(type("0 x"), "#0: no such question waits, nothing was sent");
  EXPECT_EQ(type("99999999999999999999999 x"),
            "#99999999999999999999999: no such question waits, nothing was sent");
  EXPECT_TRUE(dialogue_.failed());
}

TEST_F(OperatorDialogueTest, SendsNothingForNothing) {
  ask(1);
  EXPECT_EQ(type(""), "nothing to send");
  EXPECT_EQ(type(" "), "nothing to send");
  EXPECT_EQ(type("1 "), "nothing to send");
  EXPECT_EQ(type("\xFF"), "#1: the answer is not UTF-8, nothing was sent");
  EXPECT_EQ(type("yes"), R"({"number":1,"text":"yes"})");
}

TEST_F(OperatorDialogueTest, WaitsForTheFateOfEveryAnswer) {
  ask(1);
  EXPECT_TRUE(dialogue_.settled());
  type("yes");
  EXPECT_FALSE(dialogue_.settled());
  EXPECT_THAT(hear(R"({"ok":true,"number":1})"), IsEmpty());
  EXPECT_FALSE(dialogue_.settled());
  EXPECT_THAT(hear(R"({"event":"delivery","number":1,"delivered":true})"), ElementsAre("#1 answered"));
  EXPECT_TRUE(dialogue_.settled());
  EXPECT_FALSE(dialogue_.failed());
}

TEST_F(OperatorDialogueTest, TellsOfAnAnswerThatReachedNobody) {
  ask(1);
  type("yes");
  EXPECT_THAT(hear(R"({"event":"delivery","number":1,"delivered":false})"),
              ElementsAre("#1: the client has gone, the answer was not delivered"));
  EXPECT_TRUE(dialogue_.settled());
  EXPECT_TRUE(dialogue_.failed());
}

TEST_F(OperatorDialogueTest, TellsOfAnAnswerTheDaemonRefused) {
  for (int number = 1; number <= 4; ++number)
    ask(number);
  for (int number = 1; number <= 4; ++number)
    type("yes");
  EXPECT_THAT(hear(R"({"ok":false,"code":"client_gone","error":"e","number":1})"),
              ElementsAre("#1: the client has gone, the answer was not delivered"));
  EXPECT_THAT(hear(R"({"ok":false,"code":"already_answered","error":"e","number":2})"),
              ElementsAre("#2: already answered, the answer was not delivered"));
  EXPECT_THAT(hear(R"({"ok":false,"code":"timed_out","error":"e","number":3})"),
              ElementsAre("#3: nobody answered in time, the answer was not delivered"));
  EXPECT_THAT(hear(R"({"ok":false,"code":"later","error":"something new","number":4})"),
              ElementsAre("#4: something new, the answer was not delivered"));
  EXPECT_TRUE(dialogue_.settled());
}

TEST_F(OperatorDialogueTest, TellsWhyAQuestionNoLongerWaits) {
  for (int number = 1; number <= 3; ++number)
    ask(number);
  EXPECT_THAT(settle(1, "answered"), ElementsAre("#1: answered at another console"));
  EXPECT_THAT(settle(2, "timed_out"), ElementsAre("#2: nobody answered in time"));
  EXPECT_THAT(settle(3, "client_gone"), ElementsAre("#3: the client has gone"));
  EXPECT_EQ(type("3 yes"), "#3: the client has gone, the answer was not delivered");
  EXPECT_EQ(type("yes"), "no question waits, nothing was sent");
}

TEST_F(OperatorDialogueTest, IsCaughtUpWhenTheAnnouncedQuestionsAreShown) {
  dialogue_ = OperatorDialogue(2);
  ask(1);
  EXPECT_FALSE(dialogue_.caught_up());
  ask(2);
  EXPECT_TRUE(dialogue_.caught_up());
}

TEST_F(OperatorDialogueTest, ShowsBytesThatAreNotText) {
  EXPECT_THAT(hear(R"({"event":"question","number":1,"listener":"l","client":"c","message":"?",
                       "message_base64":"/w=="})"),
              ElementsAre("#1 l c: \xFF"));
}

TEST_F(OperatorDialogueTest, LeavesAndHelpsOnRequest) {
  EXPECT_TRUE(dialogue_.typed("\\q").leave);
  EXPECT_FALSE(dialogue_.typed("\\h").show.empty());
  ask(1);
  EXPECT_EQ(type(" \\q"), R"({"number":1,"text":"\\q"})");
}

TEST_F(OperatorDialogueTest, BearsLinesOfANewerDaemon) {
  EXPECT_THAT(hear(R"({"event":"weather","number":"x"})"), IsEmpty());
  EXPECT_THAT(hear("{}"), ElementsAre("the daemon refused"));
}

}  // namespace
}  // namespace lanchat::lanchatctl
