// SPDX-License-Identifier: MIT
#include "lanchat/protocol/encoder.hpp"

#include <limits>

namespace lanchat::protocol {
namespace {

std::size_t largest(const FramingOptions& options) noexcept {
  if (options.framing != Framing::length || options.length_bytes >= sizeof(std::size_t))
    return std::numeric_limits<std::size_t>::max();
  return (std::size_t{1} << (8U * options.length_bytes)) - 1;
}

}  // namespace

Encoder::Encoder(const FramingOptions& options) noexcept
    : options_(options), max_payload_(largest(options)) {}

bool Encoder::append(std::string& out, std::string_view payload, Ending ending) const {
  const std::size_t mark = begin(out);
  out.append(payload);
  return end(out, mark, ending);
}

}  // namespace lanchat::protocol
