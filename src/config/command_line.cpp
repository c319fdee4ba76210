// SPDX-License-Identifier: MIT
#include "lanchat/config/command_line.hpp"

#include "lanchat/config/program.hpp"
#include "lanchat/logging/escape.hpp"
#include "lanchat/usage/help_text.hpp"

#include "config/line_grammar.hpp"
#include "config/nearest.hpp"

#include <boost/program_options/errors.hpp>
#include <boost/program_options/options_description.hpp>
#include <boost/program_options/parsers.hpp>
#include <boost/program_options/value_semantic.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace lanchat::config {
namespace {

namespace po = boost::program_options;
using Action = CommandLine::Action;

/// What an option of program() does; `sets` is the key it is short for.
struct Effect {
  std::string_view option;
  std::string_view sets;
  std::optional<Action> action;
};

constexpr std::array<Effect, 9> effects{{
    {"check-config", {}, Action::check_config},
    {"print-config", {}, Action::print_config},
    {"bind", "listener.main.bind", {}},
    {"framing", "listener.main.framing", {}},
    {"policy", "listener.main.policy", {}},
    {"log-level", "log-level", {}},
    {"log-format", "log-format", {}},
    {"version", {}, Action::version},
    {"help", {}, Action::help},
}};

constexpr std::string_view see_help = "; 'lanchatd --help' lists the options";

po::options_description description() {
  po::options_description all;
  for (const usage::Option& option : program().options) {
    if (option.takes_value()) {
      all.add_options()(option.name.c_str(), po::value<std::string>(), option.help.c_str());
    } else {
      all.add_options()(option.name.c_str(), option.help.c_str());
    }
  }
  return all;
}

std::string unknown_option(std::string written) {
  written.resize(std::min(written.find('='), written.size()));
  const std::string name = written.substr(std::min(written.find_first_not_of('-'), written.size()));
  std::vector<std::string> known;
  for (const usage::Option& option : program().options)
    known.push_back(option.name);
  const auto meant = nearest(name, known);
  return fmt::format("unknown option {}{}", shown(written),
                     meant ? ", did you mean '--" + *meant + "'?" : std::string(see_help));
}

std::string needs_value(std::string_view name) {
  const auto bare = name.substr(std::min(name.find_first_not_of('-'), name.size()));
  return fmt::format("option {} needs a value{}", shown("--" + std::string(bare)), see_help);
}

using Parsed = std::vector<po::option>;

// Program_options throws a type for each kind of mistake; its own texts need the name that only we can give.
std::expected<Parsed, std::string> parse(int argc, const char* const* argv) {
  using Style = po::command_line_style::style_t;
  constexpr int style = Style::allow_long | Style::long_allow_adjacent | Style::long_allow_next;
  const po::options_description known = description();
  try {
    return po::command_line_parser(argc, argv).options(known).style(style).run().options;
  } catch (const po::unknown_option& error) {
    return std::unexpected(unknown_option(error.get_option_name()));
  } catch (const po::invalid_command_line_syntax& error) {
    if (error.kind() != po::invalid_syntax::extra_parameter) {
      return std::unexpected(needs_value(error.get_option_name()));
    }
    return std::unexpected(
        fmt::format("option {} takes no value{}", shown(error.get_option_name()), see_help));
  } catch (const po::error& error) {
    return std::unexpected(logging::escape(error.what()) + std::string(see_help));
  }
}

std::optional<std::string> add_setting(const std::string& text, Sources& sources) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0) {
    return fmt::format("{} after '--set' is no setting, allowed is KEY=VALUE, such as workers=2",
                       shown(text));
  }
  sources.overrides.emplace_back(text.substr(0, equals), text.substr(equals + 1));
  return std::nullopt;
}

// --help wins over --version, and that over the rest; of the others only one can be meant.
std::optional<std::string> choose(Action next, Action& chosen) {
  if (chosen == next || chosen == Action::help) return std::nullopt;
  if (next == Action::help || next == Action::version || chosen == Action::run) {
    chosen = next;
  } else if (chosen != Action::version) {
    return "'--check-config' and '--print-config' cannot be used together";
  }
  return std::nullopt;
}

class Collector {
 public:
  /// What is wrong with the option, if anything is.
  std::optional<std::string> take(const po::option& parsed) {
    const auto& tokens = parsed.original_tokens;
    if (parsed.string_key.empty()) {
      const std::string& argument = tokens.at(0);
      if (argument.size() > 1 && argument.starts_with('-')) return unknown_option(argument);
      return "unexpected argument " + shown(argument) + std::string(see_help);
    }
    if (tokens.size() > 1 && tokens[1].starts_with("--")) return needs_value(parsed.string_key);
    const std::string& option = parsed.string_key;
    if (option == "set") return add_setting(parsed.value.at(0), line_.sources);
    if (option == "config") return choose_file(parsed.value.at(0));
    const auto* const effect = std::ranges::find(effects, std::string_view(option), &Effect::option);
    if (effect->action) return choose(*effect->action, line_.action);
    binds_ = binds_ || option == "bind";
    line_.sources.overrides.emplace_back(effect->sets, parsed.value.at(0));
    return std::nullopt;
  }

  CommandLine finish(const std::filesystem::path& default_file) && {
    if (line_.sources.file.empty() && !binds_) line_.sources.default_file = default_file;
    line_.sources.file = line_.sources.present_file();
    return std::move(line_);
  }

 private:
  std::optional<std::string> choose_file(const std::string& file) {
    if (file.empty()) return "option '--config' needs the name of a file";
    if (!line_.sources.file.empty()) return "option '--config' is given twice";
    line_.sources.file = file;
    return std::nullopt;
  }

  CommandLine line_;
  bool binds_ = false;
};

}  // namespace

std::expected<CommandLine, std::string> parse_command_line(int argc, const char* const* argv,
                                                           const std::filesystem::path& default_file) {
  const auto parsed = parse(argc, argv);
  if (!parsed) return std::unexpected(parsed.error());
  Collector collector;
  for (const po::option& option : *parsed) {
    if (auto mistake = collector.take(option)) return std::unexpected(std::move(*mistake));
  }
  return std::move(collector).finish(default_file);
}

std::string help_text() {
  return usage::help_text(program());
}

}  // namespace lanchat::config
