"""``kg backup``: all of a graph in one file (:mod:`kg.pipeline.archive`), whole or not at all.

What is taken is of one moment. Records and texts must fit the snapshot, so nobody may write while they are gathered:
the store's lock is held, shared, for as long as it takes to link the files (2 s for 100,000). A record or a text is
never written into, only replaced or removed, so a linked one stays as it was; the backup is then made of the links
while others build (:mod:`kg.pipeline.linked`). Where files cannot be linked the lock is held to the end.
"""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import IO, Any

from kg import __version__
from kg.config import Config, load_config
from kg.errors import ConfigError, StoreError
from kg.files import listed, read_own, reason, sync, unwritable, whole_file
from kg.model import ArticleId
from kg.pipeline.archive import STARTS_WITH, ArchiveError, ArchiveWriter, begins_like_one
from kg.pipeline.build import publish, settle
from kg.pipeline.kept import FORMAT as RECORDS
from kg.pipeline.kept import KeptArticles
from kg.pipeline.layout import LAYOUT
from kg.pipeline.linked import linked, sweep
from kg.pipeline.lost import without_record
from kg.pipeline.orphans import problem, texts_set_aside
from kg.pipeline.projection import GRAPH, Projection, base_of, lost_versions, versions_in
from kg.pipeline.rescued import saved
from kg.pipeline.revisions import chains
from kg.pipeline.workplace import RECORD, Workplace
from kg.rdf.revisions import history_graph

FORMAT = 1
"""Changes when a file written before can no longer be read, or one written now cannot be read by an older kg."""
HEAD = "kg-backup.json"
"""The first member: which format, which kg, what base, how many of what."""
FOLDERS = ("annotations", "revisions", "damaged", "texts")
"""The folders whose files are kept as they are, in this order."""
_NAMES = (
    re.compile(re.escape(HEAD)),
    re.compile(r"graphs/[0-9]{6}\.nq"),
    re.compile(r"annotations/[0-9a-f]{16}\.json"),
    re.compile(r"revisions/[0-9a-f]{16}/[0-9]{6,12}-[0-9a-f]{64}\.json"),
    re.compile(r"damaged/([0-9]{6,12}-)?[0-9a-f]{16,64}\.(json|txt)(\.[0-9]{1,6})?(\.why)?"),
    re.compile(r"texts/[0-9a-f]{64}\.txt"),
)
LARGEST_GRAPH = 1 << 28
"""How many bytes of N-Quads a graph may have: whoever restores it holds it in memory."""
_PART, _AT_ONCE = 8 << 20, 1_000
_LARGEST = (1 << 16, 1 << 25, 1 << 30, 1 << 30, 1 << 30, 1 << 28)
_TRIES = 2
_WAIT_S = 600.0

Progress = Callable[[int, int], None]
"""Hears how much of how much is done."""


@dataclass(frozen=True, slots=True)
class Backup:
    """What is in a backup.

    Attributes:
        base: what the IRIs of the graph begin with.
        kg: the version of kg that made it.
        articles: how many articles it shows.
        records: how many records of articles it has: fewer where some are lost.
        revisions: how many earlier versions there are.
        texts: how many texts.
        statements: how many statements, those of the history included.
        bytes: how large the file is.
        rotten: texts that are not what their name says; they are in it as they were found.
        damaged: what else was damaged or missing when it was made, a line each.
    """

    base: str
    kg: str
    articles: int
    records: int
    revisions: int
    texts: int
    statements: int
    bytes: int
    rotten: tuple[str, ...] = ()
    damaged: tuple[str, ...] = ()


def position(name: str) -> tuple[int, str]:
    """Where a member stands.

    Raises:
        ArchiveError: if no backup has such a member.
    """
    for n, form in enumerate(_NAMES):
        if form.fullmatch(name):
            return n, name
    raise ArchiveError(f"«{ascii(name)[1:-1][:200]}» in it is a name that kg does not write")


def largest(name: str) -> int:
    """How many bytes a member may have."""
    return _LARGEST[position(name)[0]]


def is_graph(graph: str, base: str) -> bool:
    """Whether a store of kg has a graph of this name: one of an article, or the history."""
    found = GRAPH.fullmatch(graph)
    return graph == history_graph(base) or (found is not None and found[1] == base)


def backup(
    file: Path | str,
    output: Path | str = "output",
    *,
    config: Config | None = None,
    wait_s: float = _WAIT_S,
    on_wait: Callable[[], None] = lambda: None,
    on_progress: Progress = lambda done, total: None,
) -> Backup:
    """Put all of a graph into one file: statements, history, records, earlier versions, texts.

    The same graph gives the same bytes. A backup of this name is replaced when the new one is whole.

    Args:
        file: where it goes; best another disk.
        output: the folder of the graph.
        config: the settings, as for :func:`kg.build`.
        wait_s: how many seconds to wait for a build that is going on.
        on_wait: hears that it waits for one.
        on_progress: hears how much of how much is done.

    Raises:
        ConfigError: if nothing was built in ``output``, or ``file`` is something else than a backup.
        StoreError: if the graph cannot be read, the file cannot be written, or a build goes on for too long.
    """
    place, target, settings = Workplace(Path(output)), Path(file), config or load_config()
    place.demand()
    place.demand_own_store(is_needed=True)
    _demand_target(target, place)
    with ExitStack() as stack:
        stream = stack.enter_context(_new_file(target))
        store, files, names = stack.enter_context(_of_one_moment(place, settings, wait_s, on_wait))
        try:
            made = _write(stream, store, files, names, settings, on_progress)
            return replace(made, damaged=tuple(_damages(place, store, files, made.base)))
        except ArchiveError as error:
            raise StoreError(f"{place.folder}: {error}") from error


def _demand_target(target: Path, place: Workplace) -> None:
    if place.holds(target):
        raise ConfigError(f"{target}: lies in the graph's own folder, and would be lost with it; name a file elsewhere")
    if target.is_dir():
        raise ConfigError(f"{target}: is a folder; name a file that the backup goes into")
    if target.exists() and not target.is_file():
        raise ConfigError(f"{target}: is a pipe or a device; a backup goes into a file of a disk")
    if target.is_file():
        with suppress(OSError), target.open("rb") as stream:
            start = stream.read(STARTS_WITH)
            if start and not begins_like_one(start):
                raise ConfigError(f"{target}: is there already, and no backup of kg; name another file")


@contextmanager
def _new_file(target: Path) -> Iterator[IO[bytes]]:
    """A file that takes the place of the target when the block has ended well, and is on the disk then."""
    with whole_file(target) as temporary, temporary.open("r+b") as stream:
        yield stream
    try:
        sync(Path(os.path.realpath(target)).parent)
    except OSError as error:
        raise unwritable(target, error) from error


@contextmanager
def _of_one_moment(
    place: Workplace, settings: Config, wait_s: float, on_wait: Callable[[], None]
) -> Iterator[tuple[Any, Path, tuple[str, ...]]]:
    """The newest snapshot, a folder with the records and texts that fit it, and the names of these."""
    from kg.store.lock import StoreInUseError, StoreLock
    from kg.store.snapshots import identity, is_behind, open_current

    sweep(place)
    try:
        lock = StoreLock(place.store, shared=True)
    except StoreInUseError:
        on_wait()
        lock = StoreLock(place.store, shared=True, wait_s=wait_s)
    try:
        tries = 0
        while not _is_settled(place) or (not tries and _lacks_kept(place)):
            if tries == _TRIES:
                raise StoreError(f"{place.store}: was changed whenever it was to be read; try again when nobody builds")
            tries += 1
            lock.release()
            _complete(place, settings, wait_s)
            lock = StoreLock(place.store, shared=True, wait_s=wait_s)
        names = tuple(_names(place.folder))
        with open_current(place.store) as store, linked(place, names) as files:
            if files != place.folder:
                lock.release()
                yield store, files, names
                return
            before = _state(place)
            yield store, files, tuple(name for name in before if name)
            if before != _state(place) or store.identity != identity(place.store) or is_behind(place.store):
                raise StoreError(f"{place.folder}: was changed while it was read; try again when nobody builds")
    finally:
        lock.release()


def _state(place: Workplace) -> dict[str, tuple[int, ...]]:
    """What can be seen of all that is kept without reading it: another file in the place of one differs in that.

    Who may not write the folder can have no lock where none was made yet, and some file systems have none at all.
    """
    told = ((name, (place.folder / name).lstat()) for name in _names(place.folder))
    try:
        return {name: (of.st_ino, of.st_size, of.st_mtime_ns) for name, of in told}
    except FileNotFoundError:
        return {"": (time.monotonic_ns(),)}  # it changes at this moment


def _is_settled(place: Workplace) -> bool:
    """Whether the newest snapshot has what is kept: nothing has changed since, and no change was cut short."""
    from kg.store.snapshots import is_behind

    if is_behind(place.store) or KeptArticles(place).interrupted() or saved(place):
        return False
    shown = _shown(place)
    kept = _records(place.annotations) | _records(place.damaged)
    return not shown.isdisjoint(kept) or len(shown) <= 1  # or a build would empty the store, and refuses


def _lacks_kept(place: Workplace) -> bool:
    """Whether the newest snapshot lacks articles that have records, as where a build was killed before it put them in.

    Those with damaged records it may lack for ever.
    """
    lacking = _records(place.annotations) - _shown(place)
    return any(KeptArticles(place).entry(ArticleId(f"article/{Path(name).stem}")) for name in lacking)


def _shown(place: Workplace) -> set[str]:
    """The articles that the newest snapshot shows, by the names of their records."""
    from kg.store.snapshots import open_current

    with open_current(place.store) as store:
        return {f"{found[2].partition('/')[2]}.json" for found in map(GRAPH.fullmatch, store.graphs()) if found}


def _records(folder: Path) -> set[str]:
    return {file.name for file in listed(folder) if RECORD.fullmatch(file.name)}


def _complete(place: Workplace, settings: Config, wait_s: float) -> None:
    """End what was cut short, or say why there can be no backup before that is ended."""
    from kg.store.lock import StoreInUseError

    try:
        _settle(place, settings, wait_s)
    except StoreInUseError:
        raise
    except StoreError as error:
        raise StoreError(
            f"{error}; a command was cut short here, and must end before a backup is made: run it again, or copy the "
            "whole folder"
        ) from error


def _settle(place: Workplace, settings: Config, wait_s: float) -> None:
    """Bring the store in line with what is kept, as a build does first, and publish it."""
    from kg.store.publishing import PublishingStore

    with PublishingStore(place.store, wait_s=wait_s) as store:
        base = base_of(store, settings.base)
        kept, projection = KeptArticles(place), Projection(store, base, replace(settings, base=base).digest)
        publish(kept, projection, store, settle(kept, projection))
        kept.published()


def _names(folder: Path) -> Iterator[str]:
    """The files that are kept as they are, in the order of :func:`position`; what else lies beside them is a user's."""
    for name in FOLDERS:
        for found in sorted(_below(folder, name)):
            with suppress(ArchiveError):
                position(found)
                yield found


def _below(folder: Path, name: str) -> Iterator[str]:
    """The files in a folder of ours, and in those of the earlier versions; a link is none of these."""
    with suppress(FileNotFoundError), os.scandir(folder / name) as entries:
        for entry in entries:
            path = f"{name}/{entry.name}"
            if entry.is_file(follow_symlinks=False):
                yield path
            elif name == "revisions" and entry.is_dir(follow_symlinks=False):
                yield from _below(folder, path)


def _write(
    stream: IO[bytes], store: Any, files: Path, names: Sequence[str], settings: Config, on_progress: Progress
) -> Backup:
    graphs = store.graphs()
    base = base_of(store, settings.base)
    if strange := [graph for graph in graphs if not is_graph(graph, base)]:
        raise ArchiveError(f"its store has the graph {strange[0]}, which is not of {base}; `kg build` puts that right")
    counts = {folder: sum(name.startswith(f"{folder}/") for name in names) for folder in FOLDERS}
    archive = ArchiveWriter(stream, position)
    head = {"format": FORMAT, "kg": __version__, "layout": LAYOUT, "records": RECORDS, "base": base}
    head |= {"graphs": len(graphs), **counts}
    archive.add(HEAD, (json.dumps(head, ensure_ascii=False, indent=2) + "\n").encode("utf-8"))
    done, total = 0, len(graphs) + len(names)

    def step() -> None:
        nonlocal done
        done += 1
        on_progress(done, total)

    statements = 0
    for number, part in enumerate(_parts(store, graphs, step), 1):
        archive.add(f"graphs/{number:06}.nq", part)
        statements += part.count(b"\n")
    rotten = []
    for name in names:
        content = _read(files, name)
        digest = archive.add(name, content)
        if name.startswith("texts/") and name != f"texts/{digest}.txt":
            rotten.append(name)
        step()
    archive.close()
    return Backup(
        base=base,
        kg=__version__,
        articles=sum(graph != history_graph(base) for graph in graphs),
        records=counts["annotations"],
        revisions=counts["revisions"],
        texts=counts["texts"],
        statements=statements,
        bytes=stream.seek(0, os.SEEK_END),
        rotten=tuple(rotten),
    )


def _damages(place: Workplace, store: Any, files: Path, base: str) -> Iterator[str]:
    """What is damaged or missing among the files of a backup: records, earlier versions, texts."""
    taken = replace(place, folder=files)
    kept = KeptArticles(taken)
    entries = kept.entries()
    for damage in kept.damaged.values():
        name = damage.file.relative_to(files).as_posix()
        yield f"{name}: {damage.reason.removeprefix(f'{damage.file}: ')}"
    for id in without_record(taken, store.graphs()):
        if id not in kept.damaged:
            yield f"annotations/{kept.file_of(id).name}: the record is lost"
    needed = {entry.sha256 for entry in entries.values()}
    revisions = kept.revisions.all()
    for versions in revisions.values():
        for earlier in versions:
            needed.add(earlier.sha256)
            try:
                kept.load_earlier(earlier)
            except StoreError as error:
                name = earlier.file.relative_to(files).as_posix()
                yield f"{name}: {str(error).removeprefix(f'{earlier.file}: ')}"
    told = versions_in(store.statements(history_graph(base)), base)
    for version in lost_versions(told, chains({id: entry.version for id, entry in entries.items()}, revisions)):
        yield f"revisions: the record of the earlier version {version} is lost"
    for text in texts_set_aside(taken):
        if text.stem not in needed:
            yield f"damaged/{text.name}: {problem(text)}"
    for digest in sorted(needed):
        if not taken.text_file(digest).is_file():
            yield f"texts/{digest}.txt: is gone"


def _read(folder: Path, name: str) -> bytes:
    try:
        return read_own(folder / name, largest(name))
    except OSError as error:
        raise StoreError(f"{folder / name}: cannot be read: {reason(error)}") from error


def _parts(store: Any, graphs: tuple[str, ...], step: Callable[[], None]) -> Iterator[bytes]:
    """The statements of all graphs as N-Quads, in parts of a few megabytes that end with a line."""
    blocks: list[bytes] = []
    size = 0
    for graph in graphs:
        lines = iter(store.statements(graph))
        whole = 0
        while some := list(islice(lines, _AT_ONCE)):
            # no statement has a line feed within, so each one found ends one
            blocks.append("\n".join((*some, "")).replace(" .\n", f" <{graph}> .\n").encode())
            size += len(blocks[-1])
            whole += len(blocks[-1])
            if whole > LARGEST_GRAPH or size > _LARGEST[1]:
                raise ArchiveError(f"the graph {graph} is too large for a backup; keep a copy of the folder itself")
            if size >= _PART:
                yield b"".join(blocks)
                blocks, size = [], 0
        step()
    if blocks:
        yield b"".join(blocks)
