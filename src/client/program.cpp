// SPDX-License-Identifier: MIT
#include "lanchat/client/program.hpp"

#include "client/exit_status.hpp"

namespace lanchat::client {
namespace {

using usage::Offer;
using usage::Option;

std::vector<Option> framing_options() {
  return {
      {.name = "framing",
       .help = "where a message ends: line (default), length or raw",
       .argument = {.name = "F", .offer = Offer::words, .words = {"line", "length", "raw"}},
       .more = "It must be what the server's listener has: a client cannot see it."},
      {.name = "length-bytes",
       .help = "size of the header of length: 1, 2, 4 (default) or 8",
       .argument = {.name = "N", .offer = Offer::words, .words = {"1", "2", "4", "8"}}},
      {.name = "length-order",
       .help = "order of its bytes: big (default) or little",
       .argument = {.name = "O", .offer = Offer::words, .words = {"big", "little"}}},
  };
}

std::vector<Option> all_options() {
  std::vector<Option> options{{.name = "udp", .help = "send each message as one datagram"}};
  for (Option& option : framing_options())
    options.push_back(std::move(option));
  options.push_back({.name = "count", .help = "send each message N times", .argument = {.name = "N"}});
  options.push_back({.name = "reconnect", .help = "open a new connection for each message"});
  options.push_back({.name = "timeout",
                     .help = "wait so long for a connection, and for the next reply: 500ms, 5s, 2m; 0 is "
                             "without limit. Without it: 10s to connect; for a reply 70s, over UDP 5s",
                     .argument = {.name = "D"}});
  options.push_back({.name = "version", .help = "print the version"});
  options.push_back({.name = "help", .help = "print this"});
  return options;
}

usage::ExitStatus ends(ExitStatus status, std::string meaning) {
  return {static_cast<int>(status), std::move(meaning)};
}

std::vector<usage::ExitStatus> all_exit_statuses() {
  return {
      ends(ExitStatus::all_replied, "every message has got its reply"),
      ends(ExitStatus::wrong_command_line, "wrong command line"),
      ends(ExitStatus::wrong_input, "a message that the framing or a datagram cannot carry"),
      ends(ExitStatus::unknown_host, "no such host"),
      ends(ExitStatus::unavailable, "no connection: refused, unreachable, or not within the timeout"),
      ends(ExitStatus::defect, "a defect inside lanchat"),
      ends(ExitStatus::input_output, "standard input or standard output failed"),
      ends(ExitStatus::replies_missing,
           "replies are missing: lost, not within the timeout, or the server closed the connection"),
      ends(ExitStatus::malformed_reply, "what the server sent is not in this framing"),
  };
}

}  // namespace

usage::Program program() {
  return {
      .name = "lanchat",
      .summary = "Sends messages to a lanchat server and shows its replies. PORT is 8888 unless given.",
      .synopses = {{{.name = "HOST", .offer = Offer::host, .words = {"unix:///"}},
                    {.name = "PORT", .optional = true}},
                   {{.name = "unix:///PATH"}}},
      .options = all_options(),
      .notes = {"On a terminal it asks for messages and shows each reply with its number; \\q or Ctrl-D "
                "leaves. From a pipe or file each line is a message, and each reply is written to standard "
                "output as a line. It leaves when every reply has come.",
                "With --framing raw over a stream one message is under way at a time, and what one read "
                "brings counts as its reply; an empty line is not sent. A message that begins with 'error: ' "
                "before the server closes is no reply: it goes to standard error."},
      .exit_statuses = all_exit_statuses(),
      .see_also = {"lanchat(1)", "lanchatd(8)"},
  };
}

}  // namespace lanchat::client
