// SPDX-License-Identifier: MIT
#include "config/key_making.hpp"
#include "config/key_set.hpp"

namespace lanchat::config {
namespace {

KeyDescription global(std::string name, std::string value, std::string help, std::string why) {
  return {.name = std::move(name),
          .scope = Scope::global,
          .default_value = std::move(value),
          .help = std::move(help),
          .why = std::move(why)};
}

void add_log(KeySet& keys, logging::LogOptions& log) {
  using logging::Format;
  using logging::Level;
  add_choice<Level>(
      keys,
      global("log-level", "info",
             "the least important events that are logged: trace, debug, info, warning or error",
             "`debug` names every client that comes and goes. `lanchatctl log-level` changes it for a while "
             "without this file."),
      log.level,
      {{"trace", Level::trace},
       {"debug", Level::debug},
       {"info", Level::info},
       {"warning", Level::warning},
       {"error", Level::error}});
  add_choice<Format>(keys,
                     global("log-format", "auto",
                            "how they are written: journal (native fields), text (key=value), json (one "
                            "object a line) or auto",
                            "`auto` is the journal where standard error is the journal, and text elsewhere. "
                            "Takes effect with a restart."),
                     log.format,
                     {{"auto", Format::automatic},
                      {"journal", Format::journal},
                      {"text", Format::text},
                      {"json", Format::json}});
  keys.add(
      global(
          "log-queue", "1024", "entries that may wait to be written",
          "Logging never keeps a client waiting: where the journal does not keep up, the oldest entries give "
          "way and are counted. Takes effect with a restart."),
      typed<std::size_t>(log.queue, whole_number<std::size_t>(16, 1U << 20U)));
}

}  // namespace

KeySet global_keys(Config& config) {
  KeySet keys;
  keys.add(global("workers", "auto", "threads; auto is one for each processor",
                  "A smaller number leaves processors to other services. Takes effect with a restart."),
           typed<unsigned>(config.workers, parse_workers));
  add_log(keys, config.log);
  keys.add(global("max-clients", "10000", "clients over all listeners; 0 for no limit",
                  "A flood of connections must not take all memory. Lowered, with a warning, to what the "
                  "limit of open files allows."),
           typed(config.max_clients, whole_number<std::uint32_t>(0, most_clients, no_limit)));
  keys.add(
      global("max-client-memory", "256M",
             "unfinished messages and waiting replies of all clients together; 0 for no limit",
             "Beside the limits for each client: when all together need more, those who need most are let "
             "go, and nobody else notices. It is most of what the daemon's memory can grow to."),
      typed<std::uint64_t>(config.max_client_memory, parse_limit_in_bytes<std::uint64_t>));
  keys.add(global("max-operator-questions", "10000", "messages that may wait for an operator; 0 for no limit",
                  "Whoever asks beyond it hears `operator-absent-text` at once. What comes over UDP has "
                  "places only while half of them are free."),
           typed<std::size_t>(config.max_operator_questions,
                              whole_number<std::size_t>(0, most_clients, no_limit)));
  keys.add(global("max-operator-memory", "4M", "the bytes of these messages; 0 for no limit",
                  "Every console that is open may hold as much again."),
           typed<std::uint64_t>(config.max_operator_memory, parse_limit_in_bytes<std::uint64_t>));
  keys.add(global("shutdown-grace", "5s", "how long stopping waits for the clients at most; 0 for no limit",
                  "What has arrived is answered in this time; then whoever is left is cut. The service "
                  "manager is told to wait so long."),
           typed(config.shutdown_grace, duration(no_limit)));
  keys.add(global("control-socket", "/run/lanchat/control.sock",
                  "where lanchatctl talks to the daemon; empty for none",
                  "Root and the group `lanchat` may use it. Takes effect with a restart, and "
                  "'systemctl reload' needs a drop-in then: ExecReload= with lanchatctl's --socket."),
           typed<std::string>(config.control_socket, parse_control_socket));
  return keys;
}

}  // namespace lanchat::config
