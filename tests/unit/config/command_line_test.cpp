// SPDX-License-Identifier: MIT
#include "lanchat/config/command_line.hpp"

#include "lanchat/config/program.hpp"

#include "configuration_folder.hpp"

#include <gmock/gmock.h>

#include <algorithm>

namespace lanchat::config {
namespace {

using testing::ContainsRegex;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::Pair;
using Action = CommandLine::Action;

auto parse(std::vector<const char*> arguments,
           const std::filesystem::path& default_file = "/nonexistent/file") {
  arguments.insert(arguments.begin(), "lanchatd");
  return parse_command_line(static_cast<int>(arguments.size()), arguments.data(), default_file);
}

std::string mistake(std::vector<const char*> arguments) {
  const auto line = parse(std::move(arguments));
  return line ? "no mistake" : line.error();
}

TEST(CommandLine, WithoutArgumentsRunsTheDefaults) {
  const auto line = parse({});
  ASSERT_TRUE(line);
  EXPECT_EQ(line->action, Action::run);
  EXPECT_TRUE(line->sources.file.empty());
  EXPECT_THAT(line->sources.overrides, IsEmpty());
}

TEST(CommandLine, TakesTheDefaultFileWhereItIs) {
  const ConfigurationFolder folder;
  const auto file = folder.write("lanchat.conf", "");
  EXPECT_EQ(parse({}, file).value().sources.file, file);
  EXPECT_EQ(parse({"--policy", "random"}, file).value().sources.file, file);
  EXPECT_EQ(parse({"--set", "listener.main.bind=tcp://*:1"}, file).value().sources.file, file);
}

TEST(CommandLine, WithBindAloneReadsNoDefaultFile) {
  const ConfigurationFolder folder;
  const auto file = folder.write("lanchat.conf", "");
  EXPECT_TRUE(parse({"--bind", "tcp://*:1"}, file).value().sources.file.empty());
  EXPECT_EQ(parse({"--bind", "tcp://*:1", "--config", "x.conf"}, file).value().sources.file, "x.conf");
}

TEST(CommandLine, TakesADanglingDefaultFileSoThatItIsReported) {
  const ConfigurationFolder folder;
  std::filesystem::create_symlink("nowhere", folder.path("lanchat.conf"));
  EXPECT_EQ(parse({}, folder.path("lanchat.conf")).value().sources.file, folder.path("lanchat.conf"));
}

TEST(CommandLine, LooksForTheDefaultFileAgainAtEveryLoad) {
  const ConfigurationFolder folder;
  const auto sources = parse({}, folder.path("lanchat.conf")).value().sources;
  EXPECT_EQ(load(sources).value().workers, 0U);
  folder.write("lanchat.conf", "workers = 3\n");
  EXPECT_EQ(load(sources).value().workers, 3U);
}

TEST(CommandLine, TakesANamedFileEvenWhereItIsMissing) {
  EXPECT_EQ(parse({"--config", "/none.conf"}).value().sources.file, "/none.conf");
  EXPECT_EQ(parse({"--config=/none.conf"}).value().sources.file, "/none.conf");
}

TEST(CommandLine, TurnsOptionsIntoSettingsInOrder) {
  const auto line = parse({"--bind", "tcp://*:1", "--bind=udp://*:1", "--framing", "raw", "--policy=random",
                           "--set", "listener.main.random-max=6", "--log-level", "debug", "--log-format=json",
                           "--set", "workers=2", "--policy", "echo"});
  ASSERT_TRUE(line) << line.error();
  EXPECT_THAT(
      line->sources.overrides,
      ElementsAre(Pair("listener.main.bind", "tcp://*:1"), Pair("listener.main.bind", "udp://*:1"),
                  Pair("listener.main.framing", "raw"), Pair("listener.main.policy", "random"),
                  Pair("listener.main.random-max", "6"), Pair("log-level", "debug"),
                  Pair("log-format", "json"), Pair("workers", "2"), Pair("listener.main.policy", "echo")));
}

TEST(CommandLine, SplitsASettingAtTheFirstEqualsSignAndKeepsBlanks) {
  EXPECT_THAT(parse({"--set=timestamp-format=a=b "}).value().sources.overrides,
              ElementsAre(Pair("timestamp-format", "a=b ")));
  EXPECT_THAT(parse({"--set", "control-socket="}).value().sources.overrides,
              ElementsAre(Pair("control-socket", "")));
  EXPECT_THAT(parse({"--set", "random-min=-5"}).value().sources.overrides,
              ElementsAre(Pair("random-min", "-5")));
}

TEST(CommandLine, KnowsItsActions) {
  EXPECT_EQ(parse({"--check-config"}).value().action, Action::check_config);
  EXPECT_EQ(parse({"--print-config", "--policy", "echo"}).value().action, Action::print_config);
  EXPECT_EQ(parse({"--version"}).value().action, Action::version);
  EXPECT_EQ(parse({"--help"}).value().action, Action::help);
  EXPECT_EQ(parse({"--check-config", "--check-config"}).value().action, Action::check_config);
}

TEST(CommandLine, PrefersHelpToVersionToTheRest) {
  EXPECT_EQ(parse({"--version", "--help"}).value().action, Action::help);
  EXPECT_EQ(parse({"--help", "--version", "--check-config"}).value().action, Action::help);
  EXPECT_EQ(parse({"--check-config", "--version", "--print-config"}).value().action, Action::version);
}

TEST(CommandLine, RefusesTwoActions) {
  EXPECT_EQ(mistake({"--check-config", "--print-config"}),
            "'--check-config' and '--print-config' cannot be used together");
}

TEST(CommandLine, NamesTheNearestKnownOption) {
  EXPECT_EQ(mistake({"--bidn", "tcp://*:1"}), "unknown option '--bidn', did you mean '--bind'?");
  EXPECT_EQ(mistake({"--bidn=tcp://*:1"}), "unknown option '--bidn', did you mean '--bind'?");
  EXPECT_EQ(mistake({"--colour"}), "unknown option '--colour'; 'lanchatd --help' lists the options");
}

TEST(CommandLine, GuessesNoAbbreviations) {
  EXPECT_THAT(mistake({"--conf", "x"}), HasSubstr("unknown option '--conf', did you mean '--config'?"));
  EXPECT_THAT(mistake({"--b", "x"}), HasSubstr("unknown option '--b'"));
  EXPECT_THAT(mistake({"--BIND", "x"}), HasSubstr("unknown option '--BIND'"));
}

TEST(CommandLine, RefusesAMissingValue) {
  const std::string what = " needs a value; 'lanchatd --help' lists the options";
  EXPECT_EQ(mistake({"--bind"}), "option '--bind'" + what);
  EXPECT_EQ(mistake({"--bind="}), "option '--bind'" + what);
  EXPECT_EQ(mistake({"--bind", "--check-config"}), "option '--bind'" + what);
  EXPECT_EQ(mistake({"--config", ""}), "option '--config' needs the name of a file");
}

TEST(CommandLine, RefusesAValueThatIsNotWanted) {
  EXPECT_EQ(mistake({"--version=2"}),
            "option '--version' takes no value; 'lanchatd --help' lists the options");
}

TEST(CommandLine, RefusesPositionalArguments) {
  EXPECT_EQ(mistake({"lanchat.conf"}),
            "unexpected argument 'lanchat.conf'; 'lanchatd --help' lists the options");
  EXPECT_THAT(mistake({"--", "x"}), HasSubstr("unexpected argument 'x'"));
  EXPECT_THAT(mistake({"--check-config", "yes"}), HasSubstr("unexpected argument 'yes'"));
  EXPECT_THAT(mistake({""}), HasSubstr("unexpected argument ''"));
  EXPECT_THAT(mistake({"-"}), HasSubstr("unexpected argument '-'"));
}

TEST(CommandLine, RefusesShortOptions) {
  EXPECT_THAT(mistake({"-b"}), HasSubstr("'-b'"));
  EXPECT_THAT(mistake({"-bind"}), HasSubstr("did you mean '--bind'?"));
}

TEST(CommandLine, RefusesTwoFiles) {
  EXPECT_EQ(mistake({"--config", "a", "--config", "b"}), "option '--config' is given twice");
}

TEST(CommandLine, RefusesASettingWithoutKeyOrEqualsSign) {
  EXPECT_EQ(mistake({"--set", "workers"}),
            "'workers' after '--set' is no setting, allowed is KEY=VALUE, such as workers=2");
  EXPECT_THAT(mistake({"--set", "=2"}), HasSubstr("'=2' after '--set' is no setting"));
}

TEST(CommandLine, SaysItsMistakesOnOneSafeLine) {
  for (const auto& said : {mistake({"--b\x1b\n"}), mistake({"\x1b\n"}), mistake({"--set", "\x1b\n"})}) {
    EXPECT_EQ(said.find_first_of("\x1b\n"), std::string::npos) << said;
  }
}

TEST(CommandLine, LeavesValuesToTheConfiguration) {
  const auto line = parse({"--bind", "nonsense", "--policy", "none"});
  ASSERT_TRUE(line);
  const auto config = load(line->sources);
  ASSERT_FALSE(config);
  EXPECT_EQ(config.error().size(), 2U);
  for (const Mistake& one : config.error())
    EXPECT_EQ(one.where, "command line");
}

TEST(HelpText, NamesEveryOptionStatusAndManualPage) {
  const std::string text = help_text();
  for (const std::string option :
       {"config FILE", "check-config", "print-config", "bind URI", "framing F", "policy P", "set KEY=VALUE",
        "log-level LEVEL", "log-format FORMAT", "version", "help"}) {
    EXPECT_THAT(text, HasSubstr("\n  --" + option)) << option;
  }
  for (const std::string word : {"Usage: lanchatd", "  0   stopped", "  64  wrong", "  70  a defect",
                                 "  71  an operating", "  78  wrong", "lanchatd(8)", "lanchat.conf(5)"}) {
    EXPECT_THAT(text, HasSubstr(word)) << word;
  }
}

TEST(Program, HasNoOptionThatTheCommandLineRefuses) {
  for (const usage::Option& option : program().options) {
    std::string value;
    if (option.takes_value()) value = option.name == "set" ? "workers=2" : "x";
    const std::string name = "--" + option.name;
    const char* const arguments[] = {"lanchatd", name.c_str(), value.c_str()};
    EXPECT_TRUE(parse_command_line(value.empty() ? 2 : 3, arguments, "")) << name;
  }
}

TEST(Program, OffersTheWordsThatTheKeysAllow) {
  const auto words = [](std::string_view name) {
    const auto options = program().options;
    return std::ranges::find(options, name, &usage::Option::name)->argument.words;
  };
  EXPECT_THAT(words("framing"), testing::ElementsAre("line", "length", "raw"));
  EXPECT_THAT(words("log-level"), testing::ElementsAre("trace", "debug", "info", "warning", "error"));
  EXPECT_THAT(words("log-format"), testing::ElementsAre("auto", "journal", "text", "json"));
  EXPECT_THAT(words("policy"), testing::IsSupersetOf({"echo", "operator"}));
  EXPECT_THAT(words("set"), testing::IsSupersetOf({"workers=", "random-max=", "listener.main.random-max="}));
}

TEST(HelpText, FitsAnOrdinaryTerminal) {
  std::size_t start = 0;
  const std::string text = help_text();
  for (std::size_t end = text.find('\n'); end != std::string::npos; end = text.find('\n', start)) {
    EXPECT_LE(end - start, 80U) << text.substr(start, end - start);
    EXPECT_NE(text[end - (end > start ? 1 : 0)], ' ');
    start = end + 1;
  }
}

}  // namespace
}  // namespace lanchat::config
