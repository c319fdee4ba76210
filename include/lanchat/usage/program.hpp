// SPDX-License-Identifier: MIT
#pragma once

// What a program's command line offers, as data: its options, commands and exit statuses. --help, the manual
// pages and the shells' completions are made from it, so that they say the same. Knows no program: each has
// its own table beside the code that reads its command line. How a value is read is not its business.

#include <cstdint>
#include <string>
#include <vector>

namespace lanchat::usage {

/// What a shell may offer for a value.
enum class Offer : std::uint8_t {
  nothing,
  words,       ///< one of `words`
  beginnings,  ///< one of `words`, to be continued by hand
  file,
  host,  ///< a machine's name, or one of `words`, to be continued
};

struct Argument {
  std::string name{};  ///< as a person reads it: FILE
  Offer offer = Offer::nothing;
  std::vector<std::string> words{};
  bool optional = false;
  bool repeatable = false;

  /// As it stands in a line of usage: `FILE`, `[PORT]`, `SESSION...`.
  [[nodiscard]] std::string written() const;
};

struct Option {
  std::string name{};   ///< without the hyphens
  std::string help{};   ///< a phrase, without a full stop
  Argument argument{};  ///< without a name: the option takes no value
  bool repeatable = false;
  char letter = '\0';  ///< the short form, if there is one
  std::string more{};  ///< what only the manual has room for: sentences

  [[nodiscard]] bool takes_value() const noexcept { return !argument.name.empty(); }

  /// `--config FILE`, `-h, --help`.
  [[nodiscard]] std::string written() const;
};

struct Command {
  std::string name{};
  std::vector<Argument> arguments{};
  std::string help{};  ///< a phrase, without a full stop
  std::string more{};

  /// `log-level LEVEL [DURATION]`.
  [[nodiscard]] std::string written() const;
};

struct ExitStatus {
  int number = 0;
  std::string meaning{};  ///< a phrase, without a full stop
};

struct Program {
  std::string name{};
  std::string summary{};                          ///< a sentence
  std::vector<std::vector<Argument>> synopses{};  ///< each way to call it: what stands behind the options
  std::vector<Command> commands{};                ///< what the first operand may be, if it is a command
  std::vector<Option> options{};
  std::vector<std::string> notes{};  ///< paragraphs of --help
  std::vector<ExitStatus> exit_statuses{};
  std::vector<std::string> see_also{};  ///< pages of the manual: lanchatd(8)
};

/// The words of a line of usage behind the program's name, without its options: `HOST [PORT]`.
[[nodiscard]] std::string written(const std::vector<Argument>& operands);

}  // namespace lanchat::usage
