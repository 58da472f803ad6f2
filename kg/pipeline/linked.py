"""Hard links to all that is kept, so that a backup is of one moment while others build.

They lie in ``.backup-<number>`` of the output folder, locked. Who makes the next backup, or writes the graph, removes
what a killed one left.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from errno import EDQUOT, ENOSPC
from itertools import count
from pathlib import Path

from kg.errors import StoreError
from kg.files import reason
from kg.pipeline.workplace import BACKUP, Workplace


@contextmanager
def linked(place: Workplace, names: Iterable[str]) -> Iterator[Path]:
    """A folder with links to files of the output folder; the output folder itself where there can be none.

    Args:
        place: the output folder.
        names: the files, seen from it.

    Raises:
        StoreError: if the disk is full.
    """
    from kg.store.lock import SnapshotLock

    # others, in containers, may have this process's number too
    folders = (place.folder / f".backup-{os.getpid() + n}" for n in count())
    try:
        links, lock = next((links, lock) for links in folders if (lock := SnapshotLock.removing(links)))
    except OSError:  # a folder that cannot be written
        yield place.folder
        return
    try:
        try:
            for name in names:
                (links / name).parent.mkdir(parents=True, exist_ok=True)
                os.link(place.folder / name, links / name, follow_symlinks=False)
            are_made = True
        except OSError as error:
            are_made = False
            if error.errno in (ENOSPC, EDQUOT):
                raise StoreError(f"{links}: cannot be written: {reason(error)}") from error
        yield links if are_made else place.folder
    finally:
        _remove(links)
        lock.release()


def sweep(place: Workplace) -> None:
    """Remove the links of backups that were killed."""
    from kg.store.lock import SnapshotLock

    for there in list(place.folder.iterdir()):
        if BACKUP.fullmatch(there.name):
            links = there.with_name(there.name.removesuffix(".lock"))
            with suppress(OSError):
                if lock := SnapshotLock.removing(links):
                    _remove(links)
                    lock.release()


def _remove(links: Path) -> None:
    if links.is_dir() and not links.is_symlink():
        shutil.rmtree(links, ignore_errors=True)
    with suppress(OSError):
        links.unlink(missing_ok=True)  # a link, or a pipe, which removing a tree would open
    with suppress(OSError):
        links.with_name(f"{links.name}.lock").unlink(missing_ok=True)
