// SPDX-License-Identifier: MIT
#include "lanchat/net/unix_file.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace lanchat::net {
namespace {

using testing::HasSubstr;

class UnixFileTest : public testing::Test {
 protected:
  UnixFileTest() { std::ofstream{path_}; }

  ~UnixFileTest() override { std::filesystem::remove(path_); }

  [[nodiscard]] struct stat now() const {
    struct stat state{};
    EXPECT_EQ(lstat(path_.c_str(), &state), 0);
    return state;
  }

  std::string path_ =
      std::filesystem::temp_directory_path() / ("lanchat-unix-file-" + std::to_string(getpid()));
};

TEST_F(UnixFileTest, GetsItsMode) {
  ASSERT_TRUE(set_permissions(path_, {0600, {}}));
  EXPECT_EQ(now().st_mode & 07777U, 0600U);
  ASSERT_TRUE(set_permissions(path_, {}));
  EXPECT_EQ(now().st_mode & 07777U, 0666U);
}

TEST_F(UnixFileTest, KeepsTheGroupItHas) {
  EXPECT_TRUE(set_permissions(path_, {0660, std::to_string(now().st_gid)}));
}

TEST_F(UnixFileTest, GetsAnotherGroupWhereThatMayBeGiven) {
  const auto set = set_permissions(path_, {0660, "54321"});
  if (geteuid() == 0) {
    EXPECT_TRUE(set) << set.error();
    EXPECT_EQ(now().st_gid, 54321U);
  } else {
    ASSERT_FALSE(set);
    EXPECT_THAT(set.error(), HasSubstr("SocketGroup="));
  }
}

TEST_F(UnixFileTest, NamesAGroupThatIsNotThere) {
  const auto set = set_permissions(path_, {0660, "no-such-group"});
  ASSERT_FALSE(set);
  EXPECT_THAT(set.error(), HasSubstr("no-such-group"));
}

TEST_F(UnixFileTest, SaysWhatIsWrongWithTheFile) {
  const auto set = set_permissions(path_ + "-missing", {});
  ASSERT_FALSE(set);
  EXPECT_THAT(set.error(), HasSubstr("unix-mode: No such file"));
}

}  // namespace
}  // namespace lanchat::net
