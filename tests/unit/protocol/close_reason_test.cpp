// SPDX-License-Identifier: MIT
#include "lanchat/protocol/close_reason.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace lanchat::protocol {
namespace {

TEST(CloseReason, HasTheDocumentedNames) {
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < close_reason_count; ++i)
    names.push_back(to_string(static_cast<CloseReason>(i)));
  EXPECT_THAT(names,
              testing::UnorderedElementsAre(
                  "client_closed", "client_reset", "message_too_long", "malformed_message", "message_timeout",
                  "idle_timeout", "write_timeout", "pending_output_full", "too_many_clients",
                  "too_many_clients_from_address", "too_many_clients_from_prefix", "connection_rate",
                  "memory_limit", "denied", "server_stopping", "disconnected_by_operator", "internal_error"));
}

TEST(CloseReason, IsNamedAsItsEnumerator) {
  EXPECT_EQ(to_string(CloseReason::client_closed), "client_closed");
  EXPECT_EQ(to_string(CloseReason::message_too_long), "message_too_long");
  EXPECT_EQ(to_string(CloseReason::write_timeout), "write_timeout");
  EXPECT_EQ(to_string(CloseReason::denied), "denied");
  EXPECT_EQ(to_string(CloseReason::internal_error), "internal_error");
}

TEST(CloseReason, TellsTheClientTheLimit) {
  EXPECT_EQ(explain(CloseReason::message_too_long, 65536), "message longer than 65536 bytes");
}

TEST(CloseReason, TellsTheClientWhatItIsRefusedFor) {
  EXPECT_EQ(explain(CloseReason::too_many_clients, 0), "too many clients");
  for (const CloseReason reason :
       {CloseReason::malformed_message, CloseReason::message_timeout, CloseReason::idle_timeout,
        CloseReason::too_many_clients_from_address, CloseReason::too_many_clients_from_prefix,
        CloseReason::connection_rate, CloseReason::memory_limit, CloseReason::denied,
        CloseReason::disconnected_by_operator, CloseReason::internal_error})
    EXPECT_FALSE(explain(reason, 0).empty()) << to_string(reason);
}

TEST(CloseReason, SaysNothingWhereNobodyWouldReadIt) {
  for (const CloseReason reason : {CloseReason::client_closed, CloseReason::client_reset,
                                   CloseReason::write_timeout, CloseReason::pending_output_full})
    EXPECT_EQ(explain(reason, 0), "") << to_string(reason);
}

TEST(CloseReason, ExplainsItselfInOneLine) {
  for (std::size_t i = 0; i < close_reason_count; ++i)
    EXPECT_EQ(explain(static_cast<CloseReason>(i), 1).find_first_of("\r\n"), std::string::npos);
}

}  // namespace
}  // namespace lanchat::protocol
