// SPDX-License-Identifier: MIT
#include "config/text_file.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <system_error>

namespace lanchat::config {
namespace {

constexpr std::size_t largest_file = std::size_t{1} << 20U;  // so that --config /dev/zero ends

struct Close {
  void operator()(std::FILE* file) const noexcept { std::fclose(file); }
};

std::string reason(int error) {
  return "cannot be read: " + std::generic_category().message(error);
}

}  // namespace

std::expected<std::string, std::string> read_text_file(const std::filesystem::path& file) {
  const std::unique_ptr<std::FILE, Close> stream(std::fopen(file.c_str(), "rbe"));
  if (!stream) return std::unexpected(reason(errno));
  std::string text;
  std::array<char, 16384> block{};
  while (true) {
    errno = 0;
    const std::size_t got = std::fread(block.data(), 1, block.size(), stream.get());
    const int error = errno;
    text.append(block.data(), got);
    if (text.size() > largest_file) return std::unexpected("is larger than 1M and no configuration");
    if (got == block.size()) continue;
    if (std::ferror(stream.get()) != 0) return std::unexpected(reason(error));
    return text;
  }
}

std::expected<std::vector<std::filesystem::path>, std::string> drop_ins(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  std::error_code error;
  for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    const std::filesystem::path& path = entry->path();
    if (path.extension() == ".conf" && !path.filename().native().starts_with('.')) files.push_back(path);
  }
  if (error == std::errc::no_such_file_or_directory) return files;
  if (error) return std::unexpected(reason(error.value()));
  std::ranges::sort(files, {}, [](const auto& path) { return path.filename().native(); });
  return files;
}

}  // namespace lanchat::config
