// SPDX-License-Identifier: MIT
// Every system call of every script fails in turn, with every error it can give: once, and from then on.
#include "simulation/script.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cerrno>
#include <ostream>
#include <string>
#include <vector>

namespace lanchat::simulation {

// What the test is called.
void PrintTo(const Script& script, std::ostream* out) {
  *out << script.name;
}

namespace {

struct Failing {
  Call call;
  std::vector<int> passing;  ///< nobody loses anything; 0: less is done than was asked for
  std::vector<int> fatal;    ///< cost one client, or one datagram, at most
  std::vector<int> lasting;  ///< and may go on for ever
};

const std::vector<Failing> failures{
    {Call::receive,
     {0, EAGAIN, EINTR, ENOMEM, ENOBUFS},
     {ECONNRESET, ETIMEDOUT, ENOTCONN, EHOSTUNREACH},
     {0, ECONNRESET, ETIMEDOUT, ENOMEM}},
    {Call::send,
     {0, EAGAIN, EINTR, ENOMEM, ENOBUFS},
     {EPIPE, ECONNRESET, ETIMEDOUT, ENOTCONN, EHOSTUNREACH},
     {0, EPIPE, ECONNRESET, ENOBUFS}},
    {Call::accept,
     {EINTR, ENOBUFS, ENOMEM, EPERM, EPROTO},
     {ECONNABORTED},
     {EMFILE, ENFILE, ENOBUFS, ENOMEM}},
    {Call::shut_down, {}, {ENOTCONN, ENOBUFS}, {ENOTCONN}},
    {Call::unread, {}, {EINVAL, ENOTTY}, {EINVAL}},
    {Call::unsent, {}, {EINVAL, ENOTTY}, {EINVAL}},
    {Call::ask_error, {}, {ENOBUFS}, {ENOBUFS}},
    {Call::poll, {EINTR, ENOMEM}, {}, {}},
    {Call::watch, {}, {ENOMEM, ENOSPC}, {ENOMEM, ENOSPC}},
    {Call::wait, {EINTR}, {}, {}},
    {Call::receive_batch, {0, EAGAIN, EINTR}, {ECONNREFUSED, ENOBUFS, ENOMEM}, {0}},
    {Call::send_batch,
     {0, EAGAIN, EINTR, ENOBUFS},
     {ECONNREFUSED, ENOMEM, EMSGSIZE, EPERM, ENETUNREACH},
     {0, ECONNREFUSED, EPERM, ENETUNREACH}},
    {Call::send_one, {}, {EAGAIN, ECONNREFUSED, ENOBUFS, EPERM}, {EPERM}},
    {Call::read_event, {EAGAIN, EINTR}, {}, {}},
};

struct Faults : testing::TestWithParam<Script> {
  const Script& script = GetParam();
  Script::Run clean = script.run({}, {});

  // How many clients fared otherwise than without the trouble.
  [[nodiscard]] std::ptrdiff_t others(const Script::Run& run) const {
    return std::ranges::count_if(clean.reasons, [&run](const auto& expected) {
      const auto found = run.reasons.find(expected.first);
      return found == run.reasons.end() || found->second != expected.second;
    });
  }

  // False: enough was said.
  [[nodiscard]] bool expect(const Fault& fault, Referee::Leniency leniency, std::ptrdiff_t losers) const {
    const Script::Run run = script.run({.fault = fault, .lasting = fault.lasting}, leniency);
    for (const std::string& each : run.complaints)
      ADD_FAILURE() << run.trace << "\n" << each;
    EXPECT_LE(others(run), losers) << run.trace;
    EXPECT_EQ(run.left_behind, 0) << run.trace;
    return !HasFailure();
  }

  template <typename Try>
  void for_each_call(Call call, const std::vector<int>& errors, Try attempt) const {
    for (const int error : errors) {
      for (std::uint64_t nth = 1; nth <= clean.calls[static_cast<std::size_t>(call)]; ++nth) {
        if (!attempt(Fault{call, nth, error, false})) return;
      }
    }
  }
};

TEST_P(Faults, AreAbsentInTheScriptItself) {
  EXPECT_TRUE(clean.complaints.empty()) << clean.trace << clean.complaints.front();
  EXPECT_EQ(clean.left_behind, 0);
}

TEST_P(Faults, ThatPassCostNobodyAnything) {
  for (const Failing& each : failures) {
    for_each_call(each.call, each.passing,
                  [this](const Fault& fault) { return expect(fault, {.timing = true}, 0); });
  }
}

TEST_P(Faults, OfAConnectionEndThatOneAlone) {
  for (const Failing& each : failures) {
    for_each_call(each.call, each.fatal,
                  [this](const Fault& fault) { return expect(fault, {.connections_fail = true}, 1); });
  }
}

TEST_P(Faults, ThatLastLeaveNothingBehind) {
  for (const Failing& each : failures) {
    for_each_call(each.call, each.lasting, [this](Fault fault) {
      fault.lasting = true;
      return expect(fault, {.connections_fail = true}, 1000);
    });
  }
}

// Of one client, while the others go on; or of one datagram.
TEST_P(Faults, OfMemoryEndOneClientAtMost) {
  for (std::uint64_t nth = 1; nth <= clean.allocations && !HasFailure(); ++nth) {
    const Script::Run run = script.run({.fault = {}, .allocation = nth}, {.memory_fails = true});
    for (const std::string& each : run.complaints)
      ADD_FAILURE() << run.trace << "\n" << each;
    EXPECT_LE(others(run), 1) << run.trace;
    EXPECT_GE(run.datagrams + 1, clean.datagrams) << run.trace;
    EXPECT_EQ(run.left_behind, 0) << run.trace;
  }
}

TEST_P(Faults, OfAllMemoryLeaveNothingBehind) {
  for (std::uint64_t nth = 1; nth <= clean.allocations && !HasFailure(); ++nth) {
    const Script::Run run =
        script.run({.fault = {}, .allocation = nth, .lasting = true}, {.memory_fails = true});
    for (const std::string& each : run.complaints)
      ADD_FAILURE() << run.trace << "\n" << each;
    EXPECT_EQ(run.left_behind, 0) << run.trace;
  }
}

INSTANTIATE_TEST_SUITE_P(Every, Faults, testing::ValuesIn(scripts()),
                         [](const auto& script) { return script.param.name; });

}  // namespace
}  // namespace lanchat::simulation
