"""Sets the program up where needed and starts it; arguments are passed on (`--demo`, `decide …`)."""

from __future__ import annotations

import os
import subprocess
import sys

from ground import prepare


def main() -> int:
    python = prepare("runtime")
    if python is None:
        return 1
    command = [str(python), "-m", "ui", *sys.argv[1:]]
    if os.name == "posix":
        os.execv(command[0], command)  # noqa: S606 - the program takes this process over
    return subprocess.call(command)


if __name__ == "__main__":
    sys.exit(main())
