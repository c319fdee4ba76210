# SPDX-License-Identifier: MIT
"""A box: systemd booted by systemd-nspawn on an overlay over the base root, with a network of its own (loopback only)
and journald, dbus and apt as on a machine. All it writes is in memory, in a mount namespace of its own, and goes
with it, also after a crash of the tests."""

import itertools
import os
import pathlib
import shutil
import subprocess
import tempfile

import base_root
import control_groups
import namespaces
from wire import DEADLINE, eventually

TOOLS = ("systemd-nspawn", "debootstrap", "nsenter", "unshare", "timeout")
ENVIRONMENT = {"HOME": "/root", "USER": "root", "LANG": "C.UTF-8", "TERM": "dumb", "DEBIAN_FRONTEND": "noninteractive",
               "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"}
# Runs in the new mount namespace: BASE SCRATCH, the files of the control groups, "--", the command.
BOOT = r"""
set -eu
mount -t tmpfs -o mode=755,size=4g box "$2"
mkdir "$2/upper" "$2/work" "$2/root"
mount -t overlay box "$2/root" -o "lowerdir=$1,upperdir=$2/upper,workdir=$2/work"
mkdir -p /run/systemd/nspawn
mount -t tmpfs -o mode=755 box /run/systemd/nspawn
shift 2
while [ "$1" != -- ]; do echo $$ >"$1/cgroup.procs"; shift; done
shift
exec "$@"
"""
# What a machine's systemd has and a container's lacks: without it device and address rules are ignored silently.
AS_A_MACHINE = ("--capability=CAP_BPF,CAP_PERFMON", "--system-call-filter=bpf")

_numbers = itertools.count()


def require_machine():
    """Says what is missing to boot a box here; the tests cannot run without."""
    assert os.geteuid() == 0, \
        "tests/system boots a systemd and needs root; tests/run --without-system leaves it out"
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    assert not missing, f"{', '.join(missing)} not installed (packaging/install-dependencies test); " \
        "tests/run --without-system leaves these tests out"


class Box:
    def __init__(self):
        require_machine()
        base = base_root.base_root()
        control_groups.remove_abandoned()
        name = f"box{next(_numbers)}"
        self.groups = control_groups.make(name)
        scratch = base_root.CACHE / "scratch"
        scratch.mkdir(exist_ok=True)
        self._console = tempfile.TemporaryFile()
        command = ["systemd-nspawn", "--quiet", "--boot", "--register=no", "--private-network", "--settings=no",
                   "--link-journal=no", "--resolv-conf=off", "--timezone=off", "--console=read-only",
                   "--kill-signal=SIGRTMIN+3", f"--machine={name}", f"--directory={scratch}/root", *AS_A_MACHINE]
        command += ["--keep-unit"] if self.groups else []
        self._nspawn = subprocess.Popen(
            ["unshare", "--mount", "--propagation", "private", "sh", "-c", BOOT, "boot", base, scratch, *self.groups,
             "--", *command],
            stdin=subprocess.DEVNULL, stdout=self._console, stderr=subprocess.STDOUT,
            env=os.environ | {"SYSTEMD_NSPAWN_UNIFIED_HIERARCHY": "1"}, preexec_fn=namespaces.die_with_parent)
        self.init = None
        try:
            eventually(self._has_init, "the box's first process")
            self._await_boot()
        except BaseException:
            self.end()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end()

    # Its life

    def _has_init(self):
        assert self._nspawn.poll() is None, f"the box did not start:\n{self.console()}"
        children = pathlib.Path(f"/proc/{self._nspawn.pid}/task/{self._nspawn.pid}/children").read_text().split()
        for child in children:
            # The first process of the pid namespace, once it is systemd and no longer nspawn preparing it.
            if namespaces.pid_within(child) == 1 and os.path.basename(os.readlink(f"/proc/{child}/exe")) == "systemd":
                self.init = int(child)
                return True
        return False

    def _await_boot(self):
        said = []

        def booted():
            said[:] = [self.run("systemctl", "is-system-running", "--wait", check=False)]
            return said[0].stdout.strip() in ("running", "degraded")

        eventually(booted, "the end of the boot")
        assert said[0].stdout.strip() == "running", self.run("systemctl", "--failed").stdout

    def console(self):
        self._console.seek(0)
        return self._console.read().decode(errors="replace")

    def end(self):
        """As a power cut; nothing of it is left."""
        if self.init is not None and self._nspawn.poll() is None:
            os.kill(self.init, 9)
        elif self._nspawn.poll() is None:
            self._nspawn.kill()
        self._nspawn.wait(DEADLINE)
        control_groups.remove(self.groups)
        self._console.close()

    # What one does in it

    def command(self, words, user=None, timeout=120, environment=()):
        """The words that run a command in it, as root or as this user. The time limit is kept inside: what is killed
        from outside would stay there as a zombie."""
        words = ["timeout", "--kill-after=5", str(timeout), *map(str, words)]
        if user:
            words = ["runuser", "-u", user, "--", *words]
        names = ENVIRONMENT | dict(environment)
        return ["nsenter", "-t", str(self.init), "-m", "-u", "-i", "-n", "-p", "-C", "-r", "-w", "--", "env", "-i",
                *(f"{name}={value}" for name, value in names.items()), *words]

    def run(self, *words, check=True, input=None, **options):
        done = subprocess.run(self.command(words, **options), input=input, capture_output=True, text=True,
                              errors="backslashreplace", check=False)
        assert not check or done.returncode == 0, \
            f"{' '.join(map(str, words))}: status {done.returncode}\n{done.stdout}{done.stderr}"
        return done

    def shell(self, script, **options):
        return self.run("sh", "-euc", script, **options)

    def start(self, *words, **options):
        """A process in it that the test talks to; the caller ends it."""
        return subprocess.Popen(self.command(words, **options), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                stderr=subprocess.STDOUT)

    def path(self, name):
        """A file of the box as a path of ours, also for a unix socket in it."""
        return pathlib.Path(f"/proc/{self.init}/root{name}")

    def write(self, name, text):
        """Writes a file and makes the folders above it. Not for a path with an absolute symbolic link in it."""
        path = self.path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def network(self):
        """A context in which this thread, and what it starts, is in the box's network."""
        return namespaces.network_of(self.init)

    def pid_outside(self, pid):
        return namespaces.pid_outside(self.init, pid)

    def install(self, package, check=True):
        """As an administrator does: apt-get install ./FILE.deb."""
        here = self.path(f"/root/{package.name}")
        shutil.copy(package, here)
        done = self.shell(f"cd /root && apt-get install --yes ./{package.name}", check=check)
        here.unlink()
        return done
