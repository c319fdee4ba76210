// SPDX-License-Identifier: MIT
#pragma once

// A journald for tests: a datagram socket in a folder of its own, which reads when the test says so, can go
// and can come back.

#include "unit/logging/journal_entry.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string>
#include <vector>

namespace lanchat::logging {

class FakeJournal {
 public:
  FakeJournal() {
    std::string pattern = std::filesystem::temp_directory_path() / "lanchat-journal-XXXXXX";
    EXPECT_NE(::mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }

  ~FakeJournal() {
    leave();
    std::filesystem::remove_all(folder_);
  }

  FakeJournal(const FakeJournal&) = delete;
  FakeJournal& operator=(const FakeJournal&) = delete;

  [[nodiscard]] std::string path() const { return folder_ / "socket"; }

  void come() {
    socket_ = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    const sockaddr_un own = address();
    EXPECT_EQ(::bind(socket_, reinterpret_cast<const sockaddr*>(&own), sizeof own), 0);
  }

  void leave() {
    if (socket_ >= 0) ::close(socket_);
    socket_ = -1;
    std::filesystem::remove(path());
  }

  // After this nothing can be sent until somebody receives. Returns how many datagrams stand before the
  // log's.
  std::size_t fill() {
    const int sender = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    const sockaddr_un own = address();
    EXPECT_EQ(::connect(sender, reinterpret_cast<const sockaddr*>(&own), sizeof own), 0);
    std::size_t filled = 0;
    while (::send(sender, "X=\n", 3, 0) == 3)
      ++filled;
    EXPECT_EQ(errno, EAGAIN);
    ::close(sender);
    return filled;
  }

  /// The next datagram, or what the sealed memfd in it holds. Waits for it.
  std::string receive() {
    iovec part{buffer_.data(), buffer_.size()};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> control{};
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    const ssize_t size = ::recvmsg(socket_, &message, MSG_CMSG_CLOEXEC);
    EXPECT_GE(size, 0);
    std::string bytes(buffer_.data(), static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
    const cmsghdr* const header = CMSG_FIRSTHDR(&message);
    if (header == nullptr) return bytes;
    EXPECT_EQ(bytes, "") << "a memfd comes alone";
    int descriptor = -1;
    std::memcpy(&descriptor, CMSG_DATA(header), sizeof descriptor);
    return read_sealed(descriptor);
  }

  JournalEntry receive_entry() {
    const std::string bytes = receive();
    const auto entry = parse_journal_entry(bytes);
    EXPECT_TRUE(entry) << bytes;
    return entry.value_or(JournalEntry{});
  }

  [[nodiscard]] std::size_t sealed_files() const { return sealed_files_; }

 private:
  [[nodiscard]] sockaddr_un address() const {
    sockaddr_un own{};
    own.sun_family = AF_UNIX;
    const std::string name = path();
    EXPECT_LT(name.size(), sizeof own.sun_path);
    std::copy(name.begin(), name.end(), own.sun_path);
    return own;
  }

  std::string read_sealed(int descriptor) {
    ++sealed_files_;
    EXPECT_EQ(::fcntl(descriptor, F_GET_SEALS), F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE);
    const off_t size = ::lseek(descriptor, 0, SEEK_END);
    std::string bytes(static_cast<std::size_t>(size), '\0');
    EXPECT_EQ(::pread(descriptor, bytes.data(), bytes.size(), 0), size);
    ::close(descriptor);
    return bytes;
  }

  std::filesystem::path folder_;
  int socket_ = -1;
  std::vector<char> buffer_ = std::vector<char>(1 << 20);
  std::size_t sealed_files_ = 0;
};

}  // namespace lanchat::logging
