// SPDX-License-Identifier: MIT
#include "lanchatctl/run.hpp"

#include "lanchatctl/command_line.hpp"
#include "lanchatctl/daemon_link.hpp"
#include "lanchatctl/exit_status.hpp"
#include "lanchatctl/members.hpp"
#include "lanchatctl/operator_mode.hpp"
#include "lanchatctl/report.hpp"

#include <boost/asio/io_context.hpp>

namespace lanchat::lanchatctl {
namespace {

int fail(const LinkFault& fault, std::ostream& err) {
  err << "lanchatctl: " << fault.message << '\n';
  return fault.status;
}

// One request, one answer.
int ask(DaemonLink& link, const CommandLine& line, std::ostream& out, std::ostream& err) {
  link.send(line.request);
  const auto answer = link.receive_line();
  if (!answer) return fail(answer.error(), err);
  const auto object = parse_line(*answer);
  if (!object) return fail(object.error(), err);

  const bool ok = true_member(*object, "ok");
  if (line.json) {
    out << *answer << '\n';
  } else if (ok || line.command == "disconnect") {  // which may have closed some of those it was given
    out << report(line.command, *object);
  }
  if (!ok) err << complaint(*object);
  return exit_status(*object);
}

}  // namespace

int run(const std::vector<std::string>& arguments, int input, std::ostream& out, std::ostream& err) {
  const auto line = parse_command_line(arguments);
  if (!line) {
    err << "lanchatctl: " << line.error() << '\n';
    return wrong_command_line;
  }
  if (!line->text.empty()) {
    out << line->text;
    return done;
  }
  boost::asio::io_context context(1);
  auto link = DaemonLink::connect(context, line->socket);
  if (!link) return fail(link.error(), err);
  const int status = line->command == "operator" ? run_operator(context, *link, *line, input, out, err)
                                                 : ask(*link, *line, out, err);
  if (out.flush()) return status;
  err << "lanchatctl: standard output cannot be written\n";
  return status == done ? refused : status;
}

}  // namespace lanchat::lanchatctl
