// SPDX-License-Identifier: MIT
// The sources, the table of MESSAGE_IDs, systemd/lanchat.catalog and docs/configuration.md know the same
// events.
#include "lanchat/logging/message_ids.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>

namespace lanchat::logging {
namespace {

using testing::IsSubsetOf;
using testing::MatchesRegex;

std::string contents(const std::filesystem::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::set<std::string> matches(const std::string& text, const std::string& pattern) {
  const std::regex expression(pattern);
  std::set<std::string> found;
  for (std::sregex_iterator at(text.begin(), text.end(), expression); at != std::sregex_iterator(); ++at)
    found.insert((*at)[1]);
  return found;
}

// Event -> the fields that it always has: those before what happens only sometimes or explains.
std::map<std::string, std::set<std::string>> documented_events() {
  const std::string text = contents(LANCHAT_DOCUMENTATION);
  std::istringstream table(text.substr(std::min(text.find("| event | level |"), text.size())));
  std::map<std::string, std::set<std::string>> events;
  const std::regex row("\\| `(\\w+)` \\| \\w+ \\| (.*) \\|");
  const std::regex rest("(, for |[:;]).*");
  for (std::string line; std::getline(table, line) && !line.empty();) {
    std::smatch cells;
    if (std::regex_match(line, cells, row))
      events[cells[1]] = matches(std::regex_replace(cells[2].str(), rest, ""), "`(\\w+)`");
  }
  return events;
}

struct CatalogEntry {
  std::string headers;
  std::string text;
};

// MESSAGE_ID -> what stands behind it: headers up to an empty line, then the text.
std::map<std::string, CatalogEntry> catalog() {
  std::istringstream file(contents(LANCHAT_CATALOG));
  std::map<std::string, CatalogEntry> entries;
  CatalogEntry* entry = nullptr;
  bool in_text = false;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("#")) continue;
    if (line.starts_with("-- ")) {
      const auto [at, is_new] = entries.try_emplace(line.substr(3));
      EXPECT_TRUE(is_new) << line;
      entry = &at->second;
      in_text = false;
    } else if (line.empty()) {
      in_text = true;
    } else if (entry != nullptr) {
      (in_text ? entry->text : entry->headers) += line + "\n";
    } else {
      ADD_FAILURE() << "stands before every entry: " << line;
    }
  }
  return entries;
}

std::set<std::string> known_events() {
  std::set<std::string> names;
  for (const MessageId& each : message_ids())
    names.emplace(each.event);
  return names;
}

TEST(MessageIds, AreUniqueAndHave128Bits) {
  std::set<std::string_view> ids;
  for (const MessageId& each : message_ids()) {
    EXPECT_THAT(std::string(each.id), MatchesRegex("[0-9a-f]+"));
    EXPECT_EQ(each.id.size(), 32U);
    EXPECT_TRUE(ids.insert(each.id).second) << each.event;
    EXPECT_EQ(message_id(each.event), each.id);
  }
  EXPECT_EQ(known_events().size(), ids.size());
}

TEST(MessageIds, StayAsTheyWere) {
  EXPECT_EQ(message_id("ready"), "7bf1d5df24cc46c8aca1994a015bbcbb");
  EXPECT_EQ(message_id("client_rejected"), "6e17320430de4ff69d0699af612071e9");
  EXPECT_EQ(message_id("no such event"), "");
}

TEST(MessageIds, AreThereForEveryDocumentedEventAndNoOther) {
  std::set<std::string> documented;
  for (const auto& [event, fields] : documented_events())
    documented.insert(event);
  EXPECT_EQ(documented, known_events());
}

TEST(MessageIds, AreThereForEveryEventOfTheSources) {
  std::set<std::string> written;
  for (const auto& file : std::filesystem::recursive_directory_iterator(LANCHAT_SOURCES)) {
    if (file.path().extension() == ".cpp")
      written.merge(matches(contents(file), "\\b(?:Level::[a-z]+|level),\\s*\"([a-z_]+)\""));
  }
  EXPECT_GE(written.size(), 18U) << "the pattern does not fit the sources any more";
  EXPECT_THAT(written, IsSubsetOf(known_events()));
}

TEST(Catalog, ExplainsEveryMessageIdAndNoOther) {
  std::set<std::string> explained;
  for (const auto& [id, entry] : catalog())
    explained.insert(id);
  std::set<std::string> ids;
  for (const MessageId& each : message_ids())
    ids.emplace(each.id);
  EXPECT_EQ(explained, ids);
}

TEST(Catalog, HasASubjectASourceAndAFewLines) {
  for (auto& [id, entry] : catalog()) {
    EXPECT_THAT(entry.headers, MatchesRegex("Subject: [^\n]+\nDefined-By: lanchat\n"
                                            "Documentation: man:lanchatd\\(8\\)\n"))
        << id;
    const auto lines = std::count(entry.text.begin(), entry.text.end(), '\n');
    EXPECT_TRUE(2 <= lines && lines <= 6) << id << " has " << lines << " lines";
  }
}

// journalctl shows a field that an entry has not by its name, which explains nothing.
TEST(Catalog, NamesOnlyFieldsThatTheEventAlwaysHas) {
  auto entries = catalog();
  for (const auto& [event, fields] : documented_events()) {
    const CatalogEntry& entry = entries[std::string(message_id(event))];
    std::set<std::string> named = matches(entry.headers + entry.text, "@([^@\\s]*)@");
    std::set<std::string> has;
    for (std::string field : fields) {
      std::transform(field.begin(), field.end(), field.begin(),
                     [](unsigned char character) { return static_cast<char>(std::toupper(character)); });
      has.insert("LANCHAT_" + field);
    }
    EXPECT_THAT(named, IsSubsetOf(has)) << event;
  }
}

}  // namespace
}  // namespace lanchat::logging
