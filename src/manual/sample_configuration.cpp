// SPDX-License-Identifier: MIT
#include "manual/sample_configuration.hpp"

#include "lanchat/config/keys.hpp"
#include "lanchat/policy/policy_table.hpp"
#include "lanchat/usage/wrapped.hpp"

#include "manual/examples.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

namespace lanchat::manual {
namespace {

using config::KeyDescription;
using config::Scope;

constexpr std::size_t width = 80;

constexpr std::string_view header =
    "# The configuration of lanchatd; lanchat.conf(5) and lanchat-policies(7) say more.\n"
    "#\n"
    "# As it stands it changes nothing: lines are echoed on port 8888, TCP and UDP. Try\n"
    "# 'nc localhost 8888'. A # with no blank behind it stands before a setting: one\n"
    "# that holds already, or, under Examples, one that shows what can be done.\n"
    "#\n"
    "# To change something, take the # away here, or put the line into a file of your\n"
    "# own, /etc/lanchat.conf.d/NAME.conf, which wins over this one. Then:\n"
    "#\n"
    "#   lanchatd --check-config     says ok, or every mistake with its line\n"
    "#   systemctl reload lanchat    takes it over: clients stay connected, and with a\n"
    "#                               mistake in it everything stays as it was\n"
    "#   lanchatd --print-config     shows every value and where it comes from\n"
    "#\n"
    "# Sizes take K, M, G; durations ms, s, m, h; 0 switches a limit off. A value with\n"
    "# blanks at its ends, or with a # in it, stands in \"quotation marks\".\n";

std::string heading(std::string_view title) {
  std::string line = "\n# ---- " + std::string(title) + ' ';
  line.resize(width + 1, '-');  // the line feed in front does not count
  return line + "\n#\n";
}

std::string comment(std::string_view text) {
  std::string lines;
  for (std::string line : usage::wrapped(text, width - 2)) {
    std::ranges::replace(line, '`', '\'');
    lines += "# " + line + '\n';
  }
  return lines;
}

std::string commented_out(std::string_view lines) {
  std::string text;
  while (!lines.empty()) {
    const std::size_t end = lines.find('\n') + 1;
    text += '#' + std::string(lines.substr(0, end));
    lines.remove_prefix(end);
  }
  return text;
}

std::string entry(const KeyDescription& key) {
  std::string explanation = key.help + ".";
  if (explanation.front() >= 'a' && explanation.front() <= 'z') {
    explanation.front() = static_cast<char>(explanation.front() - 'a' + 'A');
  }
  if (!key.why.empty()) explanation += ' ' + key.why;
  std::string text = '\n' + comment(explanation);
  for (const std::string& line : config::default_lines(key))
    text += '#' + line + '\n';
  return text;
}

template <class Belongs>
std::string entries(const std::vector<KeyDescription>& keys, Belongs belongs) {
  std::string text;
  for (const KeyDescription& key : keys) {
    if (belongs(key)) text += entry(key);
  }
  return text;
}

std::string policies(const std::vector<KeyDescription>& keys) {
  std::string text = heading("The keys of some policies");
  text += comment("As those above: here for all listeners, in a section for that one.");
  for (const policy::PolicyEntry& policy : policy::policy_table()) {
    if (policy.keys.empty()) continue;
    text += "\n# -- " + std::string(policy.name) + ": " + std::string(policy.summary) + '\n';
    text += entries(keys, [&](const KeyDescription& key) { return key.policy == policy.name; });
  }
  return text;
}

std::string example_sections() {
  std::string text = heading("Examples");
  text += comment(
      "A section is a listener with addresses, framing, policy and limits of its own. Once there is a "
      "section, the listeners are those that are named, so [listener.main] is needed too where port 8888 is "
      "to stay.");
  for (const Example& example : examples())
    text += '\n' + comment(example.what) + commented_out(example.section());
  return text;
}

}  // namespace

std::string sample_configuration() {
  const auto keys = config::keys();
  std::string text{header};
  text += heading("The daemon");
  text += entries(keys, [](const KeyDescription& key) { return key.scope == Scope::global; });
  text += heading("Every listener");
  text += comment("Here these are the defaults of all listeners; in a section they are for that one.");
  text += entries(
      keys, [](const KeyDescription& key) { return key.scope == Scope::listener && key.policy.empty(); });
  return text + policies(keys) + example_sections();
}

}  // namespace lanchat::manual
