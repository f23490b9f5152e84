"""Starting: the right folder, the only program, a whole database; else a sentence and nothing touched."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from feverclinic.errors import Unavailable
from feverclinic.storage.opening import (
    database_address,
    file_system_of,
    hold_folder,
    look_at_database,
    open_database,
    refuse_share,
)
from tests.builders import NOON

ROOT = Path(__file__).resolve().parent.parent.parent
MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
tmpfs /tmp tmpfs rw 0 0
server:/export /srv/nurse nfs4 rw 0 0
//server/share /mnt/with\\040space cifs rw 0 0
nurse@host: /mnt/far fuse.sshfs rw 0 0
/dev/sdb1 /srv/nurse/local ext4 rw 0 0
broken
"""
HOLDER = """
import sys
from pathlib import Path
from feverclinic.storage.opening import hold_folder
lock = hold_folder(Path(sys.argv[1]))
sys.stdout.write("held\\n"); sys.stdout.flush()
sys.stdin.read()
"""


def _open(folder: Path) -> None:
    open_database("", folder, NOON).engine.dispose()


def test_the_first_start_makes_a_database_for_this_user_only(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "data"

    opened = open_database("", folder, NOON)
    opened.engine.dispose()

    assert opened.upgraded.before is None
    assert (folder / "feverclinic.db").stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700


def test_the_second_start_finds_it(tmp_path: Path) -> None:
    _open(tmp_path)

    opened = open_database("", tmp_path, NOON)
    opened.engine.dispose()

    assert opened.upgraded.before == opened.upgraded.after == "0003"


def test_a_database_that_has_gone_is_not_silently_made_anew(tmp_path: Path) -> None:
    _open(tmp_path)
    (tmp_path / "feverclinic.db").unlink()

    with pytest.raises(Unavailable, match=r"database\.missing"):
        _open(tmp_path)

    assert not (tmp_path / "feverclinic.db").exists()


def test_a_database_that_was_emptied_is_missed(tmp_path: Path) -> None:
    _open(tmp_path)
    (tmp_path / "feverclinic.db").write_bytes(b"")

    with pytest.raises(Unavailable, match=r"database\.missing"):
        _open(tmp_path)


@pytest.mark.parametrize(
    ("at", "length"), [(0, 16), (0, 4096), (4096, 8192)], ids=["magic", "first-page", "second-page"]
)
def test_a_damaged_database_is_named_and_not_touched(tmp_path: Path, at: int, length: int) -> None:
    _open(tmp_path)
    file = tmp_path / "feverclinic.db"
    content = bytearray(file.read_bytes())
    content[at : at + length] = b"\x55" * length
    file.write_bytes(content)

    with pytest.raises(Unavailable, match=r"database\.damaged"):
        _open(tmp_path)

    assert file.read_bytes() == bytes(content)


def test_looking_makes_nothing(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match=r"database\.not_made"):
        look_at_database(
            "",
            tmp_path,
        )

    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("", "utf-8")

    with pytest.raises(Unavailable, match=r"folder\.not_writable"):
        _open(tmp_path / "data")


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/var/lib", "ext4"),
        ("/tmp/x", "tmpfs"),
        ("/srv/nurse", "nfs4"),
        ("/srv/nurse/data", "nfs4"),
        ("/srv/nurses", "ext4"),
        ("/srv/nurse/local/data", "ext4"),
        ("/mnt/with space/data", "cifs"),
        ("/mnt/far/data", "fuse.sshfs"),
    ],
)
def test_the_nearest_mount_says_what_a_folder_lies_on(path: str, kind: str) -> None:
    assert file_system_of(Path(path), MOUNTS) == kind


@pytest.mark.parametrize("kind", ["nfs", "nfs4", "cifs", "smb3", "fuse.sshfs"])
def test_a_network_share_is_refused(tmp_path: Path, kind: str) -> None:
    mounts = f"far:/x {tmp_path} {kind} rw 0 0\n"

    with pytest.raises(Unavailable, match=rf"database\.on_share .*kind={kind}"):
        refuse_share(tmp_path, mounts)


def test_a_disk_of_this_computer_is_not_refused(tmp_path: Path) -> None:
    refuse_share(tmp_path, f"/dev/sda1 {tmp_path} ext4 rw 0 0\n")


def test_a_second_program_is_refused_and_told_who_is_first(tmp_path: Path) -> None:
    first = hold_folder(tmp_path)

    with pytest.raises(Unavailable, match=rf"database\.in_use .*pid={os.getpid()}"):
        hold_folder(tmp_path)

    first.release()
    hold_folder(tmp_path).release()


def test_a_killed_program_holds_nothing(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(Unavailable, match=rf"database\.in_use .*pid={holder.pid}"):
            hold_folder(tmp_path)
        holder.kill()
        holder.wait()

    hold_folder(tmp_path).release()


def test_without_an_address_the_database_lies_in_the_data_folder() -> None:
    assert database_address("", Path("/data")) == "sqlite:////data/feverclinic.db"
    assert database_address("postgresql://h/d", Path("/data")) == "postgresql://h/d"
