// SPDX-License-Identifier: MIT
// config/lanchat.conf: made from the code, changes nothing, and every line in it works once its # is gone.
#include "manual/sample_configuration.hpp"

#include "lanchat/config/keys.hpp"
#include "lanchat/policy/policy_table.hpp"

#include "manual/examples.hpp"
#include "unit/config/configuration_folder.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <iterator>
#include <sstream>

namespace lanchat::manual {
namespace {

using config::Config;
using config::ConfigurationFolder;

std::string committed() {
  std::ifstream file(LANCHAT_SAMPLE);
  return {std::istreambuf_iterator<char>(file), {}};
}

// Where the commented sections begin.
std::size_t first_section(const std::string& text) {
  return text.find("\n#[listener.") + 1;
}

// Takes the # from lines that have no blank behind it.
std::string uncommented(const std::string& text) {
  std::string result;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    const bool setting = line.size() > 1 && line[0] == '#' && line[1] != ' ';
    result += line.substr(setting ? 1 : 0) + '\n';
  }
  return result;
}

Config loaded(const std::string& text) {
  const ConfigurationFolder folder;
  EXPECT_THAT(folder.mistakes(text), testing::IsEmpty()) << text;
  return folder.load(text).value_or(Config{});
}

Config defaults() {
  return config::load({}).value();
}

TEST(SampleConfiguration, IsTheCommittedFile) {
  EXPECT_EQ(committed(), sample_configuration())
      << "make it again: lanchat-manual --output config/lanchat.conf lanchat.conf";
}

TEST(SampleConfiguration, ChangesNothing) {
  EXPECT_EQ(loaded(committed()), defaults());
}

TEST(SampleConfiguration, SaysWhatHoldsWithoutIt) {
  const std::string text = committed();
  const std::string keys = uncommented(text.substr(0, first_section(text)));
  for (const config::KeyDescription& key : config::keys())
    EXPECT_THAT(keys, testing::HasSubstr('\n' + key.name + " =")) << key.name;
  EXPECT_EQ(loaded(keys), defaults());
}

TEST(SampleConfiguration, HasExamplesThatWorkAlone) {
  const std::string text = uncommented(committed());
  for (const Example& example : examples()) {
    EXPECT_THAT(text, testing::HasSubstr('\n' + example.section())) << example.listener;
    const Config config = loaded(example.section());
    ASSERT_EQ(config.listeners.size(), 1U) << example.listener;
    EXPECT_EQ(config.listeners.front().name, example.listener);
  }
}

TEST(SampleConfiguration, HasExamplesThatWorkTogether) {
  const std::string text = committed();
  EXPECT_EQ(loaded(uncommented(text)).listeners.size(), examples().size());
  EXPECT_EQ(loaded(uncommented(text.substr(first_section(text)))).listeners.size(), examples().size());
}

TEST(SampleConfiguration, HasAnExampleOfEachPolicy) {
  const Config config = loaded(uncommented(committed()));
  for (const policy::PolicyEntry& policy : policy::policy_table()) {
    EXPECT_THAT(config.listeners,
                testing::Contains(testing::Field(&net::ListenerOptions::policy, policy.name)));
  }
}

TEST(SampleConfiguration, BeginsWithTheListenerThatIsThereWithoutIt) {
  EXPECT_EQ(loaded(examples().front().section()), defaults());
}

}  // namespace
}  // namespace lanchat::manual
