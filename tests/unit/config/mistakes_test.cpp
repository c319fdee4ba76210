// SPDX-License-Identifier: MIT

// That every mistake is found at once, at its line, with what is allowed; mistakes of several settings
// together.

#include "configuration_folder.hpp"

#include <gmock/gmock.h>

#include <algorithm>

namespace lanchat::config {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

class Mistakes : public testing::Test {
 protected:
  auto in(std::string_view text, Overrides overrides = {}) {
    return folder_.mistakes(text, std::move(overrides));
  }

  ConfigurationFolder folder_;
};

TEST_F(Mistakes, AreAllFoundAtOnceInTheOrderOfTheText) {
  folder_.write("lanchat.conf.d/1.conf", "\nbacklog = 0\n");
  EXPECT_THAT(in("# first line\n"
                 "worker = 2\n"
                 "log-level = loud\n"
                 "\n"
                 "[listener.main]\n"
                 "bind = tcp://*\n"
                 "nonsense\n"
                 "[oops\n"
                 "random-min = 5   # too large\n"
                 "random-max = 4\n"
                 "policy = random\n",
                 {{"max-clients", "none"}}),
              ElementsAre("lanchat.conf:2: worker: unknown key, did you mean 'workers'?",
                          StartsWith("lanchat.conf:3: log-level: 'loud' is wrong, allowed is trace"),
                          StartsWith("lanchat.conf:6: bind: "),
                          StartsWith("lanchat.conf:7: 'nonsense' is no setting, allowed is key = value"),
                          StartsWith("lanchat.conf:8: '[oops' is no section header, allowed is"),
                          "lanchat.conf:9: random-min: larger than random-max, allowed is at most 4",
                          StartsWith("lanchat.conf.d/1.conf:2: backlog: '0' is wrong, allowed is"),
                          StartsWith("command line: max-clients: 'none' is wrong, allowed is")));
}

TEST_F(Mistakes, CountInValuesThatALaterOneReplaces) {
  EXPECT_THAT(
      in("workers = 0\nworkers = 1\n", {{"workers", "x"}, {"workers", "2"}}),
      ElementsAre(StartsWith("lanchat.conf:1: workers: '0'"), StartsWith("command line: workers: 'x'")));
}

TEST_F(Mistakes, NameTheNearestKnownKey) {
  EXPECT_THAT(in("max_message_size = 1\n"),
              ElementsAre("lanchat.conf:1: max_message_size: unknown key, did you mean 'max-message-size'?"));
  EXPECT_THAT(in("[listener.main]\nrandom-mx = 1\n"),
              ElementsAre("lanchat.conf:2: random-mx: unknown key, did you mean 'random-max'?"));
  EXPECT_THAT(in("", {{"listener.main.bidn", "tcp://*:1"}}),
              ElementsAre("command line: listener.main.bidn: unknown key, did you mean 'bind'?"));
}

TEST_F(Mistakes, NameNoKeyThatIsFar) {
  EXPECT_THAT(in("colour = red\n"),
              ElementsAre("lanchat.conf:1: colour: unknown key; lanchat.conf(5) lists all keys"));
}

TEST_F(Mistakes, TellGlobalKeysInASection) {
  const std::string what = "is a global key, allowed is before the first section only";
  for (const std::string key :
       {"workers", "log-level", "log-format", "log-queue", "max-clients", "max-client-memory",
        "max-operator-questions", "max-operator-memory", "shutdown-grace", "control-socket"}) {
    EXPECT_THAT(in("[listener.main]\n" + key + " = x\n"),
                ElementsAre("lanchat.conf:2: " + key + ": " + what));
  }
  EXPECT_THAT(in("", {{"listener.main.workers", "2"}}),
              ElementsAre("command line: listener.main.workers: " + what));
}

TEST_F(Mistakes, TellWrongSectionsAndGoOnInside) {
  EXPECT_THAT(
      in("[listener]\nbind = x\n[main]\nbogus-key = 1\n[listener.]\n[listener.a.b]\n[listener.a b]\n[a "
         "b]\n[]\n"),
      ElementsAre("lanchat.conf:1: unknown section '[listener]', allowed is [listener.NAME]",
                  StartsWith("lanchat.conf:2: bind: "),
                  "lanchat.conf:3: unknown section '[main]', did you mean '[listener.main]'?",
                  StartsWith("lanchat.conf:4: bogus-key: unknown key"),
                  "lanchat.conf:5: '' is no name for a listener, allowed is letters, digits, '-' and '_'",
                  "lanchat.conf:6: 'a.b' is no name for a listener, allowed is letters, digits, '-' and '_'",
                  "lanchat.conf:7: 'a b' is no name for a listener, allowed is letters, digits, '-' and '_'",
                  "lanchat.conf:8: unknown section '[a b]', allowed is [listener.NAME]",
                  "lanchat.conf:9: unknown section '[]', allowed is [listener.NAME]"));
}

TEST_F(Mistakes, TellGlobalKeysInAnUnknownSection) {
  EXPECT_THAT(
      in("[daemon]\nworkers = 2\n"),
      ElementsAre(StartsWith("lanchat.conf:1: unknown section '[daemon]'"),
                  "lanchat.conf:2: workers: is a global key, allowed is before the first section only"));
}

TEST_F(Mistakes, TellAFullNameWithoutAKey) {
  EXPECT_THAT(in("listener.main. = 2\n", {{"", "3"}}),
              ElementsAre("lanchat.conf:1: listener.main.: unknown key; lanchat.conf(5) lists all keys",
                          "command line: unknown key; lanchat.conf(5) lists all keys"));
}

TEST_F(Mistakes, AcceptEveryAllowedListenerName) {
  EXPECT_THAT(in("[listener.A-z_09]\nbind = tcp://*:1\n"), IsEmpty());
}

TEST_F(Mistakes, TellWrongFullKeys) {
  for (const std::string key : {"listener.", "listener.main", "listener..bind", "listener.a b.bind"}) {
    EXPECT_THAT(in("", {{key, "1"}}),
                ElementsAre("command line: " + key +
                            ": names no listener's key, allowed is listener.NAME.KEY with a "
                            "NAME of letters, digits, '-' and '_'"));
  }
}

TEST_F(Mistakes, TellQuotationMistakesWithTheirKey) {
  EXPECT_THAT(in("\nacknowledge-text = \"open\n"),
              ElementsAre("lanchat.conf:2: acknowledge-text: the closing quotation mark is missing"));
}

TEST_F(Mistakes, StopAtANulByte) {
  EXPECT_THAT(in(std::string_view("workers = 1\nb\0cklog = 0\nworkers = x\n", 35)),
              ElementsAre("lanchat.conf:2: a NUL byte; the file must be text (ASCII or UTF-8)"));
}

TEST_F(Mistakes, EscapeWhatATerminalWouldObey) {
  EXPECT_THAT(in("\x1b[2J = 1\n\x1b]0;x\nworkers = \x1b[31m\n\x1b[0m = \"x\n"),
              ElementsAre(StartsWith(R"(lanchat.conf:1: \x1b[2J: unknown key)"),
                          StartsWith(R"(lanchat.conf:2: '\x1b]0;x' is no setting)"),
                          StartsWith(R"(lanchat.conf:3: workers: '\x1b[31m' is wrong)"),
                          StartsWith(R"(lanchat.conf:4: \x1b[0m: the closing quotation mark is missing)")));
}

TEST_F(Mistakes, SayWhetherTheCommandLineIsToBlame) {
  const auto config = folder_.load("", {{"workers", "x"}});
  ASSERT_FALSE(config);
  EXPECT_EQ(config.error(),
            (std::vector<Mistake>{{"command line", "workers",
                                   "'x' is wrong, allowed is auto, or a whole number from 1 to 256"}}));
}

TEST_F(Mistakes, ComeInTheSameFormFromAllKinds) {
  EXPECT_EQ((Mistake{"f:1", "key", "what"}).to_string(), "f:1: key: what");
  EXPECT_EQ((Mistake{"f", "", "what"}).to_string(), "f: what");
}

class CrossCheck : public Mistakes {};

TEST_F(CrossCheck, RefusesLengthFramingOnDatagrams) {
  EXPECT_THAT(
      in("[listener.main]\nbind = tcp://*:1\nbind = udp://*:2\nframing = length\n"),
      ElementsAre(
          "lanchat.conf:4: framing: 'length' cannot be used with udp://*:2 of listener 'main', allowed "
          "on udp:// is line or raw"));
}

TEST_F(CrossCheck, NamesTheDefaultLevelsFramingForEachListenerItBreaks) {
  EXPECT_THAT(in("framing = length\n[listener.a]\nbind = udp://*:1\n[listener.b]\nbind = udp://*:2\n"
                 "[listener.c]\nbind = udp://*:3\nframing = raw\n"),
              ElementsAre(AllOf(StartsWith("lanchat.conf:1: framing: "), HasSubstr("listener 'a'")),
                          AllOf(StartsWith("lanchat.conf:1: framing: "), HasSubstr("listener 'b'"))));
}

TEST_F(CrossCheck, NamesTheCommandLinesFraming) {
  EXPECT_THAT(
      in("[listener.main]\nbind = udp://*:2\n", {{"listener.main.framing", "length"}}),
      ElementsAre(StartsWith("command line: listener.main.framing: 'length' cannot be used with udp://*:2")));
}

TEST_F(CrossCheck, AllowsAHeaderThatIsSmallForTheLongestMessage) {
  EXPECT_THAT(in("bind = tcp://*:1\nframing = length\nlength-bytes = 1\nmax-message-size = 1M\n"), IsEmpty());
}

TEST_F(CrossCheck, RefusesAListenerWithoutAddress) {
  EXPECT_THAT(in("\n[listener.a]\npolicy = echo\n"),
              ElementsAre("lanchat.conf:2: bind: listener 'a' has no address; add bind = tcp://ADDR:PORT, "
                          "udp://ADDR:PORT or unix:///PATH to its section"));
  EXPECT_THAT(in("[listener.main]\n[listener.b]\nbind = tcp://*:1\n"),
              ElementsAre(StartsWith("lanchat.conf:1: bind: listener 'main' has no address")));
  EXPECT_THAT(in("[listener.b]\nbind = tcp://*:1\n", {{"listener.main.policy", "random"}}),
              ElementsAre(StartsWith("command line: bind: listener 'main' has no address")));
}

TEST_F(CrossCheck, RefusesAListenerWhoseAddressesWereCleared) {
  EXPECT_THAT(in("[listener.main]\nbind = tcp://*:1\nbind =\n"),
              ElementsAre(StartsWith("lanchat.conf:3: bind: listener 'main' has no address")));
}

TEST_F(CrossCheck, TellsAWrongAddressOnlyOnce) {
  EXPECT_THAT(in("[listener.a]\nbind = nowhere\n"), ElementsAre(StartsWith("lanchat.conf:2: bind: ")));
}

TEST_F(CrossCheck, RefusesAnAddressTwice) {
  EXPECT_THAT(
      in("[listener.a]\nbind = tcp://[::1]:7\n[listener.b]\nbind = tcp://[0:0::1]:7\n"),
      ElementsAre(AllOf(StartsWith("lanchat.conf:4: bind: tcp://[::1]:7 of listener 'b' is already bound by "
                                   "listener 'a' ("),
                        EndsWith("lanchat.conf:2), allowed is one listener for each address"))));
  EXPECT_THAT(in("[listener.a]\nbind = unix:///x\nbind = udp://*:1\nbind = unix:///x\n"),
              ElementsAre(StartsWith("lanchat.conf:4: bind: unix:///x of listener 'a' is already bound")));
  EXPECT_THAT(in("bind = udp://*:1\n[listener.a]\n[listener.b]\n"),
              ElementsAre(StartsWith("lanchat.conf:1: bind: udp://*:1 of listener 'b' is already bound")));
}

TEST_F(CrossCheck, ShowsAnAddressSafely) {
  EXPECT_THAT(
      in("[listener.a]\nbind = unix:///\x85\nbind = unix:///\x85\n"),
      ElementsAre(StartsWith("lanchat.conf:3: bind: unix:///\\x85 of listener 'a' is already bound")));
}

TEST_F(CrossCheck, AllowsOneAddressOverTwoTransportsAndPortZeroTwice) {
  EXPECT_THAT(in("[listener.a]\nbind = tcp://*:1\nbind = udp://*:1\nbind = tcp://*:0\nbind = tcp://*:0\n"
                 "[listener.b]\nbind = tcp://127.0.0.1:1\nbind = tcp://*:0\n"),
              IsEmpty());
}

TEST_F(CrossCheck, AsksThePolicy) {
  EXPECT_THAT(in("policy = random\nrandom-min = 7\nrandom-max = 6\n"),
              ElementsAre("lanchat.conf:2: random-min: larger than random-max, allowed is at most 6"));
}

TEST_F(CrossCheck, TellsThePolicysMistakeAtTheKeyThatWasSet) {
  EXPECT_THAT(in("[listener.main]\npolicy = random\nrandom-max = -1\n"),
              ElementsAre("lanchat.conf:3: random-min: larger than random-max, allowed is at most -1"));
  EXPECT_THAT(in("random-min = 101\n", {{"listener.main.policy", "random"}}),
              ElementsAre("lanchat.conf:1: random-min: larger than random-max, allowed is at most 100"));
}

TEST_F(CrossCheck, LeavesKeysOfAnotherPolicyAlone) {
  EXPECT_THAT(in("random-min = 7\nrandom-max = 6\n"), IsEmpty());
  EXPECT_THAT(in("random-min = seven\n"),
              ElementsAre(StartsWith("lanchat.conf:1: random-min: 'seven' is wrong")));
}

TEST_F(CrossCheck, DoesNotAskThePolicyAboutWrongValues) {
  EXPECT_THAT(in("policy = random\nrandom-min = x\nrandom-max = -1\n"),
              ElementsAre(StartsWith("lanchat.conf:2: random-min: 'x' is wrong")));
  EXPECT_THAT(in("policy = rando\nrandom-min = 200\n"),
              ElementsAre(StartsWith("lanchat.conf:1: policy: 'rando'")));
}

}  // namespace
}  // namespace lanchat::config
