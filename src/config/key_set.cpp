// SPDX-License-Identifier: MIT
#include "config/key_set.hpp"

#include "config/line_grammar.hpp"

#include <string>
#include <utility>

namespace lanchat::config {

namespace po = boost::program_options;

void KeySet::add(KeyDescription description, std::unique_ptr<po::value_semantic> semantic) {
  if (find(description.name) != nullptr) return;
  options_.add_options()(description.name.c_str(), semantic.release(), description.help.c_str());
  descriptions_.push_back(std::move(description));
}

const po::value_semantic* KeySet::find(std::string_view name) const {
  if (name.empty()) return nullptr;  // Program_options takes it for the short name that no option has
  const po::option_description* option = options_.find_nothrow(std::string(name), false);
  return option == nullptr ? nullptr : option->semantic().get();
}

std::vector<std::string> built_in_addresses() {
  return {"tcp://*:8888", "udp://*:8888"};
}

std::vector<KeyDescription> keys() {
  Config config;
  net::ListenerOptions listener;
  std::vector<KeyDescription> all = global_keys(config).descriptions();
  const KeySet of_listeners = listener_keys(listener);
  all.insert(all.end(), of_listeners.descriptions().begin(), of_listeners.descriptions().end());
  return all;
}

std::vector<std::string> default_lines(const KeyDescription& key) {
  if (key.name == "bind") {
    std::vector<std::string> lines = built_in_addresses();
    for (std::string& line : lines)
      line.insert(0, "bind = ");
    return lines;
  }
  if (key.repeatable) return {key.name + " ="};
  return {key.name + " = " + (key.default_value.empty() ? "\"\"" : written_value(key.default_value))};
}

}  // namespace lanchat::config
