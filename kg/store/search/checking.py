"""Whether an index says what the graphs beside it say."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from kg.errors import StoreError
from kg.store.search import part
from kg.store.search.documents import ARTICLE, Contents
from kg.store.search.index import BASE, DELTA, FOLDER
from kg.store.search.part import number

_ROWS = """
SELECT kind, iri, names, about, text FROM {schema}.doc JOIN {schema}.body USING (id) WHERE owner = ?
"""
_NAMINGS = """
SELECT entity, name, sum(preferred), count(*) FROM (
  SELECT entity, name, preferred FROM main.naming WHERE entity = :entity
  UNION ALL
  SELECT entity, name, preferred FROM base.naming WHERE entity = :entity AND graph NOT IN main.gone
) GROUP BY entity, name
"""
_ARTICLES = """
SELECT count(*) FROM (
  SELECT graph FROM main.naming WHERE entity = :entity
  UNION SELECT graph FROM base.naming WHERE entity = :entity AND graph NOT IN main.gone)
"""


class SearchChecker:
    """An open index; every graph is held against it, then :meth:`rest` tells what is in it beyond these.

    Raises:
        StoreError: on opening, if it cannot be read.
    """

    def __init__(self, connection: sqlite3.Connection, text: Callable[[str], str]) -> None:
        self._connection = connection
        self._text = text
        self._gone = self._numbers("SELECT owner FROM main.gone")
        self._delta = self._numbers("SELECT id FROM main.graph")
        self._left = self._numbers("SELECT id FROM base.graph") - self._gone | self._delta

    def _numbers(self, query: str) -> set[int]:
        return {found for (found,) in self._connection.execute(query)}

    def differs(self, graph: str, contents: Contents | None) -> str:
        """How the index of a graph is not what the graph says; empty if all is well."""
        owner = number(graph)
        if owner not in self._left:
            return "is not in the search index"
        self._left.discard(owner)
        schema = "main" if owner in self._delta else BASE
        try:
            return self._differs(owner, schema, contents) if contents else ""
        except part.DAMAGE as error:
            return f"the search index cannot be read: {error}"

    def _differs(self, owner: int, schema: str, contents: Contents) -> str:
        wanted = sorted(
            (d.kind, d.iri, d.names, d.about, self._body(contents, d.kind, d.body)) for d in contents.documents
        )
        rows = self._connection.execute(_ROWS.format(schema=schema), (owner,))
        found = sorted(
            (part.KINDS[kind], iri, part.lines(names), part.lines(about), part.unpacked(text))
            for kind, iri, names, about, text in rows
        )
        if _storable(wanted) != found:
            return "what the search index has of it is not what it says"
        source = contents.source
        told = (source.iri, source.file, source.headline, source.url, source.publisher, source.day)
        columns = "article, file, headline, url, publisher, day"
        [row] = self._connection.execute(f"SELECT {columns} FROM {schema}.graph WHERE id = ?", (owner,)).fetchall()  # noqa: S608
        if tuple(row) != tuple(map(part.storable, told)):
            return "the search index tells another source of it"
        named = {(number(n.entity), part.storable(n.name)) for n in contents.namings}
        namings = self._connection.execute(f"SELECT entity, name FROM {schema}.naming WHERE graph = ?", (owner,))  # noqa: S608
        return "" if named == set(namings) else "the search index has other names in it"

    def _body(self, contents: Contents, kind: str, body: str) -> str:
        return self._text(contents.source.sha256) if kind == ARTICLE else body

    def rest(self) -> Iterator[str]:
        """What is wrong with the index as a whole, once all graphs have been held against it."""
        if self._left:
            yield f"has {len(self._left)} graphs that are not there"
        try:
            wrong = sum(1 for entity, iri, kind in self._entities() if not self._is_right(entity, iri, kind))
            if wrong:
                yield f"has {wrong} entities whose names or numbers of articles are not those of the graphs"
        except part.DAMAGE as error:
            yield f"cannot be read: {error}"

    def _entities(self) -> Iterator[tuple[int, str, str]]:
        """All that any graph names, and all that have a row."""
        yield from self._connection.execute(
            "SELECT id, iri, kind FROM main.entity UNION SELECT id, iri, kind FROM base.entity"
        )

    def _is_right(self, entity: int, iri: str, kind: str) -> bool:
        preferred = {name: count for _, name, count, _ in self._connection.execute(_NAMINGS, {"entity": entity})}
        rows = self._live(entity)
        if not preferred:
            return not rows
        first = min(preferred, key=lambda name: (-preferred[name], name))
        [articles] = self._connection.execute(_ARTICLES, {"entity": entity}).fetchone()
        names = (first, *sorted(preferred.keys() - {first}))
        return rows == [(part.KINDS.index(kind), iri, "\n".join(names), articles)]

    def _live(self, owner: int) -> list[tuple[int, str, str, int]]:
        query = "SELECT kind, iri, names, articles FROM {0}.doc JOIN {0}.body USING (id) WHERE owner = ?"
        found = self._connection.execute(query.format("main"), (owner,)).fetchall()
        if not found and owner not in self._gone:
            found = self._connection.execute(query.format(BASE), (owner,)).fetchall()
        return [(kind, iri, names, articles) for kind, iri, names, articles in found]


def _storable(rows: Collection[tuple[str, str, tuple[str, ...], tuple[str, ...], str]]) -> list[object]:
    """Rows as a file gives them back."""
    return [
        (
            kind,
            iri,
            *(part.lines("\n".join(map(part.storable, lines))) for lines in (names, about)),
            part.storable(body),
        )
        for kind, iri, names, about, body in rows
    ]


@contextmanager
def checking(snapshot: Path, text: Callable[[str], str]) -> Iterator[SearchChecker]:
    """The index of a snapshot, to hold its graphs against; ``text`` gives the kept texts by their digests.

    Raises:
        StoreError: if there is none that can be read.
    """
    folder = snapshot / FOLDER
    try:
        with closing(part.opened(folder / DELTA)) as connection:
            part.attach(connection, folder / BASE, BASE)
            yield SearchChecker(connection, text)
    except part.DAMAGE as error:
        raise StoreError(f"{folder}: the search index cannot be read: {error}") from error
