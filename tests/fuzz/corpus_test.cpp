// SPDX-License-Identifier: MIT

// Every file of every corpus through its target, without libFuzzer: what a fuzzer once found stays found, in
// every build and under every sanitizer.

#include "fuzz/targets.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

namespace lanchat::fuzz {
namespace {

const std::filesystem::path corpora = LANCHAT_CORPORA;

struct Target {
  const char* name;
  void (*run)(std::string_view input);
};

const Target targets[] = {LANCHAT_FUZZ_TARGETS};

std::vector<std::filesystem::path> entries(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> found;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    found.push_back(entry.path());
  std::ranges::sort(found);
  return found;
}

std::string content(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

class Corpus : public testing::TestWithParam<Target> {};

TEST_P(Corpus, Holds) {
  const auto files = entries(corpora / GetParam().name);
  EXPECT_FALSE(files.empty()) << "a target without seeds begins with nothing";
  for (const auto& file : files) {
    // Said before, for where it crashes.
    std::printf("%s\n", file.c_str());
    std::fflush(stdout);
    EXPECT_NO_THROW(GetParam().run(content(file))) << file;
  }
}

TEST_P(Corpus, IsOfSmallFiles) {
  for (const auto& file : entries(corpora / GetParam().name))
    EXPECT_LE(std::filesystem::file_size(file), 4096U) << file;
}

INSTANTIATE_TEST_SUITE_P(Of, Corpus, testing::ValuesIn(targets),
                         [](const auto& target) { return std::string(target.param.name); });

TEST(Corpora, BelongToATargetEach) {
  std::set<std::string> folders;
  std::set<std::string> names;
  for (const auto& folder : entries(corpora))
    folders.insert(folder.filename());
  for (const Target& target : targets)
    names.insert(target.name);
  EXPECT_EQ(folders, names);
}

}  // namespace
}  // namespace lanchat::fuzz
