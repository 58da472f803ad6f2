"""Locks: who may have a store or a snapshot at the same time, also where one may only read the folder."""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.store.lock import SnapshotLock, StoreInUseError, StoreLock, lock_file

fcntl = pytest.importorskip("fcntl")
NOBODY = 65534


@contextmanager
def another(folder: Path, does: Callable[[], object]) -> Iterator[str]:
    """Another process that does something in a folder that it may only read; gives what it says, and waits then."""
    if os.geteuid():  # root may write whatever the modes say, so that it becomes somebody else
        for path in (*folder.iterdir(), folder):
            path.chmod(path.stat().st_mode & ~0o222)
    said, may_end = os.pipe(), os.pipe()
    child = os.fork()
    if not child:
        try:
            os.chdir(folder)
            if not os.geteuid():
                os.setgroups([])
                os.setgid(NOBODY)
                os.setuid(NOBODY)
            it = does()
            os.write(said[1], f"has {it}".encode())
        except StoreError as error:
            os.write(said[1], str(error).encode())
        except BaseException:
            os.write(said[1], traceback.format_exc().encode())
        finally:
            os.read(may_end[0], 1)
            os._exit(0)
    try:
        yield os.read(said[0], 10_000).decode()
    finally:
        os.write(may_end[1], b"\n")
        os.waitpid(child, 0)
        for end in (*said, *may_end):
            os.close(end)
        folder.chmod(0o755)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """The folder of a store that somebody has written, and that everybody may read."""
    (tmp_path / "output").mkdir(mode=0o755)
    StoreLock(tmp_path / "output" / "store", shared=False).release()
    return tmp_path / "output" / "store"


def to_read() -> StoreLock:
    return StoreLock(Path("store"), shared=True)


def test_who_may_only_read_a_folder_is_kept_from_it_while_others_write(store: Path) -> None:
    writer = StoreLock(store, shared=False)
    with another(store.parent, to_read) as said:
        assert said == "store: the store is being built; try again when that is done"
    writer.release()


def test_others_are_kept_from_writing_while_one_reads_who_may_only_read(store: Path) -> None:
    with another(store.parent, to_read) as said:
        assert said.startswith("has <kg.store.lock.StoreLock")
        lock_file(store).chmod(0o644)
        with pytest.raises(StoreInUseError, match="in use by another program"):
            StoreLock(store, shared=False)
        StoreLock(store, shared=True).release()


def test_who_may_only_read_a_folder_that_nobody_has_written_goes_without_a_lock(store: Path) -> None:
    lock_file(store).unlink()
    with another(store.parent, to_read) as said:
        assert said.startswith("has ")
    assert not lock_file(store).exists()


def test_a_lock_that_one_may_not_even_read_is_told_of(store: Path) -> None:
    lock_file(store).chmod(0)
    with another(store.parent, to_read) as said:
        assert said.startswith("store.lock: cannot be locked: no permission")


def test_a_lock_whose_file_was_removed_meanwhile_is_none(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who ends removes the file of his lock: one who has opened it by then must not take it for the one of today."""
    folder = store.with_name("links")
    first = SnapshotLock.removing(folder)
    assert first

    def remove_once_opened(handle: int, operation: int) -> None:
        if lock_file(folder).exists() and first._file is not None:
            lock_file(folder).unlink()
            first.release()
        flock(handle, operation)

    flock = fcntl.flock
    monkeypatch.setattr(fcntl, "flock", remove_once_opened)
    second = SnapshotLock.removing(folder)
    monkeypatch.undo()
    assert second
    assert SnapshotLock.removing(folder) is None
    assert SnapshotLock.reading(folder) is None
    second.release()
    assert SnapshotLock.removing(folder)


def test_a_store_whose_lock_was_removed_meanwhile_is_locked_anew(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def remove_once(handle: int, operation: int) -> None:
        monkeypatch.undo()
        lock_file(store).unlink()
        flock(handle, operation)

    flock = fcntl.flock
    for shared in (False, True):
        monkeypatch.setattr(fcntl, "flock", remove_once)
        lock = StoreLock(store, shared=shared)
        with pytest.raises(StoreInUseError):
            StoreLock(store, shared=False)
        lock.release()
