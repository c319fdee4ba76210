# SPDX-License-Identifier: MIT
"""lanchat as an administrator has it: the installed package's unit in a box, its configuration file, its journal."""

import json

from wire import Datagrams, Stream, eventually

CONFIGURATION = "/etc/lanchat.conf"
DROP_INS = "/etc/systemd/system/lanchat.service.d"
EXAMPLES = "/usr/share/doc/lanchat/examples"
PORT = 8888
EVERYWHERE = """[listener.main]
bind = tcp://*:8888
bind = udp://*:8888
bind = unix:///run/lanchat/x.sock
"""


class Service:
    def __init__(self, box, package):
        self.box = box
        box.install(package)
        self.shipped = box.path(CONFIGURATION).read_text()

    def reset(self):
        """As after the installation, and started anew."""
        self.box.shell(f"systemctl stop 'lanchat*.socket' lanchat.service; rm -rf {DROP_INS} {CONFIGURATION}.d"
                       " /etc/systemd/system/lanchat.socket; systemctl daemon-reload; systemctl reset-failed")
        self.configure(self.shipped)
        self.start()

    # The unit

    def systemctl(self, verb, check=True):
        return self.box.run("systemctl", verb, "lanchat.service", check=check)

    def start(self, check=True):
        return self.systemctl("start", check)

    def restart(self, check=True):
        return self.systemctl("restart", check)

    def reload(self, check=True):
        return self.systemctl("reload", check)

    def show(self, name):
        return self.box.run("systemctl", "show", "--value", "-p", name, "lanchat.service").stdout.strip()

    def restarts(self):
        return int(self.show("NRestarts"))

    def pid(self):
        """The daemon's pid in the box."""
        return int(self.show("MainPID"))

    def await_status(self, condition, what):
        """Waits until the unit's status text satisfies the condition."""
        seen = []
        try:
            eventually(lambda: seen.append(self.show("StatusText")) or condition(seen[-1]), what)
        except AssertionError as error:
            raise AssertionError(f"{error}; the last status: {seen[-1]!r}") from None
        return seen[-1]

    def await_restart(self, before):
        """Waits until systemd has restarted it by itself once more than `before`, and it is there again."""
        eventually(lambda: self.restarts() > before and self.show("ActiveState") == "active", "systemd restarts it")

    def drop_in(self, name, text):
        self.box.write(f"{DROP_INS}/{name}.conf", text)
        self.box.run("systemctl", "daemon-reload")

    # The configuration

    def configure(self, text):
        self.box.write(CONFIGURATION, text)

    def ctl(self, *words, check=True, **options):
        return self.box.run("lanchatctl", *words, check=check, **options)

    # The journal

    def mark(self):
        """The journal's end: the `since` of what follows."""
        said = self.box.run("journalctl", "--quiet", "--lines=1", "--show-cursor", "--output=cat").stdout
        return said.rpartition("-- cursor: ")[2].strip()

    def journal(self, since=None, *matches):
        """Every entry about or of the unit, oldest first, with all its fields."""
        words = ["journalctl", "--quiet", "--all", "--output=json", *(matches or ("--unit=lanchat.service",))]
        said = self.box.run(*words, *([f"--after-cursor={since}"] if since else [])).stdout
        return [json.loads(line) for line in said.splitlines()]

    def events(self, name, since=None, **fields):
        wanted = {f"LANCHAT_{key.upper()}": value for key, value in fields.items()}
        return [entry for entry in self.journal(since) if entry.get("LANCHAT_EVENT") == name
                and all(entry.get(key) == value for key, value in wanted.items())]

    def await_event(self, name, since=None, **fields):
        found = []
        eventually(lambda: found.extend(self.events(name, since, **fields)) or found, f"event {name} {fields}")
        return found[0]

    def messages(self, since=None):
        return "\n".join(str(entry.get("MESSAGE")) for entry in self.journal(since))

    # Its clients

    def connect(self, port=PORT, host="127.0.0.1"):
        with self.box.network():
            return Stream.connect(("tcp", host, port))

    def connect_unix(self, path="/run/lanchat/x.sock"):
        return Stream.connect(("unix", str(self.box.path(path))))

    def datagrams(self, port=PORT, host="127.0.0.1"):
        with self.box.network():
            return Datagrams(("udp", host, port))

    def answers(self, port=PORT, host="127.0.0.1"):
        """Whether a TCP client is answered; False: refused."""
        try:
            with self.connect(port, host) as client:
                return client.ask(b"is somebody there\n") == b"is somebody there\n"
        except ConnectionRefusedError:
            return False
