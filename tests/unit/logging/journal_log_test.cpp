// SPDX-License-Identifier: MIT
// The asynchronous log before a journald that stalls, goes, comes back, or was never there.
#include "lanchat/logging/asynchronous_log.hpp"

#include "unit/logging/fake_journal.hpp"

#include <sys/stat.h>

#include <gmock/gmock.h>

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>

namespace lanchat::logging {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

Event numbered(std::uint64_t number, std::size_t padding = 0) {
  return {Level::info, "statistics", "counters" + std::string(padding, 'x'), {{"number", number}}};
}

std::string field(const JournalEntry& entry, const std::string& name) {
  const auto found = entry.find(name);
  return found == entry.end() ? "" : found->second;
}

class JournalLog : public testing::Test {
 protected:
  JournalLog() { journal.come(); }

  std::unique_ptr<AsynchronousLog> open(LogOptions options = {Level::info, Format::journal}) {
    return std::make_unique<AsynchronousLog>(options, descriptor, journal.path());
  }

  void expect_next(std::uint64_t number) {
    EXPECT_EQ(field(journal.receive_entry(), "LANCHAT_NUMBER"), std::to_string(number));
  }

  // What the log wrote to its descriptor, which stands for standard error.
  [[nodiscard]] std::string said() const {
    std::ifstream file("/proc/self/fd/" + std::to_string(descriptor));
    return {std::istreambuf_iterator<char>(file), {}};
  }

  ~JournalLog() override { ::close(descriptor); }

  FakeJournal journal;
  int descriptor = ::memfd_create("standard error", MFD_CLOEXEC);
};

TEST_F(JournalLog, SendsEventsInOrderAndNothingToItsDescriptor) {
  const auto log = open();
  for (std::uint64_t i = 0; i < 100; ++i) {
    log->write(numbered(i));
    const JournalEntry entry = journal.receive_entry();
    EXPECT_EQ(field(entry, "LANCHAT_NUMBER"), std::to_string(i));
    EXPECT_EQ(field(entry, "LANCHAT_EVENT"), "statistics");
  }
  EXPECT_EQ(said(), "");
}

TEST_F(JournalLog, SendsAnEntryTooLargeForADatagramAsASealedFile) {
  const auto log = open();
  log->write(numbered(1, 2'000'000));
  log->write(numbered(2));
  EXPECT_EQ(field(journal.receive_entry(), "MESSAGE"), "counters" + std::string(2'000'000, 'x'));
  EXPECT_EQ(journal.sealed_files(), 1U);
  expect_next(2);
  EXPECT_EQ(journal.sealed_files(), 1U);
}

TEST_F(JournalLog, LosesNothingInAShortStall) {
  const std::size_t filled = journal.fill();
  const auto log = open();
  for (std::uint64_t i = 0; i < 1000; ++i)
    log->write(numbered(i));
  for (std::size_t i = 0; i < filled; ++i)
    journal.receive();
  for (std::uint64_t i = 0; i < 1000; ++i)
    expect_next(i);
  EXPECT_EQ(log->dropped(), 0U);
}

// That the first loop ends at all says that no write() waits.
TEST_F(JournalLog, CountsWhatGaveWayInALongStallWhereItIsMissing) {
  constexpr std::uint64_t written = 5000;
  const std::size_t filled = journal.fill();
  const auto log = open();
  for (std::uint64_t i = 0; i < written; ++i)
    log->write(numbered(i));
  const std::uint64_t dropped = log->dropped();
  // The queue holds 1024, and the log's thread may hold one more that it could not send.
  EXPECT_GE(dropped, written - 1025);
  EXPECT_LE(dropped, written - 1024);

  for (std::size_t i = 0; i < filled; ++i)
    journal.receive();
  std::uint64_t told = 0;
  for (std::uint64_t next = 0; next < written;) {
    const JournalEntry entry = journal.receive_entry();
    if (field(entry, "LANCHAT_EVENT") == "log_dropped") {
      EXPECT_EQ(field(entry, "PRIORITY"), "4");
      told += std::stoull(field(entry, "LANCHAT_COUNT"));
      next += std::stoull(field(entry, "LANCHAT_COUNT"));
    } else {
      ASSERT_EQ(field(entry, "LANCHAT_NUMBER"), std::to_string(next++));
    }
  }
  EXPECT_EQ(told, dropped);
}

TEST_F(JournalLog, GoesOnAtASocketThatWasReplaced) {
  const auto log = open();
  log->write(numbered(1));
  expect_next(1);
  journal.leave();
  journal.come();
  log->write(numbered(2));
  expect_next(2);
}

TEST_F(JournalLog, GoesOnAtASocketThatWasReplacedInAStall) {
  journal.fill();
  const auto log = open();
  log->write(numbered(1));
  journal.leave();
  journal.come();
  log->write(numbered(2));
  expect_next(1);
  expect_next(2);
  EXPECT_EQ(log->dropped(), 0U);
}

TEST_F(JournalLog, KeepsEventsForAJournalThatIsAwayForAMoment) {
  const auto log = open();
  journal.leave();
  for (std::uint64_t i = 0; i < 10; ++i)
    log->write(numbered(i));
  journal.come();
  for (std::uint64_t i = 0; i < 10; ++i)
    expect_next(i);
}

TEST_F(JournalLog, EndsInTimeWithAJournalThatStallsOrHasGone) {
  for (const bool gone : {false, true}) {
    auto log = open();
    if (gone) {
      journal.leave();
    } else {
      journal.fill();
    }
    for (std::uint64_t i = 0; i < 2000; ++i)
      log->write(numbered(i));
    const auto begin = std::chrono::steady_clock::now();
    log.reset();
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(4));
  }
}

TEST_F(JournalLog, SaysOnItsDescriptorThatThereIsNoJournalAndGoesOnAsText) {
  journal.leave();
  auto log = open({Level::error, Format::journal});
  log->write({Level::error, "internal_error", "", {}});
  EXPECT_EQ(log->dropped(), 0U);
  log.reset();
  const std::string lines = said();
  const std::string first = lines.substr(0, lines.find('\n'));
  EXPECT_THAT(first, HasSubstr(" warning event=journal_unavailable path=" + journal.path() + " reason="));
  EXPECT_THAT(first, HasSubstr("systemctl start systemd-journald"));
  EXPECT_THAT(lines.substr(first.size()), HasSubstr(" error event=internal_error\n"));
}

TEST_F(JournalLog, IsChosenWhereStandardErrorIsTheJournal) {
  struct stat status{};
  ASSERT_EQ(::fstat(descriptor, &status), 0);
  const std::string stream = std::to_string(status.st_dev) + ":" + std::to_string(status.st_ino);
  ::setenv("JOURNAL_STREAM", stream.c_str(), 1);
  const auto log = open({Level::info, Format::automatic});
  ::unsetenv("JOURNAL_STREAM");
  log->write(numbered(1));
  expect_next(1);
  EXPECT_EQ(said(), "");
}

TEST_F(JournalLog, IsNotChosenWhereTextOrJsonIsAskedFor) {
  open({Level::info, Format::text})->write(numbered(1));
  EXPECT_THAT(said(), HasSubstr(" info event=statistics number=1"));
  open({Level::info, Format::json})->write(numbered(2));
  EXPECT_THAT(said(), HasSubstr(R"("event":"statistics","number":2)"));
}

}  // namespace
}  // namespace lanchat::logging
