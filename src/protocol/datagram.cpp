// SPDX-License-Identifier: MIT
#include "lanchat/protocol/datagram.hpp"

namespace lanchat::protocol {

Message decode_datagram(std::string_view datagram, Framing framing) noexcept {
  if (framing != Framing::line || !datagram.ends_with('\n')) return {datagram, Ending::none};
  datagram.remove_suffix(1);
  if (!datagram.ends_with('\r')) return {datagram, Ending::lf};
  datagram.remove_suffix(1);
  return {datagram, Ending::crlf};
}

std::string_view ending_bytes(Ending ending) noexcept {
  switch (ending) {
    case Ending::lf:
      return "\n";
    case Ending::crlf:
      return "\r\n";
    case Ending::none:
      break;
  }
  return {};
}

}  // namespace lanchat::protocol
