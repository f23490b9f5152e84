"""Prepares the ground on a bare machine: system packages, an environment in .venv, locked packages.

Standard library only, and no syntax newer than Python 3.7: it must be able to say what is wrong on
an older machine. Everything it tells goes to standard error, so that a command's output stays clean.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCKS = {"runtime": ROOT / ".setup" / "runtime.txt", "checks": ROOT / ".setup" / "checks.txt"}
OLDEST, NEWEST = (3, 11), (3, 13)
INTERPRETERS = ("python3.13", "python3.12", "python3.11")

# What Qt needs on Debian and Ubuntu. Several names for one package: releases differ, the first
# name is the one to install.
HEADLESS = (
    ("libgl1",),
    ("libegl1",),
    ("libglib2.0-0", "libglib2.0-0t64"),
    ("libfontconfig1",),
    ("libdbus-1-3",),
    ("libxkbcommon0",),
)
WINDOW = (
    ("libxcb-cursor0",),
    ("libxcb-icccm4",),
    ("libxcb-image0",),
    ("libxcb-keysyms1",),
    ("libxcb-render-util0",),
    ("libxcb-shape0",),
    ("libxcb-xkb1",),
    ("libxkbcommon-x11-0",),
    ("libcups2", "libcups2t64"),  # printers of the hospital
)


class CannotPrepare(Exception):  # noqa: N818 - it reads as a sentence
    """The ground cannot be prepared; the text says why and what to do."""


def tell(sentence: str) -> None:
    sys.stderr.write(sentence + "\n")
    sys.stderr.flush()


def prepare(kind: str) -> Path | None:
    """Make .venv ready for `runtime` or `checks`; its Python, or None after saying why not."""
    try:
        return _prepare(kind)
    except CannotPrepare as reason:
        tell(f"✗ {reason}")
    except OSError as lost:
        tell(f"✗ {lost}")
    except KeyboardInterrupt:
        tell("✗ 已中断，再次运行会接着装 Interrupted; run it again to go on")
    return None


def _prepare(kind: str) -> Path:
    if VENV.is_dir() and _ready(kind):
        return _venv_python()
    if not os.access(str(ROOT), os.W_OK):
        raise CannotPrepare(f"没有写入权限 No permission to write: {ROOT}")
    _install_system_packages()
    python = _make_environment()
    _install_locked(python, kind)
    _leave_doors(python)
    _stamp(kind).write_text(_fingerprint(kind), encoding="utf-8")
    return python


def _venv_python() -> Path:
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _stamp(kind: str) -> Path:
    return VENV / f"ready-{kind}.txt"


def _fingerprint(kind: str) -> str:
    """What must be the same for an environment to be used again: lock, place, interpreter."""
    lock = hashlib.sha256(LOCKS[kind].read_bytes()).hexdigest()
    interpreter = os.path.realpath(str(_venv_python()))
    return f"{lock}\n{ROOT}\n{interpreter}\n"


def _ready(kind: str) -> bool:
    """Whether the stamp fits and the interpreter behind .venv is still there."""
    try:
        fits = _stamp(kind).read_text(encoding="utf-8") == _fingerprint(kind)
    except OSError:
        return False
    return fits and _venv_python().exists()


def _install_system_packages() -> None:
    """Install what is missing with apt, by name, after having said so."""
    if not shutil.which("dpkg-query") or not shutil.which("apt-get"):
        if sys.platform.startswith("linux"):
            names = " ".join(names[0] for names in HEADLESS + WINDOW)
            tell(
                f"· 非 Debian/Ubuntu 系统，请确认已安装对应的库 Not Debian or Ubuntu: needed are {names}"
            )
        return
    missing = [names[0] for names in HEADLESS + WINDOW if not any(map(_installed, names))]
    missing += _python_packages()
    if not missing:
        return
    install = ["apt-get", "install", "-y", "--no-install-recommends", *missing]
    become = _become_root(f"apt-get update && {' '.join(install)}")
    tell(f"· 安装系统软件包 Installing system packages: {' '.join(missing)}")
    quiet = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    # An update that fails (one source of many is away) need not keep the packages from coming.
    subprocess.run([*become, "apt-get", "update", "-q"], env=quiet, stdout=sys.stderr, check=False)
    if subprocess.run([*become, *install], env=quiet, stdout=sys.stderr, check=False).returncode:
        raise CannotPrepare(
            "系统软件包未能安装，请检查网络和软件源，或请管理员运行 "
            f"System packages were not installed; check network and sources, or run: {' '.join(install)}"
        )


def _installed(name: str) -> bool:
    asked = subprocess.run(
        ["dpkg-query", "-W", "-f=${db:Status-Status} ", name],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    return b"installed" in asked.stdout.split()


def _python_packages() -> list[str]:
    """The packages that give this machine a usable Python with venv; empty when it has one."""
    found = _interpreter()
    if found is not None and _has_venv(found):
        return []
    if found is not None:
        name = Path(os.path.realpath(found)).name
        return ["python3-venv"] if name == _version_name() else [f"{name}-venv"]
    for name in INTERPRETERS:
        known = subprocess.run(
            ["apt-cache", "policy", name],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            check=False,
        )
        if b"Candidate:" in known.stdout and b"Candidate: (none)" not in known.stdout:
            return [name, f"{name}-venv"]
    return []


def _version_name() -> str:
    return f"python{sys.version_info[0]}.{sys.version_info[1]}"


def _interpreter() -> str | None:
    """This Python when its version fits, else another one on the machine."""
    if OLDEST <= tuple(sys.version_info[:2]) <= NEWEST:
        return _outside_any_environment()
    found = (shutil.which(name) for name in INTERPRETERS)
    return next((path for path in found if path), None)


def _outside_any_environment() -> str:
    """The Python that made the environment we may be running in: .venv cannot rebuild itself."""
    if sys.prefix == sys.base_prefix:
        return sys.executable
    base = Path(sys.base_prefix) / "bin" / _version_name()
    return str(base) if base.exists() else sys.executable


def _has_venv(interpreter: str) -> bool:
    asked = [interpreter, "-c", "import venv, ensurepip"]
    return subprocess.run(asked, stderr=subprocess.DEVNULL, check=False).returncode == 0


def _become_root(by_hand: str) -> list[str]:
    """The prefix that makes a command run as root, or the command an administrator must give."""
    if os.name == "posix" and os.geteuid() == 0:
        return []
    if shutil.which("sudo") and (sys.stdin.isatty() or _sudo_without_password()):
        return ["sudo"]
    raise CannotPrepare(
        "缺少系统软件包，且没有管理员权限。请管理员运行，然后再试 System packages are missing and this "
        f"account may not install them. Ask an administrator to run this, then try again:\n  {by_hand}"
    )


def _sudo_without_password() -> bool:
    asked = ["sudo", "-n", "true"]
    return subprocess.run(asked, stderr=subprocess.DEVNULL, check=False).returncode == 0


def _make_environment() -> Path:
    interpreter = _interpreter()
    if interpreter is None:
        raise CannotPrepare(
            f"需要 Python 3.11 至 3.13，本机为 {sys.version.split()[0]} Python 3.11 to 3.13 is needed, "
            f"this one is {sys.version.split()[0]}; install one of them and run this again with it"
        )
    python = _venv_python()
    if _fits(python):
        return python
    tell(f"· 建立运行环境 Making the environment: {VENV}")
    made = subprocess.run(
        [interpreter, "-m", "venv", "--clear", str(VENV)], stdout=sys.stderr, check=False
    )
    if made.returncode:
        raise CannotPrepare(f"运行环境未能建立 The environment could not be made: {VENV}")
    return python


def _fits(python: Path) -> bool:
    """Whether .venv has a working Python of the right version with pip (a moved folder has not)."""
    if not python.exists():
        return False
    question = (
        f"import sys, pip; raise SystemExit(not {OLDEST} <= sys.version_info[:2] <= {NEWEST})"
    )
    return not subprocess.run(
        [str(python), "-c", question], stderr=subprocess.DEVNULL, check=False
    ).returncode


def _install_locked(python: Path, kind: str) -> None:
    tell(f"· 安装 Python 软件包 Installing Python packages: .setup/{kind}.txt")
    pip = [str(python), "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    locked = [*pip, "--quiet", "--require-hashes", "-r", str(LOCKS[kind])]
    if subprocess.run(locked, stdout=sys.stderr, check=False).returncode:
        raise CannotPrepare(
            "Python 软件包未能安装，请检查网络、代理或内网镜像(pip config)后再试 Python packages were not "
            "installed; check the network, the proxy or your mirror (pip config) and try again"
        )


def _leave_doors(python: Path) -> None:
    """Make the program importable from .venv, and leave a `feverclinic` command beside its Python."""
    where = "import sysconfig; print(sysconfig.get_path('purelib'))"
    asked = subprocess.run([str(python), "-c", where], stdout=subprocess.PIPE, check=True)
    packages = Path(asked.stdout.decode().strip())
    (packages / "feverclinic-tree.pth").write_text(f"{ROOT}\n", encoding="utf-8")
    if os.name == "nt":
        (python.parent / "feverclinic.cmd").write_text(f'@"{python}" -m ui %*\n', encoding="utf-8")
        return
    command = python.parent / "feverclinic"
    command.write_text(f'#!/bin/sh\nexec "{python}" -m ui "$@"\n', encoding="utf-8")
    command.chmod(0o755)
