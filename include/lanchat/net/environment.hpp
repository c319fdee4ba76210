// SPDX-License-Identifier: MIT
#pragma once

// What all workers share: made by `daemon`, outlives them.

#include "lanchat/logging/event_log.hpp"
#include "lanchat/net/admission.hpp"
#include "lanchat/net/descriptor_waiters.hpp"
#include "lanchat/net/memory_budget.hpp"
#include "lanchat/net/open_ports.hpp"
#include "lanchat/policy/operator_port.hpp"
#include "lanchat/policy/policy_table.hpp"

#include <atomic>
#include <cstdint>
#include <string_view>
#include <vector>

namespace lanchat::net {

class Worker;

struct Environment {
  logging::EventLog& log;
  Admission& admission;
  MemoryBudget& memory;
  policy::OperatorPort& operator_port;
  std::vector<Worker*> workers;  ///< complete before the first listener opens, then constant
  OpenPorts open_udp_ports{};
  DescriptorWaiters descriptor_waiters{};
  std::atomic<std::uint64_t> last_session{0};  ///< sessions are numbered from 1, over all workers
  const policy::PolicyEntry* (*find_policy)(std::string_view name) = policy::find_policy;
};

}  // namespace lanchat::net
