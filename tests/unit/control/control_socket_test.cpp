// SPDX-License-Identifier: MIT
// The socket's file: what is replaced, what is not, and what is said when there is none.
#include "unit/control/control_fixture.hpp"

#include <grp.h>
#include <sys/stat.h>

#include <fstream>

namespace lanchat::control {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class ControlSocket : public ControlTest {
 protected:
  // The only event there is, which is expected to be a warning that there is no socket.
  std::string warning() const {
    const auto events = log_.events();
    if (events.size() != 1 || events[0].name != "control_unavailable") return "(no warning)";
    EXPECT_EQ(events[0].level, logging::Level::warning);
    return events[0].message;
  }
};

TEST_F(ControlSocket, IsForOwnerAndGroupWhateverTheUmask) {
  const mode_t before = ::umask(0077);
  open();
  ::umask(before);
  struct stat found{};
  ASSERT_EQ(::stat(path_.c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 07777U, 0660U);
  const group* lanchat = ::getgrnam("lanchat");
  if (lanchat != nullptr && ::geteuid() == 0) {
    EXPECT_EQ(found.st_gid, lanchat->gr_gid);
  } else {
    EXPECT_EQ(found.st_gid, ::getegid());
  }
  EXPECT_THAT(log_.events(), IsEmpty());
}

TEST_F(ControlSocket, GoesWhenTheServerCloses) {
  open();
  EXPECT_TRUE(std::filesystem::exists(path_));
  close();
  EXPECT_FALSE(std::filesystem::exists(path_));
}

TEST_F(ControlSocket, GoesWhenTheServerEnds) {
  open();
  end_server();
  EXPECT_FALSE(std::filesystem::exists(path_));
}

TEST_F(ControlSocket, OpensAgainAfterClosing) {
  open();
  close();
  open();
  EXPECT_THAT(Client(path_).ask(R"({"command":"status"})"), HasSubstr("\"version\":\"1.2\""));
}

TEST_F(ControlSocket, StaysWhereItIsAnotherFileByThen) {
  open();
  std::filesystem::remove(path_);
  std::ofstream(path_) << "somebody else's";
  close();
  EXPECT_TRUE(std::filesystem::exists(path_));
}

TEST_F(ControlSocket, ReplacesWhatADeadDaemonLeft) {
  {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path_.c_str(), path_.size());
    const int dead = ::socket(AF_UNIX, SOCK_STREAM, 0);
    ASSERT_EQ(::bind(dead, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    ::close(dead);
  }
  ASSERT_TRUE(std::filesystem::exists(path_));
  open();
  EXPECT_TRUE(Client(path_).connected);
  EXPECT_THAT(log_.events(), IsEmpty());
}

TEST_F(ControlSocket, LeavesALiveDaemonItsSocket) {
  open();
  CollectingLog second_log;
  on_server([&] {
    ControlServer second(context_.get_executor(), steering_, desk_, second_log);
    second.open(path_);
  });
  EXPECT_THAT(second_log.events(), SizeIs(1));
  EXPECT_THAT(second_log.events().at(0).message, HasSubstr("another process listens there"));
  EXPECT_THAT(Client(path_).ask(R"({"command":"status"})"), HasSubstr("\"ok\":true"));
}

TEST_F(ControlSocket, LeavesAFileThatIsNoSocket) {
  std::ofstream(path_) << "precious";
  open();
  EXPECT_THAT(warning(), HasSubstr("no socket"));
  EXPECT_EQ(std::filesystem::file_size(path_), 8U);
}

TEST_F(ControlSocket, SaysThatTheFolderIsMissing) {
  const std::string missing = (folder_ / "nowhere" / "control.sock").string();
  on_server([&] { server_->open(missing); });
  EXPECT_THAT(warning(), HasSubstr(missing));
  EXPECT_THAT(warning(), HasSubstr("the folder " + (folder_ / "nowhere").string() + " does not exist"));
  EXPECT_THAT(warning(), HasSubstr("create it"));
  EXPECT_THAT(log_.events().at(0).fields, SizeIs(3));
}

TEST_F(ControlSocket, SaysThatThePathIsTooLong) {
  on_server([&] { server_->open((folder_ / std::string(120, 'x')).string()); });
  EXPECT_THAT(warning(), HasSubstr("longer than 107 bytes"));
}

TEST_F(ControlSocket, IsNotOpenedForAnEmptyPath) {
  on_server([&] { server_->open(""); });
  EXPECT_THAT(log_.events(), IsEmpty());
}

}  // namespace
}  // namespace lanchat::control
