// SPDX-License-Identifier: MIT
// lanchat-manual: writes a manual page, a completion or the sample configuration. A part of the build, not of
// what is installed.
#include "manual/pages.hpp"

#include <sysexits.h>

#include <exception>
#include <fstream>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

namespace {

struct Wish {
  std::string page;
  std::string templates = "docs/man";
  std::string output;  ///< empty: standard output
};

std::optional<Wish> read(const std::vector<std::string>& arguments) {
  Wish wish;
  for (std::size_t at = 0; at < arguments.size(); ++at) {
    const bool last = at + 1 == arguments.size();
    if (arguments[at] == "--templates" && !last) {
      wish.templates = arguments[++at];
    } else if (arguments[at] == "--output" && !last) {
      wish.output = arguments[++at];
    } else if (wish.page.empty() && !arguments[at].starts_with("--")) {
      wish.page = arguments[at];
    } else {
      return std::nullopt;
    }
  }
  return wish.page.empty() ? std::nullopt : std::optional(wish);
}

int fail(int status, const std::string& why) {
  std::cerr << "lanchat-manual: " << why << '\n';
  return status;
}

int run(const std::vector<std::string>& arguments) {
  const auto wish = read(arguments);
  if (!wish) {
    std::string known;
    for (const std::string& name : lanchat::manual::page_names())
      known += ' ' + name;
    return fail(EX_USAGE, "usage: lanchat-manual [--templates FOLDER] [--output FILE] PAGE; pages:" + known);
  }
  const auto text = lanchat::manual::page(wish->page, wish->templates);
  if (!text) return fail(EX_DATAERR, text.error());
  std::ofstream file;
  if (!wish->output.empty()) file.open(wish->output, std::ios::binary);
  std::ostream& output = wish->output.empty() ? std::cout : file;
  output << *text << std::flush;
  return output ? EX_OK : fail(EX_IOERR, "the page cannot be written");
}

}  // namespace

int main(int count, char** values) {
  try {
    return run({values + (count > 0 ? 1 : 0), values + count});
  } catch (const std::exception& error) {
    return fail(EX_SOFTWARE, error.what());
  }
}
