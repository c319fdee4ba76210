// SPDX-License-Identifier: MIT
// The one place where Asio itself is compiled; everybody else includes declarations.
#include <boost/asio/impl/src.hpp>
