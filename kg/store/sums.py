"""The sums of a store's files: what shows later that the disk gives back other bytes than were written.

A snapshot's files never change, and most of them are hard links to those of the snapshot before, whose sums hold then.
Of a store that is written, the tables never change; they only come and go.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from pathlib import Path

from kg.files import is_same, no_link, read_own, reason, write_whole

FILE = "sums"
"""What the file with the sums is called, in the folder of its store: lines as of ``sha256sum``."""
_LINE = re.compile(r"([0-9a-f]{64})  ([^\n]+)")
_OWN_NOTES = re.compile(r"LOG.*|LOCK|OPTIONS-\d+(\.dbtmp)?|IDENTITY")
"""What RocksDB writes for people, or when it opens a store: nothing is read from these."""


def write(folder: Path, previous: Path | None = None) -> None:
    """Write the sums of all files of a snapshot.

    Args:
        folder: the snapshot.
        previous: the one before it, if there is one.

    Raises:
        OSError: if that cannot be done.
    """
    known = _read(previous) if previous else {}
    lines = []
    for name in _names(folder):
        shared = previous is not None and name in known and is_same(folder / name, previous / name)
        lines.append(f"{known[name] if shared else _sum(folder / name)}  {name}\n")
    write_whole(folder / FILE, "".join(lines).encode())


def write_tables(store: Path, snapshot: Path | None = None) -> None:
    """Write the sums of the tables that a store has now; what the tables were that it has no more is forgotten.

    Args:
        store: the store, which its writer has just closed, and still has to himself.
        snapshot: its newest snapshot, whose sums need not be made again where the tables are the same files.

    Raises:
        OSError: if that cannot be done.
        StoreError: likewise.
    """
    before = _read(store)
    known = {**(_read(snapshot) if snapshot else {}), **before}
    now: dict[str, str] = {}
    for file in sorted(store.glob("*.sst")):
        same = file.name in before or (snapshot is not None and is_same(file, snapshot / file.name))
        now[file.name] = known[file.name] if same and file.name in known else _sum(file)
    if now != before:
        write_whole(store / FILE, "".join(f"{of}  {name}\n" for name, of in now.items()).encode())


def wrong(folder: Path, *, is_snapshot: bool = True) -> Iterator[tuple[str, str]]:
    """The files of a store that are not as they were written, each with what is wrong; none where it has no sums.

    Args:
        folder: the store.
        is_snapshot: whether it is a snapshot, from which no file may be gone.
    """
    if not (folder / FILE).exists():
        return
    known, there = _read(folder), set(_names(folder))
    if (is_snapshot and not known) or len(known) != _content(folder).count(b"\n"):
        yield FILE, "cannot be read"
    for name in sorted(known.keys() - there) if is_snapshot else ():
        yield name, "is gone"
    for name in sorted(known.keys() & there):
        try:
            if _sum(folder / name) != known[name]:
                yield name, "has other bytes than were written"
        except OSError as error:
            yield name, f"cannot be read: {reason(error)}"


def _names(folder: Path) -> list[str]:
    """The files that count, by their paths in the folder."""
    names = (Path(root, file).relative_to(folder).as_posix() for root, _, files in os.walk(folder) for file in files)
    return sorted(name for name in names if name != FILE and not _OWN_NOTES.fullmatch(name))


def _read(folder: Path) -> dict[str, str]:
    told = _content(folder).decode("utf-8", "replace")
    return {match[2]: match[1] for match in map(_LINE.fullmatch, told.splitlines()) if match}


def _content(folder: Path) -> bytes:
    """The file with the sums; nothing where it cannot be read."""
    try:
        return read_own(folder / FILE)
    except OSError:
        return b""


def _sum(file: Path) -> str:
    with open(file, "rb", opener=no_link) as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
