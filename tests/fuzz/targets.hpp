// SPDX-License-Identifier: MIT
#pragma once

// The fuzz targets: each takes any bytes, and throws or crashes where a promise does not hold. entry.cpp
// makes libFuzzer's programs of them, corpus_test.cpp a test that needs no libFuzzer.

#include <string_view>

namespace lanchat::fuzz {

void configuration(std::string_view input);
void control(std::string_view input);
void datagram_guard(std::string_view input);
void decoder(std::string_view input);
void escape(std::string_view input);
void values(std::string_view input);

}  // namespace lanchat::fuzz
