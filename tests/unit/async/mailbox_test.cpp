// SPDX-License-Identifier: MIT
#include "lanchat/async/mailbox.hpp"

#include <sys/resource.h>

#include <gtest/gtest.h>

#include <future>
#include <latch>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

// The suite bears the name of the type: a namespace of its own, where both can be said.
namespace lanchat::tests {
namespace {

std::string describe(const std::exception_ptr& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const std::exception& error) {
    return error.what();
  } catch (...) {
    return "unknown";
  }
}

struct Mailbox : testing::Test {
  async::Mailbox::Work note(std::string name) {
    return [this, name] { done.push_back(name); };
  }

  void post_close() {
    mailbox->post([this] { mailbox->close(); });
  }

  // Does all that was posted, here, and ends.
  void deliver() {
    mailbox->open();
    post_close();
    context.run();
  }

  boost::asio::io_context context{BOOST_ASIO_CONCURRENCY_HINT_UNSAFE};  // as a worker has it
  async::Reactor reactor{context};
  std::vector<std::string> done;
  std::vector<std::string> failures;
  std::optional<async::Mailbox> mailbox{
      std::in_place, reactor, context.get_executor(),
      [this](const std::exception_ptr& failure) { failures.push_back(describe(failure)); }};
};

TEST_F(Mailbox, DoesWorkInTheOrderOfTheCalls) {
  mailbox->open();
  for (const char* const name : {"one", "two", "three"})
    mailbox->post(note(name));
  EXPECT_TRUE(done.empty()) << "not in the step of whoever posts";
  post_close();
  context.run();
  EXPECT_EQ(done, (std::vector<std::string>{"one", "two", "three"}));
}

TEST_F(Mailbox, DeliversLettersInTheOrderOfTheCalls) {
  struct Letter final : async::Mailbox::Letter {
    explicit Letter(std::vector<std::string>& all) : done(all) {}

    void deliver() override { done.emplace_back("letter"); }

    std::vector<std::string>& done;
  };

  mailbox->post(note("before"));
  mailbox->post(std::make_shared<Letter>(done));
  mailbox->post(note("after"));
  deliver();
  EXPECT_EQ(done, (std::vector<std::string>{"before", "letter", "after"}));
}

// Deep recursion would end the program.
TEST_F(Mailbox, DestroysWhateverWaitsOneAfterTheOther) {
  const auto kept = std::make_shared<int>();
  for (int i = 0; i < 1'000'000; ++i)
    mailbox->post([kept] {});
  mailbox.reset();
  EXPECT_EQ(kept.use_count(), 1);
}

TEST_F(Mailbox, DoesWhatWasPostedBeforeItOpened) {
  mailbox->post(note("before"));
  deliver();
  EXPECT_EQ(done, std::vector<std::string>{"before"});
}

TEST_F(Mailbox, DoesInLaterStepWhatWorkPosts) {
  mailbox->post([this] {
    mailbox->post(note("posted by work"));
    mailbox->post([this] { mailbox->close(); });
    done.emplace_back("work");
  });
  mailbox->post(note("next"));
  mailbox->open();
  context.run();
  EXPECT_EQ(done, (std::vector<std::string>{"work", "next", "posted by work"}));
}

TEST_F(Mailbox, TellsOfExceptionsAndDoesTheRest) {
  mailbox->post(note("before"));
  mailbox->post([] { throw std::runtime_error("defect"); });
  mailbox->post([] { throw 1; });
  mailbox->post(note("behind"));
  deliver();
  EXPECT_EQ(done, (std::vector<std::string>{"before", "behind"}));
  EXPECT_EQ(failures, (std::vector<std::string>{"defect", "unknown"}));
}

TEST_F(Mailbox, TakesWorkThatCannotBeCopied) {
  mailbox->post([this, owned = std::make_unique<std::string>("owned")] { done.push_back(*owned); });
  deliver();
  EXPECT_EQ(done, std::vector<std::string>{"owned"});
}

TEST_F(Mailbox, DestroysWorkThatIsDone) {
  auto held = std::make_shared<int>(0);
  const std::weak_ptr<int> watched = held;
  mailbox->post([held = std::move(held)] { ++*held; });
  EXPECT_FALSE(watched.expired());
  deliver();
  EXPECT_TRUE(watched.expired());
}

TEST_F(Mailbox, LetsTheContextEndWhenClosed) {
  mailbox->open();
  mailbox->close();
  context.run();
  EXPECT_TRUE(context.stopped());
}

TEST_F(Mailbox, DoesWhatWasPostedBesideItsClosing) {
  mailbox->open();
  post_close();
  mailbox->post(note("before the context came to it"));
  context.run();
  EXPECT_EQ(done, std::vector<std::string>{"before the context came to it"});
}

TEST_F(Mailbox, DestroysWithItselfWhatComesAfterItsClosing) {
  deliver();
  auto held = std::make_shared<int>(0);
  const std::weak_ptr<int> watched = held;
  mailbox->post([this, held = std::move(held)] { done.emplace_back("late"); });
  context.restart();
  context.run();
  EXPECT_FALSE(watched.expired());
  mailbox.reset();
  EXPECT_TRUE(watched.expired());
  EXPECT_TRUE(done.empty());
}

TEST_F(Mailbox, DestroysWithItselfWhatItNeverOpenedFor) {
  auto held = std::make_shared<int>(0);
  const std::weak_ptr<int> watched = held;
  mailbox->post([held = std::move(held)] { ++*held; });
  mailbox.reset();
  EXPECT_TRUE(watched.expired());
}

TEST_F(Mailbox, KeepsTheContextFromEndingWhileNothingIsPosted) {
  std::promise<std::thread::id> first;
  std::promise<std::thread::id> second;
  std::thread thread([this] {
    mailbox->open();
    context.run();
  });
  mailbox->post([&] { first.set_value(std::this_thread::get_id()); });
  EXPECT_EQ(first.get_future().get(), thread.get_id());
  mailbox->post([&] { second.set_value(std::this_thread::get_id()); });  // nothing else was there since
  EXPECT_EQ(second.get_future().get(), thread.get_id());
  post_close();
  thread.join();
}

TEST_F(Mailbox, KeepsTheOrderOfEachOfManyThreads) {
  constexpr int threads = 8;
  constexpr int posts = 2000;
  std::vector<int> next(threads);  // touched by the context's thread alone, and so without a lock
  int out_of_order = 0;
  std::thread reader([this] {
    mailbox->open();
    context.run();
  });
  std::latch together(threads);
  std::vector<std::thread> writers;
  for (int writer = 0; writer < threads; ++writer) {
    writers.emplace_back([&, writer] {
      together.arrive_and_wait();
      for (int number = 0; number < posts; ++number) {
        mailbox->post([&, writer, number] {
          int& expected = next[static_cast<std::size_t>(writer)];
          if (number != expected) ++out_of_order;
          ++expected;
        });
      }
    });
  }
  for (std::thread& writer : writers)
    writer.join();
  post_close();
  reader.join();
  EXPECT_EQ(next, std::vector<int>(threads, posts));
  EXPECT_EQ(out_of_order, 0);
  EXPECT_TRUE(failures.empty());
}

TEST_F(Mailbox, SaysThatThereIsNoDescriptorForIt) {
  rlimit limit{};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &limit), 0);
  const rlimit none{0, limit.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &none), 0);
  EXPECT_THROW(async::Mailbox(reactor, context.get_executor(), [](const std::exception_ptr&) {}),
               std::system_error);
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &limit), 0);
}

}  // namespace
}  // namespace lanchat::tests
