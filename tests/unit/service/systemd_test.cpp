// SPDX-License-Identifier: MIT
// What systemd would receive at its notification socket.
#include "lanchat/service/systemd.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <gmock/gmock.h>

#include <array>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

namespace lanchat::service {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::MatchesRegex;

/// The environment that systemd gives, and its end of the notification socket.
class SystemdTest : public testing::Test {
 protected:
  SystemdTest() {
    std::string folder = (std::filesystem::temp_directory_path() / "lanchat-service-XXXXXX").string();
    if (::mkdtemp(folder.data()) == nullptr) throw std::runtime_error("no temporary folder");
    folder_ = folder;
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string path = (folder_ / "notify").string();
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    socket_ = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (::bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
      throw std::runtime_error("no socket");
    ::setenv("NOTIFY_SOCKET", path.c_str(), 1);
  }

  ~SystemdTest() override {
    for (const char* const name :
         {"NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID", "LISTEN_FDS", "LISTEN_PID"})
      ::unsetenv(name);
    ::close(socket_);
    std::filesystem::remove_all(folder_);
  }

  SystemdTest(const SystemdTest&) = delete;
  SystemdTest& operator=(const SystemdTest&) = delete;

  /// The next message; empty where there is none. A descriptor that came along is `received_` from then on.
  std::string receive() {
    std::array<char, 4096> text{};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> control{};
    iovec piece{text.data(), text.size()};
    msghdr message{};
    message.msg_iov = &piece;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    const ssize_t size = ::recvmsg(socket_, &message, MSG_CMSG_CLOEXEC);
    if (const cmsghdr* const header = CMSG_FIRSTHDR(&message); size >= 0 && header != nullptr)
      std::memcpy(&received_, CMSG_DATA(header), sizeof received_);
    return size < 0 ? std::string() : std::string(text.data(), static_cast<std::size_t>(size));
  }

  void lose_the_manager() {
    ::close(socket_);
    socket_ = -1;
  }

  std::vector<std::string> failures_;

  Systemd manager() {
    return Systemd([this](std::string reason) { failures_.push_back(std::move(reason)); });
  }

  int received_ = -1;

 private:
  std::filesystem::path folder_;
  int socket_ = -1;
};

using SystemdNotification = SystemdTest;

TEST_F(SystemdNotification, SaysWhatSdNotifyDocuments) {
  Systemd systemd = manager();
  systemd.ready();
  EXPECT_EQ(receive(), "READY=1");
  systemd.reloading();
  EXPECT_THAT(receive(), MatchesRegex("RELOADING=1\nMONOTONIC_USEC=[0-9]+"));
  systemd.stopping(std::chrono::seconds{7});
  EXPECT_EQ(receive(), "STOPPING=1\nEXTEND_TIMEOUT_USEC=7000000");
  systemd.alive();
  EXPECT_EQ(receive(), "WATCHDOG=1");
  EXPECT_THAT(failures_, IsEmpty());
}

TEST_F(SystemdNotification, KeepsTheStatusOnOneLine) {
  manager().status("a\nMAINPID=1\x7f");
  EXPECT_EQ(receive(), "STATUS=a MAINPID=1 ");
}

TEST_F(SystemdNotification, HandsOverADescriptorUnderItsName) {
  EXPECT_TRUE(manager().keep(STDERR_FILENO, "stored-1"));
  EXPECT_EQ(receive(), "FDSTORE=1\nFDPOLL=0\nFDNAME=stored-1");
  struct stat sent{};
  struct stat arrived{};
  ASSERT_EQ(::fstat(STDERR_FILENO, &sent), 0);
  ASSERT_EQ(::fstat(received_, &arrived), 0);
  EXPECT_EQ(sent.st_ino, arrived.st_ino);
  ::close(received_);
  manager().forget("stored-1");
  EXPECT_EQ(receive(), "FDSTOREREMOVE=1\nFDNAME=stored-1");
}

TEST_F(SystemdNotification, SaysOnceThatNobodyListens) {
  Systemd systemd = manager();
  lose_the_manager();
  systemd.ready();
  systemd.alive();
  EXPECT_FALSE(systemd.keep(STDERR_FILENO, "stored-1"));
  EXPECT_THAT(failures_, ElementsAre("Connection refused"));
}

TEST_F(SystemdNotification, SaysNothingWithoutAServiceManager) {
  ::unsetenv("NOTIFY_SOCKET");
  Systemd systemd = manager();
  EXPECT_FALSE(systemd.present());
  systemd.ready();
  systemd.settle();
  EXPECT_FALSE(systemd.keep(STDERR_FILENO, "stored-1"));
  EXPECT_THAT(failures_, IsEmpty());
  EXPECT_EQ(receive(), "");
}

TEST_F(SystemdNotification, KnowsTheWatchdogThatIsMeantForThisProcess) {
  EXPECT_EQ(manager().watchdog(), std::nullopt);
  ::setenv("WATCHDOG_USEC", "2000000", 1);
  EXPECT_EQ(manager().watchdog(), std::chrono::seconds{2});
  ::setenv("WATCHDOG_PID", "1", 1);
  EXPECT_EQ(manager().watchdog(), std::nullopt);
}

TEST_F(SystemdNotification, TakesNothingThatIsMeantForAnotherProcess) {
  ::setenv("LISTEN_FDS", "1", 1);
  ::setenv("LISTEN_PID", "1", 1);
  EXPECT_THAT(take_inherited_descriptors(), IsEmpty());
}

}  // namespace
}  // namespace lanchat::service
