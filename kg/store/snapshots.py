"""Snapshots: what readers open while a build goes on.

Beside the store, ``store/``, lies ``snapshots/``. The writer (:mod:`kg.store.publishing`) copies the store into
``snapshots/<number>/``, mostly by hard links, and then names that folder in the file ``snapshots/current``, which is
replaced whole. A reader locks ``snapshots/<number>.lock``, shared, for as long as it has the snapshot open; the writer
removes a snapshot when it gets that lock for itself. So neither ever waits for the other.

Every function takes the folder of the store, ``output/store``; there is one store in the folder that holds it.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import StoreError
from kg.files import no_link
from kg.rdf import DEFAULT_BASE
from kg.store.lock import SnapshotLock, StoreInUseError, lock_file
from kg.store.oxigraph import OxigraphStore

FOLDER = "snapshots"
"""What the folder of the snapshots is called."""
CURRENT = "current"
"""The file in it that names the newest."""
BEHIND = "behind"
"""The file in it that says that the store has changed since, and which graphs."""
LACKING = "lacking"
"""The file in it that is there while a store that was lost is made again, and lacks what the newest has."""
TEXTS = "texts"
"""What the folder beside the store is called that has the texts of the articles, each named by its digest."""
_TRIES = 50
_NUMBERED = re.compile(r"[0-9]+(\.lock|\.tmp)?")
NAME = re.compile(rf"{_NUMBERED.pattern}|{CURRENT}|{BEHIND}|{LACKING}")
"""What lies in the folder of the snapshots is called."""


class NoSnapshotError(StoreError):
    """There is no snapshot yet."""


def identity(store: Path | str) -> str:
    """Which snapshot readers get now, as letters and digits that no other one ever has; empty if there is none.

    It costs reading one tiny file (some 20 µs), so it can be asked at every request.
    """
    named, when = _read(Path(store))
    return f"{named}-{when:x}" if named else ""


def current(store: Path) -> Path | None:
    """The folder of the newest snapshot; None if there is none, or a link in its place."""
    named, _ = _read(store)
    folder = store.with_name(FOLDER) / named
    return folder if named and not folder.is_symlink() else None


def is_behind(store: Path) -> bool:
    """Whether the newest snapshot lacks something of the store, or there is none; for who keeps writers away."""
    from kg.store.recovery import is_cut_short

    newest = current(store)
    return newest is None or not newest.is_dir() or (newest.parent / BEHIND).exists() or is_cut_short(store)


def abandoned(store: Path) -> tuple[str, ...]:
    """What of older snapshots lies in the folder of the snapshots, though nobody reads it; for who keeps writers away.

    The next writer removes it.
    """
    folder, newest = store.with_name(FOLDER), current(store)
    try:
        there = sorted(os.listdir(folder))
    except OSError:
        return ()
    numbers = {name.partition(".")[0] for name in there if _NUMBERED.fullmatch(name)}
    numbers -= {newest.name} if newest else set()
    left = {number for number in numbers if is_abandoned(folder / number)}
    return tuple(name for name in there if _NUMBERED.fullmatch(name) and name.partition(".")[0] in left)


def is_abandoned(folder: Path) -> bool:
    """Whether nobody has the lock that lies beside a folder, as far as that can be seen; nothing is written for it."""
    if not lock_file(folder).exists():
        return True
    try:
        lock = SnapshotLock.removing(folder)
    except OSError:
        return False
    if lock:
        lock.release()
    return lock is not None


def _read(store: Path) -> tuple[str, int]:
    """The name of the newest snapshot, and when it was named so."""
    try:
        file = no_link(store.with_name(FOLDER) / CURRENT, os.O_RDONLY)
    except OSError:
        return "", 0
    try:
        named = os.read(file, 32).decode("ascii", "replace").strip()
        return (named, os.fstat(file).st_mtime_ns) if re.fullmatch("[0-9]+", named) else ("", 0)
    except OSError:  # a folder
        return "", 0
    finally:
        os.close(file)


def open_current(store: Path | str, *, base: str = DEFAULT_BASE, wait_s: float = 5.0) -> OxigraphStore:
    """The newest snapshot, for reading; it stays as it is while others build.

    A store of an older kg, which has no snapshot yet, is opened itself: then nobody can build until it is closed.

    Args:
        store: the folder of the store.
        base: what the IRIs of the data begin with.
        wait_s: how many seconds to wait where there is no snapshot and others have the store.

    Raises:
        StoreError: if there is no store, or no sound one; or if there is no snapshot and the store is being built.
    """
    store = Path(store)
    deadline = time.monotonic() + wait_s
    while True:
        if held := _hold(store):
            folder, known_as, lock = held
            return OxigraphStore(folder, read_only=True, base=base, lock=lock, identity=known_as)
        try:
            return OxigraphStore(store, read_only=True, base=base)
        except StoreInUseError:
            if time.monotonic() >= deadline:
                raise
            time.sleep(0.05)


@contextmanager
def held(store: Path | str) -> Iterator[Path]:
    """The folder of the newest snapshot, which stays there for the length of the block.

    Raises:
        NoSnapshotError: if there is none.
    """
    found = _hold(Path(store))
    if found is None:
        raise NoSnapshotError(f"{store}: there is no snapshot of this store yet; `kg build` makes one")
    folder, _, lock = found
    try:
        yield folder
    finally:
        lock.release()


def _hold(store: Path) -> tuple[Path, str, SnapshotLock] | None:
    """Keep the newest snapshot from being removed; None if there is none.

    Between reading its name and locking it another may have become the newest and this one have been removed, wholly
    or in part: it counts only if it still is the newest when it is locked.
    """
    for attempt in range(_TRIES):
        known_as, folder = identity(store), current(store)
        if folder is None:
            return None
        if lock := SnapshotLock.reading(folder):
            if known_as == identity(store) and (folder / "CURRENT").is_file():
                return folder, known_as, lock
            lock.release()
        time.sleep(0.001 * attempt)
    return None
