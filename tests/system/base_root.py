# SPDX-License-Identifier: MIT
"""The root file system that every box starts from: Debian 12 with systemd, and what lanchat's package depends on, so
that it installs without a network. Made once by debootstrap, kept under build/system, made anew when the recipe
changes. Mirror and proxy are those of this machine's apt."""

import fcntl
import hashlib
import os
import pathlib
import shutil
import subprocess
import sys

import namespaces

ROOT = pathlib.Path(__file__).resolve().parents[2]
CACHE = ROOT / "build" / "system"
SUITE = "bookworm"
VARIANT = "minbase"
PACKAGES = """
    systemd systemd-sysv dbus libnss-systemd init-system-helpers iproute2 procps tzdata
    netcat-openbsd ncat socat python3-minimal
    libstdc++6 libsystemd0 libboost-program-options1.81.0 libboost-json1.81.0 libspdlog1.10 libfmt9 libicu72 libedit2
""".split()
# Nobody logs in at a terminal of the box, and nothing in it may wait for a network or a disk.
MASKED = """
    console-getty.service getty@.service getty.target apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer
    e2scrub_all.timer e2scrub_reap.service fstrim.timer
""".split()
FILES = {
    "etc/hosts": "127.0.0.1 localhost\n::1 localhost\n",
    "etc/hostname": "box\n",
    "etc/machine-id": hashlib.sha256(b"lanchat's box").hexdigest()[:32] + "\n",
    "etc/resolv.conf": "",
    "etc/default/locale": "LANG=C.UTF-8\n",
}


def recipe():
    """Names this recipe: two bases with the same name are made in the same way."""
    text = repr((SUITE, VARIANT, PACKAGES, MASKED, FILES, 1))
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def mirror():
    """Where this machine's apt gets the suite from."""
    listed = subprocess.run(
        ["apt-get", "indextargets", "--format", "$(CODENAME) $(COMPONENT) $(REPO_URI)", "Created-By: Packages"],
        capture_output=True, text=True, check=True).stdout
    for codename, component, uri in (line.split(" ", 2) for line in listed.splitlines()):
        if (codename, component) == (SUITE, "main"):
            return uri
    raise RuntimeError(f"this machine's apt knows no main archive of {SUITE}")


def environment():
    """Ours, with apt's proxy, which debootstrap does not ask for."""
    def proxy_of(scheme):
        said = subprocess.run(["apt-config", "shell", "value", f"Acquire::{scheme}::Proxy"],
                              capture_output=True, text=True, check=True).stdout
        return said.strip().removeprefix("value=").strip("'")

    found = {f"{scheme}_proxy": proxy_of(scheme) for scheme in ("http", "https")}
    return os.environ | {name: value for name, value in found.items() if value not in ("", "DIRECT")}


def make(folder):
    print(f"making the root of the boxes in {folder} (once, about a minute)", file=sys.stderr, flush=True)
    made = folder.with_suffix(".new")
    shutil.rmtree(made, ignore_errors=True)
    made.mkdir(parents=True)
    # What debootstrap mounts goes with its mount namespace, also where it fails.
    done = subprocess.run(
        ["unshare", "--mount", "--propagation", "private", "debootstrap", f"--variant={VARIANT}",
         f"--include={','.join(PACKAGES)}", SUITE, str(made), mirror()],
        env=environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, timeout=1200,
        preexec_fn=namespaces.die_with_parent)
    if done.returncode:
        raise RuntimeError("debootstrap failed:\n" + "\n".join(done.stdout.splitlines()[-30:]))
    for package in (made / "var/cache/apt/archives").glob("*.deb"):
        package.unlink()
    for unit in MASKED:
        (made / "etc/systemd/system" / unit).symlink_to("/dev/null")
    for name, text in FILES.items():
        (made / name).write_text(text)
    made.rename(folder)


def base_root():
    """The folder of the base; makes it where there is none, and removes those of other recipes."""
    folder = CACHE / f"base-{recipe()}"
    CACHE.mkdir(parents=True, exist_ok=True)
    with open(CACHE / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.is_dir():
            make(folder)
            for other in CACHE.glob("base-*"):
                if other != folder:
                    shutil.rmtree(other)
    return folder
