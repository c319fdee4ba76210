# SPDX-License-Identifier: MIT
"""What happens to a daemon in its life, each with a crowd of short clients beside it. Returns the crowd, which says
what became of them."""

from crowd import Crowd, await_served
from held_worker import held_worker
from service import Service


def serve(service):
    """The crowd's addresses are open."""
    service.configure(Crowd.CONFIGURATION)
    service.reload()
    await_served(service)


def restarts(service, count):
    with Crowd(service.box) as crowd:
        for _ in range(count):
            service.restart()
    return crowd


def kills(service, count):
    before = service.restarts()
    with Crowd(service.box) as crowd:
        for number in range(count):
            service.box.run("systemctl", "kill", "--signal=KILL", "lanchat.service")
            service.await_restart(before + number)
            await_served(service)
    return crowd


def systemd_upgrade(service):
    """What an upgrade of systemd does, and a restart after each step."""
    with Crowd(service.box) as crowd:
        for verb in ("daemon-reload", "daemon-reexec"):
            service.box.run("systemctl", verb)
            service.restart()
    return crowd


def hanging_worker(service):
    """The watchdog, at one second, kills the daemon."""
    service.drop_in("watchdog", "[Service]\nWatchdogSec=1s\n")
    service.restart()
    before = service.restarts()
    with Crowd(service.box) as crowd:
        with held_worker(service):
            service.await_restart(before)
        await_served(service)
    return crowd


def upgrade(box, older, newer):
    """Installs one package, then the other over it."""
    service = Service(box, older)
    serve(service)
    pid = service.pid()
    with Crowd(box) as crowd:
        box.install(newer)
        assert service.pid() != pid, "the new version does not run"
        await_served(service)
    return crowd
