// SPDX-License-Identifier: MIT
#pragma once

// The file that is installed as /etc/lanchat.conf, config/lanchat.conf in the source tree. It changes nothing
// as it stands: a line that would set something begins with a `#` without a blank behind it.

#include <string>

namespace lanchat::manual {

[[nodiscard]] std::string sample_configuration();

}  // namespace lanchat::manual
