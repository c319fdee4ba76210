// SPDX-License-Identifier: MIT
#include "config/source_reader.hpp"

#include "lanchat/logging/escape.hpp"

#include "config/line_grammar.hpp"
#include "config/text_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <utility>
#include <variant>

namespace lanchat::config {
namespace {

constexpr std::string_view listener_prefix = "listener.";
constexpr std::string_view allowed_names = "letters, digits, '-' and '_'";

bool is_listener_name(std::string_view name) {
  constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
  return !name.empty() && name.find_first_not_of(letters) == std::string_view::npos;
}

class Reader {
 public:
  explicit Reader(MistakeList& mistakes) : mistakes_(mistakes) {}

  void read_file(const std::filesystem::path& file) {
    Origin origin{file.string(), ++layer_, 0};
    const auto text = read_text_file(file);
    if (!text) return mistakes_.add(origin, {}, text.error());
    std::string_view rest = *text;
    if (rest.starts_with("\xef\xbb\xbf")) rest.remove_prefix(3);  // UTF-8's byte order mark
    section_.clear();
    while (!rest.empty()) {
      ++origin.line;
      const std::size_t end = std::min(rest.find('\n'), rest.size());
      const std::string_view line = rest.substr(0, end);
      rest.remove_prefix(std::min(end + 1, rest.size()));
      if (line.find('\0') != std::string_view::npos) {
        return mistakes_.add(origin, {}, "a NUL byte; the file must be text (ASCII or UTF-8)");
      }
      read_line(line, origin);
    }
  }

  void read_folder(const std::filesystem::path& folder) {
    const auto files = drop_ins(folder);
    if (!files) return mistakes_.add(Origin{folder.string(), ++layer_, 0}, {}, files.error());
    for (const auto& file : *files)
      read_file(file);
  }

  void read_overrides(const std::vector<std::pair<std::string, std::string>>& overrides) {
    Origin origin{{}, ++layer_, 0};
    section_.clear();
    for (const auto& [key, value] : overrides) {
      ++origin.line;
      set(origin, key, value);
    }
  }

  Findings findings() && { return std::move(findings_); }

 private:
  void read_line(std::string_view text, const Origin& origin) {
    Line line = parse_line(text);
    if (const auto* malformed = std::get_if<Malformed>(&line)) {
      mistakes_.add(origin, logging::escape(malformed->key), malformed->what);
    } else if (const auto* header = std::get_if<SectionHeader>(&line)) {
      open_section(header->name, origin);
    } else if (auto* assignment = std::get_if<Assignment>(&line)) {
      set(origin, assignment->key, std::move(assignment->value));
    }
  }

  // The keys of a section whose name is wrong are still looked at, as a listener's that does not come to be.
  void open_section(const std::string& name, const Origin& origin) {
    section_ = '[' + name + ']';
    if (!name.starts_with(listener_prefix)) {
      const bool nameable = is_listener_name(name) && name != "listener";
      return mistakes_.add(origin, {},
                           fmt::format("unknown section {}, {}", shown(section_),
                                       nameable ? "did you mean '[listener." + name + "]'?"
                                                : std::string("allowed is [listener.NAME]")));
    }
    const std::string listener = name.substr(listener_prefix.size());
    if (!is_listener_name(listener)) {
      return mistakes_.add(
          origin, {},
          fmt::format("{} is no name for a listener, allowed is {}", shown(listener), allowed_names));
    }
    section_ = listener;
    name_listener(listener, origin);
  }

  // Before the first section and on the command line a key may be written in full: listener.NAME.KEY.
  void set(const Origin& origin, const std::string& written, std::string value) {
    Finding finding{origin, section_, written, std::move(value), written};
    if (section_.empty() && written.starts_with(listener_prefix)) {
      const std::size_t dot = written.find('.', listener_prefix.size());
      finding.listener = written.substr(listener_prefix.size(), dot - listener_prefix.size());
      if (dot == std::string::npos || !is_listener_name(finding.listener)) {
        return mistakes_.add(
            origin, logging::escape(written),
            fmt::format("names no listener's key, allowed is listener.NAME.KEY with a NAME of {}",
                        allowed_names));
      }
      finding.key = written.substr(dot + 1);
      name_listener(finding.listener, origin);
    }
    findings_.settings.push_back(std::move(finding));
  }

  void name_listener(const std::string& name, const Origin& origin) {
    auto& listeners = findings_.listeners;
    if (std::ranges::find(listeners, name, &NamedListener::name) != listeners.end()) return;
    listeners.push_back({name, origin});
  }

  MistakeList& mistakes_;
  Findings findings_;
  std::size_t layer_ = 0;
  std::string section_;  // the listener's name; in brackets, and so no listener's, where the name is wrong
};

}  // namespace

std::filesystem::path Sources::present_file() const {
  std::error_code missing;
  return !file.empty() || !exists(symlink_status(default_file, missing)) ? file : default_file;
}

Findings read_sources(const Sources& sources, MistakeList& mistakes) {
  Reader reader(mistakes);
  if (std::filesystem::path file = sources.present_file(); !file.empty()) {
    reader.read_file(file);
    reader.read_folder(file += ".d");
  }
  reader.read_overrides(sources.overrides);
  return std::move(reader).findings();
}

}  // namespace lanchat::config
