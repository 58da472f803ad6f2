"""The store of the one writer, which publishes snapshots for readers (:mod:`kg.store.snapshots`)."""

from __future__ import annotations

import math
import os
import shutil
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from kg.errors import StoreError
from kg.rdf import DEFAULT_BASE
from kg.store.lock import SnapshotLock, lock_file
from kg.store.oxigraph import OxigraphStore
from kg.store.snapshots import BEHIND, CURRENT, FOLDER, current, identity

PAUSE_S = 2.0
"""For how long at least a snapshot stays the newest while a build goes on."""
SHARE = 0.1
"""Which part of its time a build may spend on snapshots."""


class PublishingStore(OxigraphStore):
    """A store that is written, with its snapshots.

    The first commit is published at once, later ones no oftener than :data:`PAUSE_S` and :data:`SHARE` allow; the last
    ones when the store is closed, or when :meth:`publish` is called. Where nothing has changed nothing is published.

    Raises:
        StoreError: as :class:`OxigraphStore`.
    """

    def __init__(self, path: Path | str, *, wait_s: float = 0.0, base: str = DEFAULT_BASE) -> None:
        store = Path(path)
        is_new = not (store / "CURRENT").is_file()
        super().__init__(store, wait_s=wait_s, base=base)
        self._store_folder = store
        self._due = 0.0
        try:
            newest = current(store)
            missing = newest is None or not newest.is_dir()
            self._behind = is_new or missing or self._marker.exists()
            if missing:
                self.publish()  # or readers would find nothing until the first article is in
                self._due = 0.0
            elif is_new:
                self._due = math.inf  # the store was lost and is made again: until then the last snapshot is better
            else:
                self._sweep()
        except BaseException:
            super().close()
            raise

    @property
    def _snapshots(self) -> Path:
        return self._store_folder.with_name(FOLDER)

    @property
    def _marker(self) -> Path:
        return self._snapshots / BEHIND

    def _write(self, changes: str) -> None:
        if not self._behind:
            self._mark()
        super()._write(changes)
        if time.monotonic() >= self._due:
            with suppress(StoreError):  # the changes are made; the end of the build tells what is wrong
                self.publish()

    def _mark(self) -> None:
        """Leave word that the store changes: whoever opens it next would not know, were this process killed."""
        try:
            self._marker.touch()
        except OSError as error:
            raise StoreError(f"{self._marker}: cannot be written: {error}") from error
        self._behind = True

    def publish(self) -> str:
        """Give readers what the store holds now; gives the identity of the snapshot that they get.

        Raises:
            StoreError: if it cannot be written; readers then have the one before.
        """
        if self._behind:
            start = time.monotonic()
            try:
                self._switch_to(self._copied())
                self._sweep()
            except OSError as error:
                raise StoreError(f"{self._snapshots}: cannot be written: {error}") from error
            finally:
                now = time.monotonic()
                self._due = now + max(PAUSE_S, (now - start) * (1 / SHARE - 1))
        return identity(self._store_folder)

    def _copied(self) -> Path:
        """A new snapshot, which nobody reads yet."""
        self._snapshots.mkdir(exist_ok=True)
        taken = [int(file.stem) for file in self._snapshots.iterdir() if file.stem.isdecimal()]
        newest = current(self._store_folder)
        folder = self._snapshots / str(max([*taken, int(newest.name) if newest else 0]) + 1)
        lock_file(folder).touch()
        self.backup(folder)
        return folder

    def _switch_to(self, folder: Path) -> None:
        temporary = self._snapshots / f".{CURRENT}.new"
        with temporary.open("w", encoding="ascii") as stream:
            stream.write(folder.name + "\n")
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(self._snapshots / CURRENT)
        self._marker.unlink(missing_ok=True)
        self._behind = False

    def _sweep(self) -> None:
        """Remove every snapshot that is not the newest and that nobody reads, and what a killed writer left."""
        newest = current(self._store_folder)
        left = {file.stem for file in self._snapshots.iterdir() if file.stem.isdecimal()}
        for name in sorted(left - {newest.name if newest else ""}):
            with suppress(OSError):  # what cannot be removed now is tried again by the next one
                self._remove(self._snapshots / name)

    def _remove(self, folder: Path) -> None:
        lock = SnapshotLock.removing(folder)
        if lock is None:
            return
        try:
            if folder.is_dir():
                shutil.rmtree(folder)
            lock_file(folder).unlink(missing_ok=True)
        finally:
            lock.release()

    def close(self) -> None:
        """Publish what is not yet, and let go of files and locks.

        Raises:
            StoreError: if the last snapshot cannot be written; the store is closed then all the same.
        """
        try:
            if self._open is not None:
                self.publish()
        finally:
            super().close()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            self.close()
            return
        with suppress(StoreError):  # the error that is on its way tells more
            self.close()


def publish_missing(store: Path | str) -> None:
    """Publish the store of an older kg, which has no snapshot, if that is possible now; else do nothing."""
    path = Path(store)
    if not identity(path) and (path / "CURRENT").is_file():
        with suppress(StoreError):
            PublishingStore(path).close()
