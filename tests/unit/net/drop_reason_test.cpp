// SPDX-License-Identifier: MIT
#include "lanchat/net/drop_reason.hpp"

#include "lanchat/net/counters.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace lanchat::net {
namespace {

TEST(DropReason, HasANameAndACounterOfItsOwn) {
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < drop_reason_count; ++i) {
    const std::string_view name = to_string(static_cast<DropReason>(i));
    EXPECT_TRUE(!name.empty() && names.insert(name).second) << i;
    EXPECT_EQ(Counters::dropped_names[i], "datagrams_dropped_" + std::string(name));
  }
}

TEST(DropReason, NamesTheKeyToChange) {
  EXPECT_EQ(key_of(DropReason::reply_too_large), "udp-reply-ratio");
  EXPECT_EQ(key_of(DropReason::repeat), "udp-repeat-limit");
  EXPECT_EQ(key_of(DropReason::replies_in_all), "udp-replies");
  EXPECT_EQ(key_of(DropReason::empty), "");
}

}  // namespace
}  // namespace lanchat::net
