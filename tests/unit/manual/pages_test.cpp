// SPDX-License-Identifier: MIT
// Every page can be made, says everything that the code has, and refuses a template that does not fit.
#include "manual/pages.hpp"

#include "lanchat/client/program.hpp"
#include "lanchat/config/keys.hpp"
#include "lanchat/config/program.hpp"
#include "lanchat/lanchatctl/program.hpp"
#include "lanchat/policy/policy_table.hpp"

#include "unit/config/configuration_folder.hpp"

#include <gmock/gmock.h>

namespace lanchat::manual {
namespace {

using testing::HasSubstr;

std::string made(std::string_view name) {
  const auto text = page(name, LANCHAT_TEMPLATES);
  EXPECT_TRUE(text) << text.error();
  return text.value_or("");
}

std::string escaped(std::string text) {
  for (std::size_t at = text.find('-'); at != std::string::npos; at = text.find('-', at + 2))
    text.insert(at, "\\");
  return text;
}

TEST(Pages, CanAllBeMade) {
  const auto names = page_names();
  EXPECT_EQ(names.size(), 5U + 3U * 3U + 1U);
  for (const std::string& name : names)
    EXPECT_THAT(made(name), testing::EndsWith("\n")) << name;
}

TEST(Pages, OfProgramsHaveEveryOptionCommandAndExitStatus) {
  for (const auto& [program, name] :
       {std::pair(config::program(), "lanchatd.8"), std::pair(client::program(), "lanchat.1"),
        std::pair(lanchatctl::program(), "lanchatctl.1")}) {
    const std::string text = made(name);
    for (const usage::Option& option : program.options)
      EXPECT_THAT(text, HasSubstr("Fl " + escaped("-" + option.name))) << name;
    for (const usage::Command& command : program.commands)
      EXPECT_THAT(text, HasSubstr(".It Cm " + escaped(command.name))) << name;
    for (const usage::ExitStatus& status : program.exit_statuses)
      EXPECT_THAT(text, HasSubstr(".It " + std::to_string(status.number) + '\n')) << name;
  }
}

TEST(Pages, OfTheConfigurationHaveEveryKey) {
  const std::string configuration = made("lanchat.conf.5");
  const std::string policies = made("lanchat-policies.7");
  for (const config::KeyDescription& key : config::keys()) {
    const std::string& text = key.policy.empty() ? configuration : policies;
    EXPECT_THAT(text, HasSubstr(".It Cm " + escaped(key.name) + '\n')) << key.name;
  }
}

TEST(Pages, OfThePoliciesHaveASectionForEach) {
  const std::string text = made("lanchat-policies.7");
  for (const policy::PolicyEntry& policy : policy::policy_table())
    EXPECT_THAT(text, HasSubstr("\n.Ss " + std::string(policy.name) + '\n')) << policy.name;
}

TEST(Pages, TellWhatIsWrongWithATemplate) {
  const config::ConfigurationFolder folder;
  EXPECT_THAT(page("lanchat.1", folder.path("")).error(), HasSubstr("lanchat.1.in cannot be read"));
  folder.write("lanchat.1.in", "@OPTIONS@\n");
  EXPECT_THAT(page("lanchat.1", folder.path("")).error(), HasSubstr("lanchat.1.in: the placeholder @"));
  EXPECT_THAT(page("nothing.1", folder.path("")).error(), HasSubstr("no page nothing.1"));
}

}  // namespace
}  // namespace lanchat::manual
