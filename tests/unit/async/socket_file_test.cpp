// SPDX-License-Identifier: MIT
#include "lanchat/async/socket_file.hpp"

#include <dlfcn.h>
#include <grp.h>

#include <gtest/gtest.h>

#include <cerrno>
#include <cstddef>
#include <optional>
#include <string_view>

namespace lanchat::async {
namespace {

constexpr std::size_t crowd_bytes = 100'000;

TEST(FindGroup, KnowsNamesAndNumbers) {
  EXPECT_EQ(find_group("root"), 0U);
  EXPECT_EQ(find_group("12345"), 12345U);
  EXPECT_EQ(find_group("4294967295"), std::nullopt) << "chown(2) takes it for no change";
  EXPECT_EQ(find_group("no-such-group"), std::nullopt);
  EXPECT_EQ(find_group(""), std::nullopt);
}

TEST(FindGroup, KnowsAGroupOfManyMembers) {
  EXPECT_EQ(find_group("crowd"), 4711U);
}

TEST(FindGroup, GivesUpWhereAnEntryIsWithoutEnd) {
  EXPECT_EQ(find_group("endless"), std::nullopt);
}

}  // namespace
}  // namespace lanchat::async

// In the place of the system's, which it asks for all other groups: two that no machine has.
extern "C" int getgrnam_r(const char* name, group* entry, char* memory, std::size_t size, group** found) {
  const std::string_view asked(name);
  if (asked == "endless" || (asked == "crowd" && size < lanchat::async::crowd_bytes)) return ERANGE;
  if (asked == "crowd") {
    entry->gr_gid = 4711;
    *found = entry;
    return 0;
  }
  static const auto system = reinterpret_cast<decltype(&getgrnam_r)>(dlsym(RTLD_NEXT, "getgrnam_r"));
  return system(name, entry, memory, size, found);
}
