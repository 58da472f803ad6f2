"""The index of a snapshot, made from that of the snapshot before it.

It is two files: ``base``, which most snapshots share by a hard link, and ``delta``, what has changed since. A change
costs as much as the delta is large; when that nears a quarter of the base, a new base takes both in. Both are written
before anyone is told of their snapshot, so a crash at any moment leaves the index of the newest snapshot as it was.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from kg.files import sync, unwritable
from kg.store.search import part
from kg.store.search.documents import ARTICLE, Contents, Document, Naming
from kg.store.search.keys import sounds
from kg.store.search.part import Row, number

FOLDER = "search"
"""What the folder of the index is called, in that of its snapshot."""
BASE, DELTA = "base", "delta"
SHARE = 4
"""When a new base is made: when a change concerns more than one in so many of its graphs."""


@dataclass(frozen=True, slots=True)
class Graphs:
    """What the store has now, and what is known to have changed since the last index.

    Attributes:
        names: the names of all graphs that there are.
        read: gives what a graph has to be found; None if it is not that of an article.
        text: gives the text with a digest, or an empty string.
        changed: graphs that may have changed, with what they have now.
        unread: further graphs that may have changed.
        unknown: whether others may have changed too, so that all must be read.
    """

    names: Collection[str]
    read: Callable[[str], Contents | None]
    text: Callable[[str], str]
    changed: Mapping[str, Contents | None] = field(default_factory=dict)
    unread: Collection[str] = ()
    unknown: bool = False

    def contents(self, graph: str) -> Contents | None:
        """What a graph has to be found."""
        return self.changed[graph] if graph in self.changed else self.read(graph)


def is_available() -> bool:
    """Whether this Python's SQLite can search; some distributions leave that out."""
    try:
        with closing(sqlite3.connect(":memory:")) as connection:
            connection.execute("CREATE VIRTUAL TABLE probe USING fts5 (x, tokenize = 'ascii')")
    except sqlite3.Error:
        return False
    return True


def is_sound(folder: Path) -> bool:
    """Whether an index lies in a folder that can be opened; damage within its files shows only when they are read."""
    try:
        with _both(folder):
            return True
    except sqlite3.Error:
        return False


def write(folder: Path, previous: Path | None, graphs: Graphs) -> None:
    """Make the index of what the store has now, in a folder that is not there yet.

    Args:
        folder: where it goes.
        previous: the folder of the last one; without it, or where it cannot be used, all graphs are read.
        graphs: what the store has.

    Raises:
        StoreError: if it cannot be written.
    """
    try:
        if previous is not None and not graphs.unknown and _went_on(folder, previous, graphs):
            return
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        with part.written(folder / BASE) as base:
            _change(base, frozenset(), {number(graph): graph for graph in graphs.names}, graphs)
        with part.written(folder / DELTA):
            pass
        sync(folder)
    except (OSError, sqlite3.Error) as error:
        raise unwritable(folder, error) from error


def _went_on(folder: Path, previous: Path, graphs: Graphs) -> bool:
    """Whether an index could be made from the last one."""
    try:
        folder.mkdir()
        _go_on(folder, previous, graphs)
        sync(folder)
    except part.DAMAGE:  # or another format; where the disk is full, what is tried next tells
        return False
    return True


@contextmanager
def _both(folder: Path) -> Iterator[sqlite3.Connection]:
    """The files of an index: the delta as ``main``, the base beside it."""
    with closing(part.opened(folder / DELTA)) as connection:
        part.attach(connection, folder / BASE, BASE)
        yield connection


def _go_on(folder: Path, previous: Path, graphs: Graphs) -> None:
    wanted = {number(graph): graph for graph in graphs.names}
    with _both(previous) as old:
        in_base, in_delta = (_ids(old, f"{schema}.graph") for schema in (BASE, "main"))
        known = in_base - _ids(old, "main.gone", "owner") | in_delta
    again = {number(graph) for graph in (*graphs.changed, *graphs.unread)} & known & wanted.keys()
    out = known - wanted.keys() | again
    into = {id_: wanted[id_] for id_ in sorted(wanted.keys() - known | again)}
    if SHARE * (len(in_delta) + len(out | into.keys())) > len(in_base):
        shutil.copyfile(previous / BASE, folder / BASE)
        with part.written(folder / BASE, DELTA, previous / DELTA) as base:
            _take_in(base)
            _change(base, out, into, graphs)
            if part.is_littered(base):
                part.tidy(base)
        with part.written(folder / DELTA):
            pass
        return
    _link(previous / BASE, folder / BASE)
    shutil.copyfile(previous / DELTA, folder / DELTA)
    with part.written(folder / DELTA, BASE, folder / BASE) as delta:
        _change(delta, out, into, graphs, is_delta=True)
        if part.is_littered(delta):
            part.tidy(delta)


def _ids(connection: sqlite3.Connection, table: str, column: str = "id") -> set[int]:
    return {id_ for (id_,) in connection.execute(f"SELECT {column} FROM {table}")}  # noqa: S608 - names of ours


def _link(file: Path, to: Path) -> None:
    """Nobody changes either of them any more, so they may be one."""
    try:
        os.link(file, to)
    except OSError:
        shutil.copyfile(file, to)


def _take_in(base: sqlite3.Connection) -> None:
    """Put what the delta has into the base, and take out what it says is gone."""
    part.remove(base, sorted(_ids(base, f"{DELTA}.gone", "owner")))
    for table in ("graph", "entity", "naming"):
        base.execute(f"INSERT OR REPLACE INTO main.{table} SELECT * FROM {DELTA}.{table}")  # noqa: S608 - names of ours
    for row in part.rows(base, DELTA):
        part.add(base, row)


def _change(
    file: sqlite3.Connection,
    out: Collection[int],
    into: Mapping[int, str],
    graphs: Graphs,
    is_delta: bool = False,
) -> None:
    """Take graphs out of a file and put others in; then set right the entities that they name."""
    file.execute("CREATE TEMP TABLE touched (entity INTEGER PRIMARY KEY)")
    for id_ in sorted(out):
        file.execute("INSERT OR IGNORE INTO touched SELECT entity FROM main.naming WHERE graph = ?", (id_,))
        if is_delta:
            file.execute(_TOUCH_IN_BASE, (id_,))
    if is_delta:
        file.execute("INSERT OR IGNORE INTO main.entity SELECT e.* FROM touched JOIN base.entity e ON e.id = entity")
        _hide(file, "graph", "id", sorted(out))
    part.remove(file, sorted(out))
    for id_, graph in into.items():
        _put(file, id_, graph, graphs.contents(graph), graphs.text)
    _set_entities_right(file, is_delta)


def _hide(delta: sqlite3.Connection, table: str, column: str, owners: Iterable[int]) -> None:
    """Note that what the base has of these no longer holds."""
    for owner in owners:
        delta.execute(
            f"INSERT OR IGNORE INTO gone SELECT {column} FROM {BASE}.{table} WHERE {column} = ?",  # noqa: S608
            (owner,),
        )


def _put(file: sqlite3.Connection, id_: int, graph: str, contents: Contents | None, text: Callable[[str], str]) -> None:
    if contents is None:
        file.execute("INSERT OR REPLACE INTO graph (id, name) VALUES (?, ?)", (id_, graph))
        return
    source = contents.source
    told = (source.iri, source.file, source.headline, source.url, source.publisher, source.day)
    columns = (id_, *map(part.storable, (graph, *told)))
    file.execute("INSERT OR REPLACE INTO graph VALUES (?, ?, ?, ?, ?, ?, ?, ?)", columns)
    for naming in contents.namings:
        _name(file, id_, naming)
    for document in contents.documents:
        body = text(source.sha256) if document.kind == ARTICLE else document.body
        part.add(file, _row(id_, source.day, document, body))


def _name(file: sqlite3.Connection, graph: int, naming: Naming) -> None:
    entity = number(naming.entity)
    file.execute("INSERT OR IGNORE INTO entity VALUES (?, ?, ?)", (entity, naming.entity, naming.kind))
    file.execute("INSERT OR IGNORE INTO touched VALUES (?)", (entity,))
    file.execute(
        "INSERT OR IGNORE INTO naming VALUES (?, ?, ?, ?)",
        (graph, entity, part.storable(naming.name), int(naming.preferred)),
    )


def _row(owner: int, day: str, document: Document, body: str) -> Row:
    return Row(owner, document.kind, document.iri, document.names, about=document.about, day=day, body=body)


_TOUCH_IN_BASE = """
INSERT OR IGNORE INTO touched SELECT entity FROM base.naming WHERE graph = ? AND graph NOT IN main.gone
"""
_NAMES_OF = "SELECT id, names FROM main.doc JOIN main.body USING (id) WHERE owner = ?"
# the order of a CROSS JOIN is kept: SQLite would read all names for a few entities
_NAMED = """
CREATE TEMP TABLE named AS
SELECT entity, graph, name, preferred FROM touched CROSS JOIN main.naming USING (entity)
"""
_NAMED_IN_BASE = """
INSERT INTO named
SELECT entity, graph, name, preferred FROM touched CROSS JOIN base.naming USING (entity) WHERE graph NOT IN main.gone
"""
_COUNTED = "SELECT entity, name, sum(preferred) FROM named GROUP BY entity, name ORDER BY entity"


def _set_entities_right(file: sqlite3.Connection, is_delta: bool) -> None:
    """Make a row for each entity that was touched, over all articles that name it; none where none does any more."""
    owners = sorted(_ids(file, "touched", "entity"))
    if is_delta:
        _hide(file, "doc", "owner", owners)
    file.execute(_NAMED)
    if is_delta:
        file.execute(_NAMED_IN_BASE)
    rows = {row.owner: row for row in _entities(file)}
    for owner in owners:
        row = rows.get(owner)
        there = file.execute(_NAMES_OF, (owner,)).fetchone()
        if row and there and there[1] == "\n".join(row.names):
            file.execute("UPDATE main.doc SET articles = ? WHERE id = ?", (row.articles, there[0]))
            continue
        if there:
            part.remove(file, [owner])
        if row:
            part.add(file, row)


def _entities(file: sqlite3.Connection) -> Iterator[Row]:
    """The entities that were touched, under the name that most articles prefer, of several the first by code points."""
    articles = dict(file.execute("SELECT entity, count(DISTINCT graph) FROM named GROUP BY entity"))
    for owner, group in groupby(file.execute(_COUNTED), itemgetter(0)):
        preferred = {name: count for _, name, count in group}
        first = min(preferred, key=lambda name: (-preferred[name], name))
        names = (first, *sorted(preferred.keys() - {first}))
        iri, kind = file.execute("SELECT iri, kind FROM main.entity WHERE id = ?", (owner,)).fetchone()
        spoken = sounds([_syllables(name, kind == "person") for name in names])
        yield Row(owner, kind, iri, names, spoken, articles=articles[owner])


@lru_cache(maxsize=1 << 14)
def _syllables(name: str, is_person: bool) -> tuple[str, ...]:
    """How a name with Chinese in it is spoken; nothing for others, which are found as they are written."""
    from kg.text.spoken import is_chinese, syllables

    return syllables(name, is_person) if is_chinese(name) else ()
