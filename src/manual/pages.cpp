// SPDX-License-Identifier: MIT
#include "manual/pages.hpp"

#include "lanchat/client/program.hpp"
#include "lanchat/config/program.hpp"
#include "lanchat/lanchatctl/program.hpp"

#include "manual/completions.hpp"
#include "manual/examples.hpp"
#include "manual/mdoc.hpp"
#include "manual/sample_configuration.hpp"
#include "manual/template.hpp"

#include <algorithm>
#include <fstream>
#include <functional>
#include <iterator>

namespace lanchat::manual {
namespace {

using Text = std::expected<std::string, std::string>;

struct Page {
  std::string name;
  std::function<Text(const std::filesystem::path& templates)> make;
};

Text from_template(const std::filesystem::path& file, Values values) {
  std::ifstream stream(file);
  const std::string text(std::istreambuf_iterator<char>(stream), {});
  if (!stream || text.empty()) return std::unexpected(file.string() + " cannot be read");
  values.emplace("VERSION", LANCHAT_VERSION);
  auto page = filled(text, values);
  if (!page) page.error().insert(0, file.string() + ": ");
  return page;
}

Values values_of(const usage::Program& program) {
  Values values{{"SYNOPSIS", mdoc_synopsis(program)},
                {"OPTIONS", mdoc_options(program)},
                {"EXIT_STATUS", mdoc_exit_statuses(program)}};
  if (!program.commands.empty()) values.emplace("COMMANDS", mdoc_commands(program));
  return values;
}

Values values_of_configuration() {
  using config::KeyDescription;
  std::vector<KeyDescription> global;
  std::vector<KeyDescription> listener;
  for (const KeyDescription& key : config::keys()) {
    if (key.policy.empty()) (key.scope == config::Scope::global ? global : listener).push_back(key);
  }
  std::string shown;
  for (const Example& example : examples()) {
    shown += (shown.empty() ? "" : "\n.Pp\n") + mdoc_text(example.what) + "\n.Bd -literal -offset indent\n" +
             mdoc_literal(example.section()) + "\n.Ed";
  }
  return {{"GLOBAL_KEYS", mdoc_keys(global)},
          {"LISTENER_KEYS", mdoc_keys(listener)},
          {"POLICIES", mdoc_policies()},
          {"EXAMPLES", shown}};
}

// A placeholder for each policy, so that a new one cannot be forgotten: POLICY_ECHO.
Values values_of_policies() {
  Values values{{"POLICIES", mdoc_policies()}};
  for (const policy::PolicyEntry& policy : policy::policy_table()) {
    std::string name = "POLICY_";
    for (const char letter : policy.name)
      name += letter == '-' ? '_' : static_cast<char>(letter - 'a' + 'A');
    values.emplace(std::move(name), mdoc_policy(policy));
  }
  return values;
}

std::vector<Page> all_pages() {
  std::vector<Page> pages;
  const auto manual = [&](std::string name, Values values) {
    pages.push_back({name, [name, values = std::move(values)](const std::filesystem::path& templates) {
                       return from_template(templates / (name + ".in"), values);
                     }});
  };
  const auto plain = [&](std::string name, std::string text) {
    pages.push_back({std::move(name), [text = std::move(text)](const auto&) { return Text(text); }});
  };
  manual("lanchatd.8", values_of(config::program()));
  manual("lanchat.1", values_of(client::program()));
  manual("lanchatctl.1", values_of(lanchatctl::program()));
  manual("lanchat.conf.5", values_of_configuration());
  manual("lanchat-policies.7", values_of_policies());
  for (const usage::Program& program : {config::program(), client::program(), lanchatctl::program()}) {
    plain(program.name + ".bash", bash_completion(program));
    plain('_' + program.name, zsh_completion(program));
    plain(program.name + ".fish", fish_completion(program));
  }
  plain("lanchat.conf", sample_configuration());
  return pages;
}

}  // namespace

std::vector<std::string> page_names() {
  std::vector<std::string> names;
  for (const Page& page : all_pages())
    names.push_back(page.name);
  return names;
}

Text page(std::string_view name, const std::filesystem::path& templates) {
  const auto pages = all_pages();
  const auto found = std::ranges::find(pages, name, &Page::name);
  if (found == pages.end()) return std::unexpected("there is no page " + std::string(name));
  return found->make(templates);
}

}  // namespace lanchat::manual
