# SPDX-License-Identifier: MIT
"""Those who run the daemon: operators at the console, an administrator who cannot leave it alone."""

import asyncio
import contextlib
import json
import re
import signal

from soaking.site import IDLERS
from soaking.wire import Wrong

QUESTION = re.compile(rb"(\d+)\b.*?(question \d+)")


async def operator(visit):
    """Answers most of the questions by their number, and leaves after a while."""
    process = await visit.daemon.console()
    try:
        async with asyncio.timeout(visit.random.uniform(3, 10)):
            async for line in process.stdout:
                asked = QUESTION.search(line)
                if asked and b"answer" not in line and visit.random.random() < 0.8:
                    process.stdin.write(b"%b answer to %b\n" % asked.groups())
    except TimeoutError:
        pass
    finally:
        with contextlib.suppress(ProcessLookupError, ConnectionError):
            process.stdin.close()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(10):
                await process.communicate()
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode not in (0, 1):  # 1: somebody had gone, or had waited for too long
        raise Wrong(f"lanchatctl operator ended with status {process.returncode}")


async def reload(visit):
    """The next configuration; now and then a wrong one, now and then by a signal."""
    turn = visit.turn()
    await visit.daemon.reload(None if turn % 4 == 3 else turn % 3)
    if turn % 5 == 4:
        visit.daemon.signal(signal.SIGHUP)


async def log_level(visit):
    words = [visit.random.choice(("trace", "debug", "debug", "info", "warning"))]
    if visit.random.random() < 0.5:
        words.append("500ms")
    status, output = await visit.daemon.ctl("log-level", *words)
    if status != 0:
        raise Wrong(f"lanchatctl log-level: status {status}: {output[:200]!r}")


async def look(visit):
    """Asks for everything, and checks what must hold at any time."""
    status, output = await visit.daemon.ctl(visit.random.choice(("status", "clients", "statistics")))
    if status != 0:
        raise Wrong(f"lanchatctl: status {status}: {output[:200]!r}")
    if visit.random.random() < 0.3:
        visit.daemon.signal(signal.SIGUSR1)


async def disconnect(visit):
    """Lets some of the idle ones go, and asks for one who is not there."""
    sessions = [client["session"] for client in (await visit.daemon.asked("clients"))["clients"]
                if client["listener"] == IDLERS.name]
    chosen = visit.random.sample(sessions, min(5, len(sessions)))
    status, output = await visit.daemon.ctl("--json", "disconnect", *chosen, 10 ** 15)
    if b"unknown" not in output:
        raise Wrong(f"lanchatctl disconnect: status {status}: {json.dumps(output.decode(errors='replace'))[:200]}")
