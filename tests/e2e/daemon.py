# SPDX-License-Identifier: MIT
"""A running lanchatd: started with a configuration file of its own, watched through its JSON log."""

import itertools
import json
import os
import pathlib
import resource
import signal
import subprocess
import threading
import time

from wire import DEADLINE, Stream, Datagrams, parse_uri

REPORTS = ("ERROR: AddressSanitizer", "WARNING: ThreadSanitizer", "LeakSanitizer", "runtime error:", "Assertion")


class Daemon:
    def __init__(self, binary, folder, name, listeners, arguments=(), prepare=None, **settings):
        """`settings` are global keys, with _ for -; None leaves a key out. `prepare` runs in the child."""
        self.binary = binary
        self.file = folder / f"{name}.conf"
        defaults = {"log_format": "json", "log_level": "debug", "workers": 2,
                    "control_socket": folder / f"{name}.sock"}
        self.settings = defaults | settings
        self.control = self.settings["control_socket"]
        self.write(listeners)
        self.raw = []       # lines of standard error that are no event
        self.events = []
        self._news = threading.Condition()
        self._expected_status = 0
        self.process = subprocess.Popen(
            [str(binary), "--config", str(self.file), *map(str, arguments)],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, preexec_fn=prepare)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def write(self, listeners, **settings):
        """Writes the configuration file; a reload will read it."""
        self.settings |= settings
        lines = [f"{key.replace('_', '-')} = {value}" for key, value in self.settings.items() if value is not None]
        self.file.write_text("\n".join(lines) + "\n" + listeners)

    def _read(self):
        for line in self.process.stderr:
            text = line.decode(errors="backslashreplace").rstrip("\n")
            with self._news:
                try:
                    self.events.append(json.loads(text))
                except ValueError:
                    self.raw.append(text)
                self._news.notify_all()
        with self._news:
            self._news.notify_all()

    # Waiting for what happens

    def find(self, name, since=0, **fields):
        """The first event of this name with these fields, from the one with number `since`; None: none yet."""
        for event in self.events[since:]:
            if event.get("event") == name and all(event.get(key) == value for key, value in fields.items()):
                return event
        return None

    def wait(self, name, since=0, deadline=DEADLINE, **fields):
        """Waits for such an event and returns it."""
        end = time.monotonic() + deadline
        with self._news:
            while True:
                found = self.find(name, since, **fields)
                if found:
                    return found
                left = end - time.monotonic()
                running = self._reader.is_alive()
                if left <= 0 or not running:
                    self._lacking(name, fields, "the daemon has ended" if not running else "not in time")
                self._news.wait(min(left, 1))

    def _lacking(self, name, fields, why):
        tail = [json.dumps(event) for event in self.events[-15:]] + self.raw[-40:]
        raise AssertionError(f"no event {name} {fields}: {why}; the last lines:\n" + "\n".join(tail))

    def mark(self):
        """Events from now on: the `since` of wait()."""
        with self._news:
            return len(self.events)

    def await_ready(self):
        return self.wait("ready")

    # Where it listens

    def addresses(self, listener="main", since=0):
        return [event["address"] for event in self.events[since:]
                if event.get("event") == "listening" and event.get("listener") == listener]

    def address(self, scheme="tcp", listener="main", since=0):
        """Where the listener was last opened with this transport, as (kind, host, port) or ("unix", path)."""
        found = [uri for uri in self.addresses(listener, since) if uri.startswith(scheme + ":")]
        assert found, f"{listener} does not listen on {scheme}: {self.addresses(listener)}"
        return parse_uri(found[-1])

    def port(self, scheme="tcp", listener="main"):
        return self.address(scheme, listener)[2]

    def connect(self, listener="main", scheme=None, host=None):
        if scheme is None:
            scheme = "tcp" if any(uri.startswith("tcp") for uri in self.addresses(listener)) else "unix"
        return Stream.connect(self.address(scheme, listener), host)

    def datagrams(self, listener="main", host=None):
        return Datagrams(self.address("udp", listener), host)

    # What it uses

    def cpu_seconds(self):
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def allow_descriptors(self, more):
        """Sets its limit of open files so that it can open this many more. The limit is one of their numbers, and not all
        that are open are the lowest: valgrind has some of its own far above. The hard limit stays, or only root could
        raise it again."""
        used = {int(name) for name in os.listdir(f"/proc/{self.process.pid}/fd")}
        unused = (number for number in itertools.count() if number not in used)
        _, hard = resource.prlimit(self.process.pid, resource.RLIMIT_NOFILE)
        resource.prlimit(self.process.pid, resource.RLIMIT_NOFILE, (next(itertools.islice(unused, more, None)), hard))

    # Signals and the end

    def signal(self, number):
        self.process.send_signal(number)

    def reload(self):
        """SIGHUP; returns the event that says how it went, and where the events of the reload begin."""
        since = self.mark()
        self.signal(signal.SIGHUP)
        end = time.monotonic() + DEADLINE
        with self._news:
            while time.monotonic() < end:
                found = self.find("reloaded", since) or self.find("reload_failed", since)
                if found:
                    return found, since
                self._news.wait(1)
        self._lacking("reloaded or reload_failed", {}, "not in time")

    def wait_ended(self, deadline=DEADLINE):
        """Waits for its end and its last words; the exit status."""
        status = self.process.wait(deadline)
        self._reader.join(DEADLINE)
        return status

    def stop(self):
        """SIGTERM, and the end that belongs to it."""
        self.signal(signal.SIGTERM)
        return self.wait_ended()

    def kill(self):
        """The end without a chance to tidy up."""
        self._expected_status = -signal.SIGKILL
        self.process.kill()
        return self.wait_ended()

    def put_away(self):
        """Stops it where it still runs; every reason to call it unwell."""
        unwell = []
        if self.process.poll() is None:
            self.signal(signal.SIGTERM)
        try:
            status = self.wait_ended()
        except subprocess.TimeoutExpired:
            self.process.kill()
            status = self.wait_ended()
            unwell.append("lanchatd did not stop within the deadline after SIGTERM")
        if status != self._expected_status:
            unwell.append(f"lanchatd ended with status {status}, not {self._expected_status}")
        if any(report in line for line in self.raw for report in REPORTS):
            unwell.append("a sanitizer spoke")
        if any(event.get("reason") == "internal_error" for event in self.events):
            unwell.append("a session ended with internal_error")
        if self.raw:
            unwell.append("lines on standard error that are no JSON:\n" + "\n".join(self.raw[:200]))
        self.process.stderr.close()
        return unwell
