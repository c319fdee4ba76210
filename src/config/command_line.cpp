// SPDX-License-Identifier: MIT
#include "lanchat/config/command_line.hpp"

#include "lanchat/logging/escape.hpp"

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

/// One option; `sets` is the key it is short for.
struct Option {
  std::string_view name;
  std::string_view argument;  ///< what --help calls its value; empty: it has none
  std::string_view sets;
  std::optional<Action> action;
  std::string_view help;
};

constexpr std::array<Option, 11> options{{
    {"config", "FILE", {}, {}, "read FILE and FILE.d/*.conf instead of /etc/lanchat.conf"},
    {"check-config", {}, {}, Action::check_config, "say what is wrong in the configuration; start nothing"},
    {"print-config", {}, {}, Action::print_config, "print the effective configuration; start nothing"},
    {"bind", "URI", "listener.main.bind", {}, "tcp://ADDR:PORT, udp://ADDR:PORT, unix:///PATH; repeatable"},
    {"framing", "F", "listener.main.framing", {}, "where a message ends: line, length or raw"},
    {"policy", "P", "listener.main.policy", {}, "what the reply is: echo, timestamp, uppercase, ..."},
    {"set", "KEY=VALUE", {}, {}, "set any key, such as listener.main.backlog; repeatable"},
    {"log-level", "LEVEL", "log-level", {}, "trace, debug, info, warning or error"},
    {"log-format", "FORMAT", "log-format", {}, "auto, journal, text or json"},
    {"version", {}, {}, Action::version, "print the version"},
    {"help", {}, {}, Action::help, "print this"},
}};

constexpr std::string_view see_help = "; 'lanchatd --help' lists the options";

po::options_description description() {
  po::options_description all;
  for (const Option& option : options) {
    if (option.argument.empty()) {
      all.add_options()(option.name.data(), option.help.data());
    } else {
      all.add_options()(option.name.data(), po::value<std::string>(), option.help.data());
    }
  }
  return all;
}

std::string unknown_option(std::string written) {
  written.resize(std::min(written.find('='), written.size()));
  const std::string name = written.substr(std::min(written.find_first_not_of('-'), written.size()));
  std::vector<std::string> known;
  known.reserve(options.size());
  for (const Option& option : options)
    known.emplace_back(option.name);
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
    const auto* const option = std::ranges::find(options, std::string_view(parsed.string_key), &Option::name);
    if (option->action) return choose(*option->action, line_.action);
    const std::string& value = parsed.value.at(0);
    if (option->name == "set") return add_setting(value, line_.sources);
    if (option->name == "config") return choose_file(value);
    binds_ = binds_ || option->name == "bind";
    line_.sources.overrides.emplace_back(option->sets, value);
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
  std::string text =
      "Usage: lanchatd [OPTION]...\n"
      "Answers bytes on a local network, in the foreground, until SIGTERM or SIGINT.\n\n"
      "Options:\n";
  for (const Option& option : options) {
    const std::string name = fmt::format("--{} {}", option.name, option.argument);
    text += fmt::format("  {:<19} {}\n", name, option.help);
  }
  text +=
      "\n--bind, --framing and --policy are about a listener named 'main'. With --bind\n"
      "and no --config, no file is read. The command line wins over the files; without\n"
      "any of them, one listener echoes lines on port 8888, TCP and UDP.\n\n"
      "SIGHUP reads the configuration again, SIGUSR1 logs the statistics.\n\n"
      "Exit status: 0 stopped by a signal, 64 wrong command line, 70 a defect inside\n"
      "lanchat, 71 an operating system error at start, 78 wrong configuration.\n\n"
      "Documentation: lanchatd(8), lanchat.conf(5), lanchatctl(1)\n";
  return text;
}

}  // namespace lanchat::config
