"""``kg restore``: a graph out of a backup, whole or not at all; and whether a file is a whole backup.

Everything is made in ``.<name>.restoring`` beside the new folder, and gets its name when every byte has been held
against the manifest, the store is loaded, and all of it is on the disk. What a killed one left is removed by the next.
The store is loaded from statements, so the file is also the way from one form of store to another.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

from kg.config import Config, load_config, make_config
from kg.errors import ConfigError, StoreError
from kg.files import garbled, is_same, reason, sync, unwritable
from kg.pipeline.archive import ArchiveError, ArchiveReader, Member, is_intact
from kg.pipeline.backup import FOLDERS, FORMAT, HEAD, LARGEST_GRAPH, Backup, Progress, is_graph, largest, position
from kg.pipeline.counts import counts
from kg.pipeline.kept import FORMAT as RECORDS
from kg.pipeline.layout import LAYOUT
from kg.pipeline.outputs import write_outputs
from kg.pipeline.report import BuildReport, Outcome, tally
from kg.pipeline.workplace import Workplace
from kg.rdf import Statement
from kg.rdf.revisions import history_graph


class Sink(Protocol):
    """Where the contents of a backup go."""

    def graph(self, name: str, statements: list[Statement]) -> None:
        """A graph with all its statements."""
        ...

    def file(self, name: str, chunks: Iterator[bytes]) -> None:
        """A file that is kept as it is."""
        ...


class _Nowhere:
    """Reads everything and keeps nothing."""

    def graph(self, name: str, statements: list[Statement]) -> None:
        """See that a store would take it."""
        from kg.store.bulk import block

        block(statements)

    def file(self, name: str, chunks: Iterator[bytes]) -> None:
        """Read it to its end."""
        for _ in chunks:
            pass


class _Folder:
    """An output folder in the making, and its store."""

    def __init__(self, folder: Path, store: Any) -> None:
        self._folder = folder
        self._store = store

    def graph(self, name: str, statements: list[Statement]) -> None:
        """Into the store."""
        self._store.load(name, statements)

    def file(self, name: str, chunks: Iterator[bytes]) -> None:
        """Into the folder; the name is one of ours, which leads nowhere else."""
        file = self._folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("xb") as stream:
            stream.writelines(chunks)


def verify(file: Path | str, *, on_progress: Progress = lambda done, total: None) -> Backup:
    """What is in a backup, every byte of which has been read and held against its manifest.

    Raises:
        ConfigError: if there is no such file.
        StoreError: if it is not a whole backup, or one of a newer kg.
    """
    with _reading(Path(file), on_progress, "no graph can be restored from it") as contents:
        return contents.into(_Nowhere())


def restore(
    file: Path | str,
    output: Path | str = "output",
    *,
    config: Config | None = None,
    on_progress: Progress = lambda done, total: None,
) -> Backup:
    """Make the graph of a backup again: statements, history, records, earlier versions and texts, byte for byte.

    Args:
        file: the backup.
        output: a folder that is new or empty. One that is there is replaced by another: who is in it, as this process
            is where it is ``.``, goes on in the new one after entering it again, as this process does.
        config: the settings, as for :func:`kg.build`; the base is that of the backup.
        on_progress: hears how many bytes of how many have been read.

    Raises:
        ConfigError: if there is no such file, or the folder is not empty.
        StoreError: if the file is not a whole backup, or the folder cannot be written; nothing is left then.
    """
    from kg.store.publishing import PublishingStore

    target = Path(output)
    target = target.resolve() if target.is_symlink() else target.absolute()
    with _reading(Path(file), on_progress, "nothing was restored") as contents, _in_the_making(target) as folder:
        place = Workplace(folder)
        place.create()
        settings = replace(config or load_config(), base=contents.head.base)
        with PublishingStore(place.store, base=settings.base) as store:
            store.hold_back()
            found = contents.into(_Folder(folder, store))
            store.publish()
            report = BuildReport(tally([Outcome.UNCHANGED] * found.records), counts(store))
            write_outputs(place, store, settings, report)
    return found


@contextmanager
def _in_the_making(target: Path) -> Iterator[Path]:
    """A folder that gets the name of the target when the block has ended well, and is on the disk then."""
    from kg.store.lock import SnapshotLock

    _demand_new(target)
    folder = target.with_name(f".{target.name}.restoring")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        lock = SnapshotLock.removing(folder)
        if lock is None:
            raise StoreError(f"{target}: another program is restoring into it; try again when it is done")
        try:
            if folder.exists():
                shutil.rmtree(folder)
            folder.mkdir()
            yield folder
            os.sync()  # all files at once: each by itself takes minutes
            _demand_new(target)
            is_here = is_same(target, Path())
            folder.replace(target)
            if is_here:
                os.chdir(target)
            sync(target.parent)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
            with suppress(OSError):
                folder.with_name(f"{folder.name}.lock").unlink()
            lock.release()
    except OSError as error:
        raise unwritable(target, error) from error


def _demand_new(target: Path) -> None:
    try:
        there = sorted(file.name for file in target.iterdir())
    except FileNotFoundError:
        return
    except NotADirectoryError:
        raise ConfigError(f"{target}: is a file; name a new or an empty folder with -o") from None
    if there:
        shown = ", ".join(there[:3]) + (", …" if len(there) > 3 else "")
        raise ConfigError(f"{target}: holds {shown}; name a new or an empty folder with -o")


@dataclass(frozen=True, slots=True)
class Head:
    """What a backup says of itself first."""

    kg: str
    base: str
    graphs: int
    files: dict[str, int]


@contextmanager
def _reading(file: Path, on_progress: Progress, then: str) -> Iterator[_Contents]:
    """The contents of a backup; whatever is wrong with the file is told with its name."""
    from kg.store.checked import StatementError

    try:
        size = file.stat().st_size
        stream = file.open("rb")
    except OSError as error:
        raise ConfigError(f"{file}: cannot be read: {reason(error)}") from error
    with stream:
        try:
            reader = ArchiveReader(stream, position, largest, lambda done: on_progress(done, size))
            yield _Contents(reader, file, size)
        except (ArchiveError, StatementError) as error:
            stream.seek(0)
            what = "not a backup that kg takes" if is_intact(stream) else "damaged, or not a backup of kg"
            raise StoreError(f"{file}: {what}: {error}; {then}") from error


@dataclass(slots=True)
class _Contents:
    """What a backup holds, read once."""

    _reader: ArchiveReader
    _file: Path
    _size: int
    _members: Iterator[Member] = field(init=False)
    head: Head = field(init=False)

    def __post_init__(self) -> None:
        self._members = iter(self._reader)
        self.head = _head(next(self._members, None), self._file)

    def into(self, sink: Sink) -> Backup:
        """Give everything away; what was given away counts only when this has ended without an error.

        Raises:
            ArchiveError: if the file is not a whole backup.
            StatementError: if a statement in it is none that a store takes.
        """
        graphs = _Graphs(self.head.base, sink.graph, lambda: self._reader.read)
        files = dict.fromkeys(FOLDERS, 0)
        for member in self._members:
            folder = member.name.partition("/")[0]
            if folder == "graphs":
                graphs.take(member.content())
                continue
            graphs.end()
            sink.file(member.name, member.chunks)
            files[folder] += 1
        graphs.end()
        if graphs.count != self.head.graphs or files != self.head.files:
            raise ArchiveError("it does not hold as much as it says")
        return Backup(
            base=self.head.base,
            kg=self.head.kg,
            articles=graphs.articles,
            records=files["annotations"],
            revisions=files["revisions"],
            texts=files["texts"],
            statements=graphs.statements,
            bytes=self._size,
        )


def _head(member: Member | None, file: Path) -> Head:
    """What the first member says.

    Raises:
        ArchiveError: if it is not one of this kg's.
        StoreError: if a newer kg wrote it.
    """
    if member is None or member.name != HEAD:
        raise ArchiveError(f"it does not begin with {HEAD}")
    try:
        told = json.loads(member.content())
        made_by = str(told["kg"])[:40]
        known = {"format": FORMAT, "layout": LAYOUT, "records": RECORDS}
        if not all(type(told[name]) is int and told[name] > 0 for name in known):
            raise TypeError("a format is a number")
        if any(told[name] > newest for name, newest in known.items()):
            raise StoreError(f"{file}: made by a newer kg ({made_by}); restore it with that one, or update kg")
        files = {name: told[name] for name in FOLDERS}
        base = make_config({"base": told["base"]}, HEAD).base
        return Head(made_by, base, told["graphs"], files)
    except (ValueError, KeyError, TypeError, RecursionError, ConfigError) as error:
        raise ArchiveError(f"{HEAD} in it is not as kg writes it: {garbled(error)}") from error


class _Graphs:
    """Statements in the order of their graphs, gathered graph by graph.

    Args:
        base: what the names of the graphs begin with.
        give: takes a graph.
        read: how many bytes of the file have been read.
    """

    def __init__(self, base: str, give: Callable[[str, list[Statement]], None], read: Callable[[], int]) -> None:
        self._base = base
        self._give = give
        self._read = read
        self._name = ""
        self._size = self._begun = 0
        self._lines: list[Statement] = []
        self.count = self.articles = self.statements = 0

    def take(self, part: bytes) -> None:
        """Some more lines of N-Quads.

        Raises:
            ArchiveError: if one is not as kg writes it.
        """
        try:
            lines = part.decode("utf-8").split("\n")
        except UnicodeDecodeError as error:
            raise ArchiveError(f"its statements are {garbled(error)}") from error
        if lines.pop():
            raise ArchiveError("a part of its statements ends within a line")
        for line in lines:
            found = _QUAD.fullmatch(line)
            if not found:
                raise ArchiveError(f"{line[:80]!r} in it is no statement of a graph")
            if found[2] != self._name:
                self._begin(found[2])
            self._lines.append(Statement(f"{found[1]} ."))
            self._size += len(line)
        self.statements += len(lines)
        if self._size > min(LARGEST_GRAPH, _FREELY + _MOST_TIMES * (self._read() - self._begun)):
            raise ArchiveError(f"the graph {self._name} in it is larger than any that kg writes into so few bytes")

    def _begin(self, name: str) -> None:
        self.end()
        if not is_graph(name, self._base) or name <= self._name:
            raise ArchiveError(f"the graph {name[:200]!r} in it has no place there")
        self._name = name
        self._size, self._begun = 0, self._read()
        self.count += 1
        self.articles += name != history_graph(self._base)

    def end(self) -> None:
        """No more lines come for this graph."""
        if self._lines:
            self._give(self._name, self._lines)
            self._lines = []


_FREELY, _MOST_TIMES = 32 << 20, 50
"""How large a graph may be, which is held in memory: so much, and so many times the bytes that it takes in the file."""
_QUAD = re.compile(r"(<[^ ]+> <[^ ]+> .+) <([^<> ]+)> \.")
