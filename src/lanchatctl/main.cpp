// SPDX-License-Identifier: MIT
#include "lanchatctl/exit_status.hpp"
#include "lanchatctl/run.hpp"

#include <unistd.h>

#include <exception>
#include <iostream>
#include <string>
#include <vector>

int main(int count, char** values) {
  try {
    const std::vector<std::string> arguments(values + (count > 0 ? 1 : 0), values + count);
    return lanchat::lanchatctl::run(arguments, STDIN_FILENO, std::cout, std::cerr);
  } catch (const std::exception& error) {
    std::cerr << "lanchatctl: " << error.what() << '\n';
    return lanchat::lanchatctl::defect;
  }
}
