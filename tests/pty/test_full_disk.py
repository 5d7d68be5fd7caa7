"""A disk without room, and folders that cannot be written any more: said once, nothing lost, nothing crashed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tomllib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.pty.terminal import TYPED, WORKBENCH, Terminal, Terminals, type_rationale


class Disk:
    """A small disk of its own, where one may be mounted."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        words = ["mount", "-t", "tmpfs", "-o", "size=256k", "workbench-tests", str(folder)]
        if os.geteuid() or not shutil.which("mount") or subprocess.run(words, capture_output=True).returncode:
            pytest.skip("no disk can be mounted here")

    def fill(self) -> None:
        """Leave no room."""
        with suppress(OSError), (self.folder / "filler").open("wb", buffering=0) as filler:
            while filler.write(b"x" * 4096):
                pass

    def empty(self) -> None:
        """Make room again."""
        (self.folder / "filler").unlink()

    def remount(self, how: str) -> None:
        """Mount it read-only (``ro``) or as before (``rw``)."""
        subprocess.run(["mount", "-o", f"remount,{how}", str(self.folder)], check=True)

    def unmount(self) -> None:
        subprocess.run(["umount", "-l", str(self.folder)], check=True)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    mounted = Disk(tmp_path / "disk")
    yield mounted
    mounted.unmount()


def save(terminal: Terminal) -> None:
    terminal.send("\x13")
    terminal.wait_for("title is needed")
    terminal.send("Full\r")


def rationale(folder: Path) -> object:
    (file,) = folder.glob("saved/2*.toml")
    return tomllib.loads(file.read_text())["rationale"]


@pytest.mark.parametrize("how", ["full", "read-only"])
def test_a_save_that_finds_no_room_says_so_and_keeps_all(
    env: dict[str, str], terminals: Terminals, tmp_path: Path, disk: Disk, how: str
) -> None:
    terminal = terminals.open([WORKBENCH], env, disk.folder)
    type_rationale(terminal)
    if how == "full":
        (disk.folder / "saved").mkdir()
        disk.fill()
    else:
        disk.remount("ro")
    save(terminal)
    terminal.wait_for("not saved, the draft is kept")
    assert (tmp_path / "state").exists() and not list(disk.folder.glob("saved/2*.toml"))
    if how == "full":
        disk.empty()
    else:
        disk.remount("rw")
    terminal.send("\x13")
    terminal.wait_for("saved to")
    assert rationale(disk.folder) == TYPED
    assert not list(disk.folder.glob("saved/.workbench-*"))
    terminal.send("q")
    assert terminal.wait_end() == 0


def test_a_draft_without_room_is_said_and_written_when_there_is(
    env: dict[str, str], terminals: Terminals, tmp_path: Path, disk: Disk
) -> None:
    disk.fill()
    terminal = terminals.open([WORKBENCH], {**env, "XDG_STATE_HOME": str(disk.folder)}, tmp_path)
    type_rationale(terminal)
    terminal.wait_for("the draft is not kept: No space left on device")
    terminal.send("\x1b")
    terminal.wait_for("Instead of")
    # It would be lost: no leaving by way of a draft.
    terminal.send("q")
    terminal.wait_for("Something is unsaved")
    terminal.send("d")
    terminal.wait_gone("Something is unsaved")
    disk.empty()
    terminal.wait_for("the draft is kept again")
    terminal.kill(signal.SIGKILL)
    terminal.wait_end()
    (draft,) = disk.folder.glob("*/drafts/*.toml")
    assert TYPED in draft.read_text()


def test_with_room_for_neither_all_stays_on_the_screen(env: dict[str, str], terminals: Terminals, disk: Disk) -> None:
    (disk.folder / "saved").mkdir()
    disk.fill()
    terminal = terminals.open([WORKBENCH], {**env, "XDG_STATE_HOME": str(disk.folder / "state")}, disk.folder)
    type_rationale(terminal)
    save(terminal)
    terminal.wait_for("not saved, nor is the draft")
    disk.empty()
    terminal.send("\x13")
    terminal.wait_for("saved to")
    assert rationale(disk.folder) == TYPED


def test_told_to_leave_without_room_it_says_what_is_lost(
    env: dict[str, str], terminals: Terminals, tmp_path: Path, disk: Disk
) -> None:
    disk.fill()
    terminal = terminals.open([WORKBENCH], {**env, "XDG_STATE_HOME": str(disk.folder)}, tmp_path)
    type_rationale(terminal)
    terminal.kill(signal.SIGTERM)
    assert terminal.wait_end() == 128 + signal.SIGTERM
    assert b"what was unsaved is lost" in terminal.raw


def test_a_draft_on_a_disk_that_is_read_only_now_is_taken_up_and_saved(
    env: dict[str, str], terminals: Terminals, tmp_path: Path, disk: Disk
) -> None:
    env = {**env, "XDG_STATE_HOME": str(disk.folder)}
    first = terminals.open([WORKBENCH], env, tmp_path)
    type_rationale(first)
    first.kill(signal.SIGTERM)
    first.wait_end()
    disk.remount("ro")
    second = terminals.open([WORKBENCH], env, tmp_path)
    second.wait_for("A draft was kept")
    second.send("d")
    second.wait_for("cannot remove the draft")
    second.send("q")
    assert second.wait_end() == 0
    third = terminals.open([WORKBENCH], env, tmp_path)
    third.wait_for("A draft was kept")
    third.send("g")
    third.wait_for(TYPED)
    save(third)
    third.wait_for("saved to")
    assert rationale(tmp_path) == TYPED
    third.send("q")
    assert third.wait_end() == 0
    disk.remount("rw")
