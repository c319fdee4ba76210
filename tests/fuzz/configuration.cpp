// SPDX-License-Identifier: MIT

// The reader of the configuration under any text. Either it loads, and what print() makes of it loads as the
// same; or every mistake says in one plain line where it is.
//
// The input is the file; what stands behind a line `--set` is the command line's, a KEY=VALUE in each line.
// Files are in memory, so that nothing stays behind where a fuzzer ends badly.

#include "lanchat/config/config.hpp"

#include "fuzz/require.hpp"
#include "fuzz/targets.hpp"
#include "unit/logging/arbitrary_bytes.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>

namespace lanchat::fuzz {
namespace {

using config::Mistake;
using config::Sources;

class FileInMemory {
 public:
  explicit FileInMemory(std::string_view text) : descriptor_(::memfd_create("configuration", MFD_CLOEXEC)) {
    const bool written = descriptor_ >= 0 &&
                         ::write(descriptor_, text.data(), text.size()) == static_cast<ssize_t>(text.size());
    if (!written) throw std::runtime_error("no file in memory");
  }

  ~FileInMemory() { ::close(descriptor_); }

  FileInMemory(const FileInMemory&) = delete;
  FileInMemory& operator=(const FileInMemory&) = delete;

  [[nodiscard]] std::filesystem::path path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

 private:
  int descriptor_;
};

// The settings in `lines`; those without `=` are none, which the command line's own reader says before
// load().
void add_overrides(std::string_view lines, Sources& sources) {
  while (!lines.empty()) {
    const std::string_view line = lines.substr(0, lines.find('\n'));
    lines.remove_prefix(std::min(line.size() + 1, lines.size()));
    const std::size_t equals = line.find('=');
    if (equals == std::string_view::npos) continue;
    sources.overrides.emplace_back(line.substr(0, equals), line.substr(equals + 1));
  }
}

void require_place(const Mistake& mistake, const std::string& file, std::size_t lines) {
  const std::string& where = mistake.where;
  if (where.starts_with(file + ':')) {
    const std::size_t line = std::stoul(where.substr(file.size() + 1));
    require(line >= 1 && line <= lines, "a mistake is in a line of the file");
  } else {
    require(where == file || where == "command line" || where == "default", "a mistake names its place");
  }
  require(!mistake.what.empty(), "a mistake says what is wrong");
  require(logging::is_plain_line(mistake.to_string()), "a mistake is one line that is safe to show");
}

void require_round_trip(const Sources& sources, const config::Config& loaded) {
  const FileInMemory printed(config::print(sources));
  const auto again = config::load({printed.path(), {}});
  require(again.has_value(), "what was printed loads");
  require(*again == loaded, "what was printed loads as the same");
}

}  // namespace

void configuration(std::string_view input) {
  constexpr std::string_view separator = "\n--set\n";
  const std::string_view text = input.substr(0, input.find(separator));
  const FileInMemory file(text);
  Sources sources{file.path(), {}};
  add_overrides(input.substr(std::min(text.size() + separator.size(), input.size())), sources);

  const auto loaded = config::load(sources);
  if (loaded) return require_round_trip(sources, *loaded);
  require(!loaded.error().empty(), "what does not load has a mistake");
  const auto lines = static_cast<std::size_t>(std::ranges::count(text, '\n')) + 1;
  for (const Mistake& mistake : loaded.error())
    require_place(mistake, sources.file.string(), lines);
}

}  // namespace lanchat::fuzz
