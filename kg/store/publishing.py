"""The store of the one writer, which publishes snapshots for readers (:mod:`kg.store.snapshots`).

With each snapshot goes an index of what can be searched for in it (:mod:`kg.store.search`). Which graphs have changed
since the last one is kept in memory, and in the file ``behind`` for whoever comes after a crash.

Where the store is lost and made again, readers have the last snapshot until :meth:`PublishingStore.publish`.
"""

from __future__ import annotations

import math
import os
import shutil
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from hashlib import sha256 as digest_of
from pathlib import Path
from types import TracebackType

from kg.errors import StoreError
from kg.files import LARGEST_TEXT, no_link, read_own, reason, sync, unwritable, write_whole
from kg.rdf import DEFAULT_BASE, Statement
from kg.store import sums
from kg.store.bulk import LoadingStore, block
from kg.store.checked import graph_name
from kg.store.compact import Compacted, bytes_on_disk, demand_room, write_anew, write_graphs
from kg.store.lock import SnapshotLock, lock_file
from kg.store.oxigraph import OxigraphStore
from kg.store.recovery import is_cut_short, new_folder, old_folder, recover, swap
from kg.store.search import index
from kg.store.search.documents import contents
from kg.store.search.spool import Spool
from kg.store.snapshots import BEHIND, CURRENT, FOLDER, LACKING, TEXTS, current, identity

PAUSE_S = 2.0
"""For how long at least a snapshot stays the newest while a build goes on."""
SHARE = 0.1
"""Which part of its time a build may spend on snapshots."""


class PublishingStore(LoadingStore):
    """A store that is written, with its snapshots.

    The first commit is published at once, later ones no oftener than :data:`PAUSE_S` and :data:`SHARE` allow; the last
    ones when the store is closed, or when :meth:`publish` is called. Where nothing has changed nothing is published.

    Raises:
        StoreError: as :class:`OxigraphStore`.
    """

    def __init__(self, path: Path | str, *, wait_s: float = 0.0, base: str = DEFAULT_BASE) -> None:
        store = Path(path)
        self._store_folder = store
        self._due = 0.0
        self._behind = self._unknown = False
        self._writing: set[str] = set()
        self._written: set[str] = set()
        self._changed = Spool(self._snapshots)
        self._unread: set[str] = set()
        self._is_new = False
        super().__init__(store, wait_s=wait_s, base=base)
        is_new = self._is_new
        self._is_searchable = index.is_available()
        try:
            newest = current(store)
            missing = newest is None or not _can_be_read(newest)
            self._unknown = is_new or not self._recall()
            self._behind = is_new or missing or self._marker.exists() or not self._has_index(newest)
            if missing:
                self._publish()  # or readers would find nothing until the first article is in
                self._due = 0.0
            elif is_new:  # the store was lost and is made again: until then the last snapshot is better
                self._due = math.inf
            else:
                self._sweep()
        except BaseException:
            super().close()
            raise

    def _prepare(self, path: Path) -> None:
        super()._prepare(path)
        self._is_new = not (path / "CURRENT").is_file() or self._is_made_again()
        if self._is_new and current(path) is not None:
            self._mark_lacking()  # first: whoever finds the store that is made now must know that readers have more

    def _is_made_again(self) -> bool:
        return (self._snapshots / LACKING).exists()

    def _mark_lacking(self) -> None:
        """Leave word that the store lacks what readers have; gone when they are given what it has."""
        try:
            write_whole(self._snapshots / LACKING, b"")
            sync(self._snapshots)
        except OSError as error:
            raise unwritable(self._snapshots / LACKING, error) from error

    @property
    def is_made_again(self) -> bool:
        """Whether the store was lost, and lacks what readers have until it is put in and :meth:`publish` is called."""
        return self._due == math.inf

    @property
    def _snapshots(self) -> Path:
        return self._store_folder.with_name(FOLDER)

    @property
    def _marker(self) -> Path:
        return self._snapshots / BEHIND

    def _has_index(self, snapshot: Path | None) -> bool:
        return not self._is_searchable or (snapshot is not None and index.is_sound(snapshot / index.FOLDER))

    def _recall(self) -> bool:
        """Learn which graphs changed after the last snapshot; False if that was written nowhere."""
        try:
            names = read_own(self._marker).decode("utf-8", "replace").split()
        except FileNotFoundError:
            return True
        except OSError as error:
            raise StoreError(f"{self._marker}: cannot be read: {reason(error)}") from error
        self._unread.update(names)
        return bool(names)

    def commit(self, replace: Mapping[str, Iterable[Statement]], drop: Iterable[str] = ()) -> int:
        """Put graphs in place of what has their names and take others out, in one transaction."""
        self.settle()
        after = {graph: tuple(lines) for graph, lines in replace.items()}
        gone = tuple(drop)
        self._written = set()
        self._writing = {*after, *gone}
        count = super().commit(after, gone)
        for graph in sorted(self._written & after.keys()):
            self._remember(graph, after[graph])
        if self._written:
            self._publish_when_due()
        return count

    def _gather(self, graph: str, statements: Collection[Statement]) -> bool:
        if not super()._gather(graph, statements):
            return False
        self._remember(graph, statements)
        self._publish_when_due()
        return True

    def _before(self, graphs: Collection[str]) -> None:
        self._mark(graphs)

    def _put_one(self, graph: str, lines: Collection[Statement]) -> None:
        self._writing = {graph}
        OxigraphStore.commit(self, {graph: lines})
        self._unread.discard(graph)

    def _remember(self, graph: str, statements: Iterable[Statement]) -> None:
        try:
            self._changed[graph] = contents(statements)
            self._unread.discard(graph)
        except OSError:  # no room for it: then the graph is read again
            self._unread.add(graph)

    def _publish_when_due(self) -> None:
        if time.monotonic() >= self._due:
            with suppress(StoreError):  # the changes are made; the end of the build tells what is wrong
                self._publish()

    def _write(self, changes: str) -> None:
        self._mark(self._writing)
        self._written = self._writing
        self._unread |= self._writing
        super()._write(changes)

    def _mark(self, graphs: Iterable[str]) -> None:
        """Leave word of what changes: whoever opens the store next would not know, were this process killed."""
        try:
            with open(self._marker, "a", encoding="utf-8", opener=no_link) as stream:
                # a line that a full disk cut short stays a line of its own
                stream.writelines(f"\n{graph}\n" for graph in sorted(graphs))
                stream.flush()
                os.fsync(stream.fileno())
            if not self._behind:
                sync(self._snapshots)
        except OSError as error:
            raise unwritable(self._marker, error) from error
        self._behind = True

    def hold_back(self) -> None:
        """Publish nothing before :meth:`publish`: until then texts may be missing that the index is made of."""
        self._due = math.inf

    def forget_index(self) -> None:
        """Let the next snapshot have an index for which all graphs are read again; there will be one."""
        self._unknown = True
        self._mark(())

    def publish(self) -> str:
        """Give readers what the store holds now; gives the identity of the snapshot that they get.

        Raises:
            StoreError: if it cannot be written; readers then have the one before.
        """
        if self.put_in_order():
            self._behind = True
        return self._publish()

    def _publish(self) -> str:
        self.settle()
        if self._behind:
            start = time.monotonic()
            try:
                self._switch_to(self._copied())
                self._sweep()
            except OSError as error:
                raise unwritable(self._snapshots, error) from error
            finally:
                now = time.monotonic()
                self._due = now + max(PAUSE_S, (now - start) * (1 / SHARE - 1))
        return identity(self._store_folder)

    def compact(self) -> Compacted:
        """Write the store anew, as dense as can be, and publish it, so that the old files go when nobody reads them.

        Readers go on meanwhile. Nothing that the store says changes. The search index is made anew as well: files that
        are only ever added to, as those of both are, hold what was taken out until they are written again.

        Raises:
            StoreError: if there is no room, or it cannot be written; the store is as it was then. Or if it cannot be
                published: then it is the new one, and the next snapshot will be of it.
        """
        folder = self._store_folder
        before, quads = bytes_on_disk(folder), len(self._store)
        demand_room(folder, quads)
        write_anew(self._store, new_folder(folder))
        self._swap_in()
        self._behind = True
        self.forget_index()
        self.publish()
        return Compacted(quads, before, bytes_on_disk(folder))

    @contextmanager
    def lost(self) -> Iterator[OxigraphStore | None]:
        """While a store that was lost is made again, what readers have; None at other times, or if nothing is left."""
        newest = current(self._store_folder) if self.is_made_again else None
        with ExitStack() as stack:
            old = None
            if newest is not None:
                with suppress(StoreError):
                    lock = SnapshotLock.reading(newest)
                    opened = stack.enter_context(OxigraphStore(newest, read_only=True, lock=lock))
                    opened.graphs()  # or it is too damaged to give anything
                    old = opened
            yield old

    def begin_anew(self, keep: Mapping[str, Iterable[Statement]]) -> None:
        """Let the store hold these graphs and no others, as if it had been lost: all the rest is put in again.

        Until :meth:`publish` readers have what there was, and so has :meth:`lost`. A crash on the way leaves the store
        as it was, or so; one in a later load costs these graphs too, but not the snapshot.

        Raises:
            StoreError: if that cannot be written; the store is as it was then.
        """
        blocks = {graph_name(graph): block(lines) for graph, lines in keep.items()}
        self.settle()
        if self._behind and not self.is_made_again:
            self.publish()  # all of what is given up is in a snapshot then
        lacking = self._snapshots / LACKING
        try:
            write_graphs(blocks, new_folder(self._store_folder))
            write_whole(lacking, b"")
            sync(self._snapshots)
            self._swap_in()
        except (StoreError, OSError) as error:
            lacking.unlink(missing_ok=True)
            if isinstance(error, OSError):
                raise unwritable(self._snapshots, error) from error
            raise
        self._changed.clear()
        self._unread.clear()
        self._behind = self._unknown = self._is_kept_elsewhere = True
        self._due = math.inf

    def _swap_in(self) -> None:
        """Let the new store that was written beside this one take its place."""
        self._open = None
        try:
            swap(self._store_folder)
        except OSError as error:
            raise unwritable(self._store_folder, error) from error
        finally:
            recover(self._store_folder)
            self._reopen()

    def _copied(self) -> Path:
        """A new snapshot, which nobody reads yet."""
        self._snapshots.mkdir(exist_ok=True)
        taken = [int(file.stem) for file in self._snapshots.iterdir() if file.stem.isdecimal()]
        newest = current(self._store_folder)
        folder = self._snapshots / str(max([*taken, int(newest.name) if newest else 0]) + 1)
        lock_file(folder).touch()
        self.backup(folder)
        if self._is_searchable:
            index.write(folder / index.FOLDER, newest and newest / index.FOLDER, self._graphs())
        sums.write(folder, newest)
        return folder

    def _graphs(self) -> index.Graphs:
        return index.Graphs(
            names=self.graphs(),
            read=lambda graph: contents(self.statements(graph)),
            text=self._text,
            changed=self._changed,
            unread=self._unread - self._changed.keys(),
            unknown=self._unknown,
        )

    def _text(self, sha256: str) -> str:
        """The kept text with this digest; empty if it is lost, or another: whoever searches is shown what it says."""
        try:
            content = read_own(self._store_folder.with_name(TEXTS) / f"{sha256}.txt", LARGEST_TEXT)
        except OSError:
            return ""
        return content.decode("utf-8", "replace") if digest_of(content).hexdigest() == sha256 else ""

    def _switch_to(self, folder: Path) -> None:
        # a loss of power must find a name that leads to a whole snapshot, or else the marks
        sync(folder)
        sync(self._snapshots)
        write_whole(self._snapshots / CURRENT, f"{folder.name}\n".encode("ascii"))
        sync(self._snapshots)
        for mark in (self._marker, self._snapshots / LACKING):
            mark.unlink(missing_ok=True)
        self._behind = self._unknown = False
        self._changed.clear()
        self._unread.clear()

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
            for there in (folder, folder.with_name(f"{folder.name}.tmp")):  # where RocksDB begins its copy
                if there.is_symlink():
                    there.unlink()
                elif there.is_dir():
                    shutil.rmtree(there)
            lock_file(folder).unlink(missing_ok=True)
        finally:
            lock.release()

    def close(self) -> None:
        """Publish what is not yet, and let go of files and locks.

        Raises:
            StoreError: if the last snapshot cannot be written; the store is closed then all the same.
        """
        try:
            if self._open is not None and (not self.is_made_again or self._changed):
                self.publish()
        finally:
            super().close()

    def _closed(self) -> None:
        with suppress(OSError, StoreError):  # only a later check would have liked to know
            sums.write_tables(self._store_folder, current(self._store_folder))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            self.close()
            return
        if self.is_made_again:  # but not to the end: what readers have is better
            with suppress(StoreError):
                super().close()
            return
        with suppress(StoreError):  # the error that is on its way tells more
            self.close()


def _can_be_read(snapshot: Path) -> bool:
    try:
        OxigraphStore(snapshot, read_only=True, lock=SnapshotLock.reading(snapshot)).close()
    except StoreError:
        return False
    return True


def _is_whole(store: Path) -> bool:
    """Whether there is a store that lacks nothing of what readers have."""
    is_lacking = store.with_name(FOLDER).joinpath(LACKING).exists()
    return (store / "CURRENT").is_file() and not is_cut_short(store) and not is_lacking


def is_all_lost(store: Path) -> bool:
    """Whether neither a store nor a snapshot is left that tells what readers had; True also where there never was."""
    if _is_whole(store) or (old_folder(store) / "CURRENT").is_file():
        return False
    newest = current(store)
    return newest is None or not _can_be_read(newest)


def publish_missing(store: Path | str) -> None:
    """Publish the store of an older kg, without snapshot or search index, if that is possible now; else do nothing."""
    path = Path(store)
    if not _is_whole(path):
        return
    newest = current(path)
    if newest is None or (index.is_available() and not index.is_sound(newest / index.FOLDER)):
        with suppress(StoreError):
            PublishingStore(path).close()


def publish_anew(store: Path | str) -> None:
    """Publish a store with a search index that owes nothing to those before.

    Raises:
        StoreError: if that is not possible now.
    """
    if not _is_whole(Path(store)):
        raise StoreError(f"{store}: the store is not whole; the next `kg build` into its folder makes it again")
    with PublishingStore(store) as writer:
        writer.forget_index()
