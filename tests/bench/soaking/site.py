# SPDX-License-Identifier: MIT
"""What the daemon of a soak is told to be: listeners of every kind, in configurations that take turns.

Every limit that a client of the mix runs into is short, so that a run of a minute meets all of them."""

import dataclasses
import re

DENIED = "127.0.0.66"
LONGEST = 4096
MESSAGE_TIMEOUT = 2
BUSIEST_ADDRESS = 4
ACKNOWLEDGED = b"taken down"
ABSENT = b"nobody at the desk"

SHORT = f"max-message-size = {LONGEST}\nmessage-timeout = {MESSAGE_TIMEOUT}s\nwrite-timeout = 2s\n"
STAMP = re.compile(rb"^\[\w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4}\] ")


@dataclasses.dataclass(frozen=True)
class Listener:
    name: str
    transports: tuple
    framing: str = "line"
    policy: str = "echo"
    keys: str = ""

    def section(self, folder):
        bind = {"tcp": "tcp://127.0.0.1:0", "udp": "udp://127.0.0.1:0", "unix": f"unix://{folder}/{self.name}.sock"}
        lines = [f"bind = {bind[transport]}" for transport in self.transports]
        return "\n".join([f"[listener.{self.name}]", *lines, f"framing = {self.framing}", f"policy = {self.policy}",
                          self.keys])

    def framed(self, message):
        if self.framing == "length":
            return len(message).to_bytes(4, "big") + message
        return message + b"\n" if self.framing == "line" else message

    def answers(self, message, reply):
        """Whether this is the reply to that message; both without their framing."""
        if self.policy == "acknowledge":
            return reply == ACKNOWLEDGED
        if self.policy == "random":
            return reply.isdigit() and 0 <= int(reply) <= 100
        if self.policy == "timestamp":
            stamp = STAMP.match(reply)
            return bool(stamp) and reply[stamp.end():] == message
        return reply == (message.upper() if self.policy == "uppercase" else message)


# Whose latency is watched: default limits, and nobody else there.
STEADY = (Listener("steady-line", ("tcp",)), Listener("steady-length", ("tcp",), "length", "uppercase"),
          Listener("steady-raw", ("tcp",), "raw"))
# Where every kind of client may go.
OPEN = (Listener("lines", ("tcp", "udp", "unix"), keys=f"{SHORT}deny = {DENIED}/32\n"),
        Listener("lengths", ("tcp", "unix"), "length", "uppercase", SHORT),
        Listener("notes", ("tcp",), "length", "acknowledge", f"{SHORT}acknowledge-text = {ACKNOWLEDGED.decode()}\n"),
        Listener("stamps", ("tcp", "udp"), "line", "timestamp", SHORT),
        Listener("dice", ("tcp", "udp"), "line", "random", SHORT))
# Where the reply is as long as the message, so that who does not read is soon not read either.
EVEN = tuple(listener for listener in OPEN if listener.policy in ("echo", "uppercase", "timestamp"))
DESK = Listener("desk", ("tcp", "unix"), "line", "operator",
                f"operator-timeout = 1s\noperator-absent-text = {ABSENT.decode()}\n")
IDLERS = Listener("idlers", ("tcp",), keys="idle-timeout = 8s\n")
NARROW = Listener("narrow", ("tcp",), keys=f"max-clients-per-address = {BUSIEST_ADDRESS}\n")
PACED = Listener("paced", ("tcp",), keys="rate-limit = 100\n")
HASTY = Listener("hasty", ("tcp",), keys="connection-rate = 5\n")
PASSING = Listener("passing", ("tcp", "udp"))
LISTENERS = (*STEADY, *OPEN, DESK, IDLERS, NARROW, PACED, HASTY)


def configurations(folder):
    """Three that are valid, the first being that of the start, and one that is not."""
    head = "log-format = json\nworkers = 2\ncontrol-socket = " + f"{folder}/control.sock\n"
    usual = [listener.section(folder) for listener in LISTENERS]
    other = [text.replace("rate-limit = 100\n", "rate-limit = 200\n").replace("write-timeout = 2s", "write-timeout = 1s")
             for text in usual]
    valid = ["\n".join([head, *usual]), "\n".join([head, "max-clients = 5000\nmax-client-memory = 1M", *other]),
             "\n".join([head, *usual, PASSING.section(folder)])]
    return valid, valid[0].replace("policy = random", "policy = nonsense")
