// SPDX-License-Identifier: MIT
#include "lanchat/logging/asynchronous_log.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <gmock/gmock.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace lanchat::logging {
namespace {

using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::SizeIs;

// A pipe or socket pair as a log's reader: with room for little, so that it can be made to stall.
class Reader {
 public:
  enum class Kind { pipe, socket };

  explicit Reader(Kind kind = Kind::pipe) {
    if (kind == Kind::pipe) {
      EXPECT_EQ(::pipe2(ends_.data(), O_CLOEXEC), 0);
    } else {
      EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends_.data()), 0);
    }
  }

  ~Reader() {
    close_reading();
    close_writing();
  }

  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  [[nodiscard]] int descriptor() const { return ends_[1]; }

  // After this nothing can be written until somebody reads. Returns how many bytes stand before the log's.
  std::size_t fill() {
    const int flags = ::fcntl(ends_[1], F_GETFL);
    EXPECT_EQ(::fcntl(ends_[1], F_SETFL, flags | O_NONBLOCK), 0);
    std::size_t filled = 0;
    for (const std::size_t size : {4096U, 1U}) {
      const std::string filling(size, '.');
      ssize_t written = 0;
      while ((written = ::write(ends_[1], filling.data(), filling.size())) > 0) {
        filled += static_cast<std::size_t>(written);
      }
    }
    EXPECT_EQ(::fcntl(ends_[1], F_SETFL, flags), 0);
    return filled;
  }

  std::string read(std::size_t size) {
    std::string bytes(size, '\0');
    std::size_t got = 0;
    while (got < size) {
      const ssize_t count = ::read(ends_[0], bytes.data() + got, size - got);
      if (count <= 0) break;
      got += static_cast<std::size_t>(count);
    }
    bytes.resize(got);
    return bytes;
  }

  // Every line up to the end, which there is once every writer has gone.
  std::vector<std::string> read_lines() {
    std::vector<std::string> lines(1);
    std::array<char, 65536> some{};
    for (ssize_t count = 0; (count = ::read(ends_[0], some.data(), some.size())) > 0;) {
      for (const char byte : std::string_view(some.data(), static_cast<std::size_t>(count))) {
        if (byte == '\n') {
          lines.emplace_back();
        } else {
          lines.back() += byte;
        }
      }
    }
    EXPECT_EQ(lines.back(), "") << "the last line is not finished";
    lines.pop_back();
    return lines;
  }

  void close_reading() { close(ends_[0]); }

  void close_writing() { close(ends_[1]); }

 private:
  static void close(int& end) {
    if (end >= 0) ::close(end);
    end = -1;
  }

  std::array<int, 2> ends_{-1, -1};
};

Event numbered(std::uint64_t number, std::size_t padding = 0) {
  return {Level::info, "statistics", std::string(padding, 'x'), {{"number", number}}};
}

std::optional<std::uint64_t> number_after(const std::string& line, const std::string& key) {
  const std::size_t at = line.find(key);
  if (at == std::string::npos) return std::nullopt;
  return std::stoull(line.substr(at + key.size()));
}

TEST(AsynchronousLog, WritesEventsInOrder) {
  Reader reader;
  {
    AsynchronousLog log({}, reader.descriptor());
    for (std::uint64_t i = 0; i < 100; ++i)
      log.write(numbered(i));
  }
  reader.close_writing();
  const auto lines = reader.read_lines();
  ASSERT_THAT(lines, SizeIs(100));
  for (std::uint64_t i = 0; i < 100; ++i)
    EXPECT_EQ(number_after(lines[i], " number="), i);
}

TEST(AsynchronousLog, WritesJsonWhereAsked) {
  Reader reader;
  AsynchronousLog({Level::info, Format::json}, reader.descriptor()).write(numbered(7));
  reader.close_writing();
  EXPECT_THAT(reader.read_lines(), ElementsAre(EndsWith(R"("event":"statistics","number":7,"message":""})")));
}

TEST(AsynchronousLog, WritesTextWhereAskedAndWhereItsDescriptorIsNotTheJournal) {
  for (const Format format : {Format::automatic, Format::text}) {
    Reader reader;
    AsynchronousLog({Level::info, format}, reader.descriptor()).write(numbered(7));
    reader.close_writing();
    EXPECT_THAT(reader.read_lines(), ElementsAre(EndsWith("Z info event=statistics number=7")));
  }
}

TEST(AsynchronousLog, WritesOnlyWhatItsLevelLetsThrough) {
  Reader reader;
  {
    AsynchronousLog log({Level::warning, Format::text}, reader.descriptor());
    EXPECT_FALSE(log.enabled(Level::info));
    EXPECT_TRUE(log.enabled(Level::warning));
    log.write({Level::info, "first", "", {}});
    log.write({Level::error, "second", "", {}});
    log.set_level(Level::trace);
    EXPECT_EQ(log.level(), Level::trace);
    log.write({Level::trace, "third", "", {}});
    log.set_level(Level::error);
    log.write({Level::warning, "fourth", "", {}});
  }
  reader.close_writing();
  EXPECT_THAT(reader.read_lines(),
              ElementsAre(EndsWith("error event=second"), EndsWith("trace event=third")));
}

TEST(AsynchronousLog, WritesLinesLongerThanAPipeWhole) {
  Reader reader;
  auto log = std::make_unique<AsynchronousLog>(LogOptions{}, reader.descriptor());
  log->write(numbered(1, 200'000));
  std::thread closing([&] {
    log.reset();
    reader.close_writing();
  });
  const auto lines = reader.read_lines();
  closing.join();
  ASSERT_THAT(lines, SizeIs(1));
  EXPECT_THAT(lines[0], EndsWith("message=" + std::string(200'000, 'x')));
}

TEST(AsynchronousLog, WritesToSockets) {
  Reader reader(Reader::Kind::socket);
  {
    AsynchronousLog log({}, reader.descriptor());
    log.write(numbered(1));
    log.write(numbered(2));
  }
  reader.close_writing();
  EXPECT_THAT(reader.read_lines(), ElementsAre(EndsWith("number=1"), EndsWith("number=2")));
}

class StalledLog : public testing::TestWithParam<Reader::Kind> {};

TEST_P(StalledLog, CountsWhatGaveWayWhereItIsMissing) {
  constexpr std::uint64_t written = 5000;
  Reader reader(GetParam());
  const std::size_t filled = reader.fill();
  auto log = std::make_unique<AsynchronousLog>(LogOptions{}, reader.descriptor());
  for (std::uint64_t i = 0; i < written; ++i)
    log->write(numbered(i));
  const std::uint64_t dropped = log->dropped();
  // The queue holds 1024, and the log's thread may hold one more that it could not write.
  EXPECT_GE(dropped, written - 1025);
  EXPECT_LE(dropped, written - 1024);

  std::thread closing([&] {
    log.reset();
    reader.close_writing();
  });
  EXPECT_THAT(reader.read(filled), SizeIs(filled));
  const auto lines = reader.read_lines();
  closing.join();

  std::uint64_t next = 0;
  std::uint64_t told = 0;
  for (const std::string& line : lines) {
    if (const auto count = number_after(line, "event=log_dropped count=")) {
      EXPECT_THAT(line, HasSubstr(" warning "));
      next += *count;
      told += *count;
    } else {
      EXPECT_EQ(number_after(line, " number="), next++);
    }
  }
  EXPECT_EQ(next, written);
  EXPECT_EQ(told, dropped);
}

TEST_P(StalledLog, EndsInTimeWithAReaderThatNeverReads) {
  Reader reader(GetParam());
  reader.fill();
  auto log = std::make_unique<AsynchronousLog>(LogOptions{}, reader.descriptor());
  for (std::uint64_t i = 0; i < 2000; ++i)
    log->write(numbered(i));
  const auto begin = std::chrono::steady_clock::now();
  log.reset();
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(4));
}

INSTANTIATE_TEST_SUITE_P(Readers, StalledLog, testing::Values(Reader::Kind::pipe, Reader::Kind::socket),
                         [](const auto& param) {
                           return param.param == Reader::Kind::pipe ? "Pipe" : "Socket";
                         });

TEST(AsynchronousLog, SurvivesAReaderThatHasGone) {
  for (const auto kind : {Reader::Kind::pipe, Reader::Kind::socket}) {
    Reader reader(kind);
    reader.close_reading();
    AsynchronousLog log({}, reader.descriptor());
    for (std::uint64_t i = 0; i < 3; ++i)
      log.write(numbered(i));
    while (log.dropped() < 3)
      std::this_thread::yield();
    EXPECT_EQ(log.dropped(), 3U);
  }
}

TEST(AsynchronousLog, CountsWhatAFullDiskRefuses) {
  const int full = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
  ASSERT_GE(full, 0);
  {
    AsynchronousLog log({}, full);
    log.write(numbered(1));
    while (log.dropped() < 1)
      std::this_thread::yield();
    EXPECT_EQ(log.dropped(), 1U);
  }
  ::close(full);
}

TEST(AsynchronousLog, LeavesTheFlagsOfItsDescriptorAlone) {
  Reader reader;
  const int flags = ::fcntl(reader.descriptor(), F_GETFL);
  const AsynchronousLog log({}, reader.descriptor());
  EXPECT_EQ(::fcntl(reader.descriptor(), F_GETFL), flags);
}

TEST(AsynchronousLog, TakesEventsFromManyThreads) {
  Reader reader;
  {
    AsynchronousLog log({}, reader.descriptor());
    std::vector<std::thread> writers;
    for (std::uint64_t writer = 0; writer < 4; ++writer) {
      writers.emplace_back([&log, writer] {
        for (std::uint64_t i = 0; i < 100; ++i)
          log.write(numbered(writer * 100 + i));
      });
    }
    for (std::thread& writer : writers)
      writer.join();
  }
  reader.close_writing();
  std::vector<std::uint64_t> numbers;
  for (const std::string& line : reader.read_lines())
    numbers.push_back(number_after(line, " number=").value());
  std::sort(numbers.begin(), numbers.end());
  ASSERT_THAT(numbers, SizeIs(400));
  for (std::uint64_t i = 0; i < 400; ++i)
    EXPECT_EQ(numbers[i], i);
}

}  // namespace
}  // namespace lanchat::logging
