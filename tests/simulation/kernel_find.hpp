// SPDX-License-Identifier: MIT
#pragma once

// Kernel::find(), for the two source files of Kernel.

#include "simulation/kernel.hpp"

namespace lanchat::simulation {

template <typename Kind>
Kind* Kernel::find(int fd) {
  auto* const found = dynamic_cast<Kind*>(file(fd).get());
  if (found == nullptr) surroundings_.stuck("a system call on a descriptor of another kind");
  return found;
}

}  // namespace lanchat::simulation
