// SPDX-License-Identifier: MIT
#include "lanchat/lanchatctl/program.hpp"

#include "lanchatctl/exit_status.hpp"

namespace lanchat::lanchatctl {
namespace {

using usage::Command;
using usage::Offer;

std::vector<Command> commands_that_ask() {
  return {
      {.name = "status",
       .help = "version, uptime, configuration, listeners",
       .more = "Where the last reload was refused, its mistakes are told too."},
      {.name = "clients",
       .help = "a row a client",
       .more = "Its session's number, listener, address, since when it is there, messages, bytes, and what "
               "waits to be sent to it."},
      {.name = "statistics", .help = "every counter"},
  };
}

std::vector<Command> commands_that_steer() {
  return {
      {.name = "reload",
       .help = "read the configuration again, and wait",
       .more = "A wrong configuration is refused whole: every mistake is printed as `FILE:LINE: key: what is "
               "wrong, what is allowed`, the status is 78, and the running configuration stays. Clients stay "
               "connected either way."},
      {.name = "log-level",
       .arguments = {{.name = "LEVEL",
                      .offer = Offer::words,
                      .words = {"trace", "debug", "info", "warning", "error"}},
                     {.name = "DURATION", .optional = true}},
       .help = "log from this level on: trace, debug, info, warning or error; until the next change, or for "
               "so long (30s, 10m, 2h)"},
      {.name = "disconnect",
       .arguments = {{.name = "SESSION", .repeatable = true}},
       .help = "close clients",
       .more = "The number of a session is in the first column of `lanchatctl clients`. The client is told "
               "`error: disconnected by the operator`."},
      {.name = "operator",
       .help = "answer the messages of the operator policy: 'NUMBER text' answers that message, 'text' the "
               "oldest one; begin it with a blank where the text itself begins with a number. '\\h' is "
               "help, '\\q' leaves",
       .more = "Several consoles may be open; each message is answered once. From a pipe, each line is what "
               "a person would type."},
  };
}

}  // namespace

usage::Program program() {
  usage::Program described{
      .name = "lanchatctl",
      .summary = "Asks and steers a running lanchatd.",
      .synopses = {{{.name = "COMMAND"}}},
      .commands = commands_that_ask(),
      .options = {{.name = "socket",
                   .help = "the daemon's control socket (/run/lanchat/control.sock)",
                   .argument = {.name = "PATH", .offer = Offer::file}},
                  {.name = "json", .help = "what the daemon says, for a program: one object a line"},
                  {.name = "help", .help = "print this", .letter = 'h'},
                  {.name = "version", .help = "print the version"}},
      .exit_statuses = {{done, "done"},
                        {refused, "not all could be done"},
                        {wrong_command_line, "wrong command line"},
                        {no_daemon, "no daemon there"},
                        {defect, "a defect inside lanchatctl"},
                        {no_permission, "no permission"},
                        {configuration_refused, "configuration refused"}},
      .see_also = {"lanchatctl(1)", "lanchatd(8)", "lanchat-policies(7)"},
  };
  for (Command& command : commands_that_steer())
    described.commands.push_back(std::move(command));
  return described;
}

}  // namespace lanchat::lanchatctl
