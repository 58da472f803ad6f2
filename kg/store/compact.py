"""Writing a store anew: what is deleted, written twice or no longer used takes room in RocksDB's files until then.

All statements go from the old store into a new one through a pipe, so that no second copy of them lies on the disk.
"""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from kg.errors import StoreError
from kg.files import reason
from kg.store.bulk import quads

if TYPE_CHECKING:
    import pyoxigraph as ox

DENSE = 170
"""Bytes a quad that a store takes that is written anew; 152 to 166 were measured."""
ROOM = 250
"""Bytes a quad that there must be room for: while it is written it takes more."""
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Compacted:
    """What writing a store anew did: its quads, and the bytes of its folder before and after."""

    quads: int
    before: int
    after: int


def demand_room(folder: Path, quads: int) -> None:
    """Make sure that a new store fits beside the old one.

    Raises:
        StoreError: if it does not; says how much is missing.
    """
    needed, free = quads * ROOM + (32 << 20), shutil.disk_usage(folder.parent).free
    if free < needed:
        raise StoreError(
            f"{folder}: no space left to write it anew: that takes {needed >> 20} MB, {free >> 20} MB are free; free "
            "some and run the same command again (nothing was changed)"
        )


def write_anew(store: ox.Store, folder: Path) -> int:
    """Write all that a store holds into a new one; gives how many quads that are.

    Raises:
        StoreError: if that cannot be done; nothing is left of the new one then.
    """
    shutil.rmtree(folder, ignore_errors=True)
    try:
        return _copy(store, folder)
    except BaseException as error:
        shutil.rmtree(folder, ignore_errors=True)
        if isinstance(error, OSError | RuntimeError | SyntaxError):
            raise StoreError(f"{folder}: cannot be written: {reason(error)}; nothing was changed") from error
        raise


def write_graphs(blocks: Mapping[str, bytes], folder: Path) -> None:
    """Write a new store of a few graphs.

    Args:
        blocks: the lines of each graph (:func:`kg.store.bulk.block`).
        folder: where it goes.

    Raises:
        StoreError: if that cannot be done; nothing is left of it then.
    """
    import pyoxigraph as ox

    shutil.rmtree(folder, ignore_errors=True)
    try:
        new = ox.Store(str(folder))
        for graph, lines in blocks.items():
            new.load(quads(graph, lines), ox.RdfFormat.N_QUADS)
            new.load(lines, ox.RdfFormat.N_TRIPLES)
        new.flush()
    except (OSError, RuntimeError, SyntaxError) as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise StoreError(f"{folder}: cannot be written: {reason(error)}; nothing was changed") from error


def _copy(store: ox.Store, folder: Path) -> int:
    import pyoxigraph as ox

    new = ox.Store(str(folder))
    out, into = os.pipe()
    errors: list[BaseException] = []
    with os.fdopen(out, "rb", _CHUNK) as source:
        thread = threading.Thread(target=_dump, args=(store, os.fdopen(into, "wb", _CHUNK), errors), name="dump")
        thread.start()
        try:
            # what comes from a store needs no checking
            new.bulk_load(source, ox.RdfFormat.N_QUADS, lenient=True)
        finally:
            source.close()  # or who dumps would wait for ever
            thread.join()
    if errors:
        raise errors[0]
    new.flush()
    if len(new) != len(store):
        raise StoreError(
            f"{folder}: written anew it has {len(new)} quads in place of {len(store)}; nothing was changed"
        )
    return len(new)


def _dump(store: ox.Store, into: IO[bytes], errors: list[BaseException]) -> None:
    import pyoxigraph as ox

    try:
        with into:
            store.dump(into, ox.RdfFormat.N_QUADS)
    except BaseException as error:  # whoever waits for this thread raises it
        errors.append(error)


def bytes_on_disk(*paths: Path) -> int:
    """What files and folders take on the disk, a file with several names counted once. A missing one takes nothing."""
    return sum(_files(paths, {}).values())


def bytes_beside(folder: Path, *others: Path) -> int:
    """What a folder takes on the disk beyond what it shares with others, by hard links."""
    shared = _files(others, {})
    return sum(size for file, size in _files((folder,), {}).items() if file not in shared)


def _files(paths: Iterable[Path], found: dict[tuple[int, int], int]) -> dict[tuple[int, int], int]:
    """The size of each file, by device and number; files that vanish meanwhile are passed over."""
    for path in paths:
        try:
            told = path.lstat()
            found[told.st_dev, told.st_ino] = getattr(told, "st_blocks", -(-told.st_size // 512)) * 512
            if path.is_dir() and not path.is_symlink():
                _files(path.iterdir(), found)
        except OSError:
            continue
    return found
