// SPDX-License-Identifier: MIT
#include "logging/log_output.hpp"

#include "logging/descriptor_writer.hpp"
#include "logging/journal_writer.hpp"
#include "unit/logging/fake_journal.hpp"

#include <sys/stat.h>

#include <gtest/gtest.h>

#include <string>

namespace lanchat::logging {
namespace {

class JournalStream : public testing::Test {
 protected:
  JournalStream() {
    struct stat status{};
    EXPECT_EQ(::fstat(descriptor, &status), 0);
    device = std::to_string(status.st_dev);
    inode = std::to_string(status.st_ino);
  }

  ~JournalStream() override { ::close(descriptor); }

  int descriptor = ::memfd_create("standard error", MFD_CLOEXEC);
  std::string device;
  std::string inode;
};

TEST_F(JournalStream, IsTheDescriptorWithTheDeviceAndInodeNamed) {
  EXPECT_TRUE(is_journal_stream((device + ":" + inode).c_str(), descriptor));
}

TEST_F(JournalStream, IsNoOtherDescriptor) {
  const int redirected = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
  EXPECT_FALSE(is_journal_stream((device + ":" + inode).c_str(), redirected));
  ::close(redirected);
  EXPECT_FALSE(is_journal_stream((device + ":" + inode).c_str(), redirected)) << "closed";
}

TEST_F(JournalStream, IsNothingWithoutAUsableVariable) {
  EXPECT_FALSE(is_journal_stream(nullptr, descriptor));
  for (const std::string& value :
       {std::string(), device, inode, device + ":", ":" + inode, inode + ":" + device,
        device + ":" + inode + "0", " " + device + ":" + inode, device + ":" + inode + std::string(100, '1')})
    EXPECT_FALSE(is_journal_stream(value.c_str(), descriptor)) << value;
}

TEST_F(JournalStream, DecidesWhatAutomaticIs) {
  FakeJournal journal;
  journal.come();
  const std::string stream = device + ":" + inode;
  const LogOutput native = open_log_output(Format::automatic, descriptor, stream.c_str(), journal.path());
  EXPECT_EQ(native.format, Format::journal);
  EXPECT_NE(dynamic_cast<JournalWriter*>(native.writer.get()), nullptr);
  const LogOutput text = open_log_output(Format::automatic, descriptor, "1:1", journal.path());
  EXPECT_EQ(text.format, Format::text);
  EXPECT_NE(dynamic_cast<DescriptorWriter*>(text.writer.get()), nullptr);
  EXPECT_FALSE(native.complaint || text.complaint);
}

TEST(LogOutput, IsTextWithAComplaintWhereNobodyListens) {
  FakeJournal journal;
  const auto reason = [](const std::string& path) {
    const LogOutput output = open_log_output(Format::journal, 2, nullptr, path);
    EXPECT_EQ(output.format, Format::text);
    EXPECT_NE(dynamic_cast<DescriptorWriter*>(output.writer.get()), nullptr);
    return output.complaint ? output.complaint->message : "no complaint";
  };
  EXPECT_TRUE(reason(journal.path()).contains("No such file or directory"));
  EXPECT_TRUE(reason(journal.path() + std::string(200, 'x')).contains("File name too long"));
}

}  // namespace
}  // namespace lanchat::logging
