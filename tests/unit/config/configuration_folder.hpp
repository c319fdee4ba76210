// SPDX-License-Identifier: MIT
#pragma once

// A temporary folder with configuration files, and load() in the words of a test.

#include "lanchat/config/config.hpp"

#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lanchat::config {

using Overrides = std::vector<std::pair<std::string, std::string>>;

class ConfigurationFolder {
 public:
  ConfigurationFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "lanchat-config-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
    root_ = name;
  }

  ~ConfigurationFolder() { std::filesystem::remove_all(root_); }

  ConfigurationFolder(const ConfigurationFolder&) = delete;
  ConfigurationFolder& operator=(const ConfigurationFolder&) = delete;

  [[nodiscard]] std::filesystem::path path(std::string_view name) const { return root_ / name; }

  std::filesystem::path write(std::string_view name, std::string_view text) const {
    const auto file = path(name);
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
    return file;
  }

  /// What load() makes of "lanchat.conf" with the text and of the drop-ins written before.
  [[nodiscard]] auto load(std::string_view text, Overrides overrides = {}) const {
    return config::load({write("lanchat.conf", text), std::move(overrides)});
  }

  /// The mistakes as lines, without the folder's name; none where load() succeeds.
  [[nodiscard]] std::vector<std::string> mistakes(std::string_view text, Overrides overrides = {}) const {
    const auto loaded = load(text, std::move(overrides));
    std::vector<std::string> lines;
    if (loaded) return lines;
    for (const Mistake& mistake : loaded.error())
      lines.push_back(without_folder(mistake.to_string()));
    return lines;
  }

  [[nodiscard]] std::string without_folder(std::string text) const {
    const std::string prefix = root_.string() + '/';
    for (std::size_t at = text.find(prefix); at != std::string::npos; at = text.find(prefix)) {
      text.erase(at, prefix.size());
    }
    return text;
  }

 private:
  std::filesystem::path root_;
};

}  // namespace lanchat::config
