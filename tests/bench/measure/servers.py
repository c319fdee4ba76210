# SPDX-License-Identifier: MIT
"""The servers that are measured, each a process on the processors it is given."""

import contextlib
import os
import pathlib
import re
import select
import subprocess

# No control socket and one worker; every other key has its default.
DAEMON = ["--set", "workers=1", "--set", "control-socket=", "--log-format", "json"]


def on(processors):
    """What to do in a new process so that it runs on these alone."""
    return lambda: os.sched_setaffinity(0, processors)


class Server:
    """A running server; `port` is where it serves."""

    def __init__(self, name, command, processors, find_port):
        self.name = name
        self.process = subprocess.Popen(list(map(str, command)), stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                        stdin=subprocess.DEVNULL, bufsize=0,  # what is read ahead no select() sees
                                        preexec_fn=on(processors))
        self.port = self._await_port(find_port)

    def _await_port(self, find_port):
        """The first port that `find_port` sees in a line of what the server says."""
        said = []
        while select.select([self.process.stdout], [], [], 10)[0]:
            line = self.process.stdout.readline().decode()
            if not line:
                break
            said.append(line)
            port = find_port(line)
            if port:
                return port
        self.stop()
        raise SystemExit(f"{self.name} did not start:\n{''.join(said)}")

    def stop(self):
        self.process.terminate()
        self.process.wait(30)
        self.process.stdout.close()

    @property
    def pid(self):
        return self.process.pid

    def memory(self):
        """Its memory in bytes, as the kernel names it: VmRSS, RssAnon, Pss_Anon."""
        figures = {}
        for file in ("status", "smaps_rollup"):
            text = pathlib.Path(f"/proc/{self.pid}/{file}").read_text()
            figures |= {name: int(kib) * 1024 for name, kib in re.findall(r"^(\w+):\s+(\d+) kB$", text, re.M)}
        return {name: figures[name] for name in ("VmRSS", "RssAnon", "Pss_Anon")}

    def thread_times(self):
        """Nanoseconds on the processor of each thread, by its number."""
        tasks = pathlib.Path(f"/proc/{self.pid}/task").iterdir()
        return {int(task.name): int((task / "schedstat").read_text().split()[0]) for task in tasks}


@contextlib.contextmanager
def stopped_after(server):
    try:
        yield server
    finally:
        server.stop()


def daemon_command(folder, transport="tcp", **keys):
    """lanchatd with these keys; an underscore stands for a dash."""
    settings = [word for key, value in keys.items() for word in ("--set", f"{key.replace('_', '-')}={value}")]
    return [folder / "lanchatd", "--bind", f"{transport}://127.0.0.1:0", *DAEMON, *settings]


def lanchatd(bench, transport="tcp", processors=None, within=(), **keys):
    """`within`: the beginning of a command that becomes lanchatd, such as one that lowers a limit."""
    def port(line):
        found = re.search(transport + r"://127\.0\.0\.1:(\d+)", line)
        return int(found.group(1)) if found else None

    command = [*within, *daemon_command(bench.daemon, transport, **keys)]
    return stopped_after(Server("lanchatd", command, processors or {bench.here}, port))


def yardstick(bench, *arguments, program="yardstick_stream"):
    return stopped_after(Server(program, [bench.programs / program, *arguments], {bench.here}, int))
