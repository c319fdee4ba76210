// SPDX-License-Identifier: MIT
#include "logging/log_output.hpp"

#include "logging/descriptor_writer.hpp"
#include "logging/journal_writer.hpp"

#include <sys/stat.h>

#include <fmt/format.h>

#include <system_error>

namespace lanchat::logging {
namespace {

Event journal_unavailable(const std::string& socket, const std::string& reason) {
  const std::string remedy = "systemctl start systemd-journald, or set log-format to text or json";
  return {Level::warning,
          "journal_unavailable",
          "no journal at " + socket + ": " + reason + "; this log is text on standard error; " + remedy,
          {{"path", socket}, {"reason", reason}, {"remedy", remedy}}};
}

}  // namespace

bool is_journal_stream(const char* journal_stream, int descriptor) {
  struct stat status{};
  if (journal_stream == nullptr || ::fstat(descriptor, &status) != 0) return false;
  return journal_stream == fmt::format("{}:{}", status.st_dev, status.st_ino);
}

LogOutput open_log_output(Format wanted, int descriptor, const char* journal_stream,
                          const std::string& journal_socket) {
  LogOutput output{wanted, nullptr, std::nullopt};
  if (wanted == Format::automatic)
    output.format = is_journal_stream(journal_stream, descriptor) ? Format::journal : Format::text;
  if (output.format == Format::journal) {
    try {
      output.writer = std::make_unique<JournalWriter>(journal_socket);
      return output;
    } catch (const std::system_error& error) {
      output.format = Format::text;
      output.complaint = journal_unavailable(journal_socket, error.code().message());
    }
  }
  output.writer = std::make_unique<DescriptorWriter>(descriptor);
  return output;
}

}  // namespace lanchat::logging
