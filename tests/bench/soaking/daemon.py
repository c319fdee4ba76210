# SPDX-License-Identifier: MIT
"""The daemon under a soak: started from a file, watched through its log, asked through lanchatctl."""

import asyncio
import collections
import json
import os
import re
import signal
import subprocess
import threading
import time

# What a soak makes a daemon say. A level beside the event: only at this level.
EXPECTED = {"listening": "info", "ready": "info", "client_connected": "debug", "client_disconnected": "debug",
            "client_rejected": "warning", "datagram_dropped": "debug", "reloaded": "info", "reload_failed": "error",
            "statistics": "info", "log_dropped": "warning", "stopping": "info", "stopped": "info"}


def unexpected(line):
    """Why a line of the log ought not to be there; None: it may."""
    try:
        entry = json.loads(line)
    except ValueError:
        return f"not JSON: {line[:200]!r}"
    if EXPECTED.get(entry.get("event")) != entry.get("level") or entry.get("reason") == "internal_error":
        return line[:400].decode(errors="backslashreplace").rstrip()
    return None


class Daemon:
    def __init__(self, folder, bin_folder, configurations, wrong):
        self.file, self.control = folder / "lanchat.conf", folder / "control.sock"
        self._ctl = bin_folder / "lanchatctl"
        self._configurations, self._wrong = configurations, wrong
        self.file.write_text(configurations[0])
        self.addresses = {}  # (listener, transport) → where
        self.said = collections.Counter()  # events
        self.unexpected = []
        self._ready = threading.Event()
        self.process = subprocess.Popen([bin_folder / "lanchatd", "--config", self.file], stdin=subprocess.DEVNULL,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        if not self._ready.wait(30):
            self.stop()
            raise SystemExit(f"lanchatd did not start: {self.unexpected}")

    @property
    def pid(self):
        return self.process.pid

    def _read(self):
        for line in self.process.stderr:
            wrong = unexpected(line)
            if wrong and len(self.unexpected) < 100:
                self.unexpected.append(wrong)
            if wrong is None:
                self._note(json.loads(line))

    def _note(self, entry):
        self.said[entry["event"]] += 1
        if entry["event"] == "listening":
            transport, _, rest = entry["address"].partition("://")
            where = rest if transport == "unix" else (rest.rpartition(":")[0], int(rest.rpartition(":")[2]))
            self.addresses[entry["listener"], transport] = where
        if entry["event"] == "ready":
            self._ready.set()

    def signal(self, number):
        self.process.send_signal(number)

    async def ctl(self, *words):
        """lanchatctl's exit status and what it wrote."""
        process = await asyncio.create_subprocess_exec(
            self._ctl, "--socket", self.control, *map(str, words), stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT)
        try:
            async with asyncio.timeout(30):
                output, _ = await process.communicate()
        except BaseException:
            if process.returncode is None:
                process.kill()
                await process.wait()
            raise
        return process.returncode, output

    async def asked(self, command):
        """What lanchatctl --json says."""
        status, output = await self.ctl("--json", command)
        if status != 0:
            raise RuntimeError(f"lanchatctl {command}: status {status}: {output[:300]!r}")
        return json.loads(output)

    async def statistics(self):
        said = await self.asked("statistics")
        return said.get("statistics", said)

    async def reload(self, number):
        """Its configuration of this number from now on; None: the wrong one, which it refuses."""
        self.file.write_text(self._wrong if number is None else self._configurations[number])
        status, output = await self.ctl("reload")
        if status != (78 if number is None else 0):
            raise RuntimeError(f"lanchatctl reload: status {status}: {output[:300]!r}")

    def console(self):
        return asyncio.create_subprocess_exec(self._ctl, "--socket", self.control, "operator",
                                              stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
                                              stderr=asyncio.subprocess.STDOUT)

    def sample(self):
        """Bytes, descriptors, threads and processor time as of now."""
        with open(f"/proc/{self.pid}/smaps_rollup", encoding="ascii") as file:
            memory = {name: int(kib) * 1024 for name, kib in re.findall(r"^(\w+):\s+(\d+) kB$", file.read(), re.M)}
        with open(f"/proc/{self.pid}/stat", encoding="ascii", errors="replace") as file:
            fields = file.read().rpartition(")")[2].split()
        return {"rss": memory["Rss"], "pss": memory["Pss"], "anonymous": memory["Anonymous"],
                "descriptors": len(os.listdir(f"/proc/{self.pid}/fd")),
                "threads": len(os.listdir(f"/proc/{self.pid}/task")),
                "cpu": (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK"), "time": time.monotonic()}

    def stop(self):
        """SIGTERM, and its exit status; None: it had to be killed."""
        if self.process.poll() is None:
            self.signal(signal.SIGTERM)
        try:
            status = self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(30)
            status = None
        self._reader.join(10)
        return status
