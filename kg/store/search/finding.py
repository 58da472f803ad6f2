"""What an index finds, the best first.

Names come before quotes, and quotes before texts: entities by their names or exact sounds, events, headlines, entities
by the beginning of their sounds, claims, figures, texts. Among names those that are just what is searched for come
first, then those that begin with it, then those that have it within; among entities the best known, among all else
the newest. The same graph gives the same answer, whatever was built before.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import ConfigError, StoreError
from kg.store.search import part
from kg.store.search.index import BASE, DELTA, FOLDER
from kg.store.search.keys import Words
from kg.store.search.snippets import Marked, passage

KINDS = (*part.KINDS, "text")
"""What can be found. An article is found by its headline, a text by what stands in it; both are the article's IRI."""
_TEXT, _ARTICLE, _EVENT, _CLAIM = (KINDS.index(kind) for kind in ("text", "article", "event", "claim"))
_WRITTEN = "name text about"
_BY_SOUND = 5
"""From this exactness on an entity is found by the beginning or the middle of its sound."""
_HITS = f"""
CREATE TEMP TABLE hit (
  schema, id, shown, exactness, articles, day, length, tie,
  "group" AS (CASE WHEN shown < {_EVENT} THEN iif(exactness < {_BY_SOUND}, 0, 3)
    ELSE CASE shown WHEN {_EVENT} THEN 1 WHEN {_ARTICLE} THEN 2 ELSE shown END END))
"""
_FILL = """
WITH
  named AS (SELECT rowid FROM {schema}.words WHERE words MATCH :named),
  said AS (SELECT rowid FROM {schema}.words WHERE words MATCH :said),
  there AS (
    SELECT id, articles, day, length, tie, id IN named AS by_name,
      iif(kind = {article} AND NOT (:articles AND id IN named), {text}, kind) AS shown
    FROM {schema}.doc WHERE id IN (SELECT rowid FROM {schema}.words WHERE words MATCH :anywhere) AND {holds})
INSERT INTO hit
SELECT '{schema}', id, shown,
  CASE
    WHEN shown = {text} THEN 0
    WHEN shown >= {claim} THEN iif(id IN said, 0, 1)
    ELSE (
      SELECT CASE
        WHEN by_name AND instr(char(10) || keys || char(10), :line) = 1 THEN 0
        WHEN by_name AND instr(char(10) || keys || char(10), :line) THEN 1
        WHEN instr(char(10) || sounds || char(10), :line) THEN 2
        WHEN by_name AND instr(char(10) || keys, :start) THEN 3
        WHEN by_name THEN 4
        WHEN instr(char(10) || sounds, :start) THEN {by_sound}
        ELSE {by_sound} + 1 END
      FROM {schema}.body AS b WHERE b.id = there.id)
  END,
  articles, day, length, tie
FROM there WHERE shown IN ({kinds})
"""
_BEST = """
SELECT schema, id, shown FROM hit
ORDER BY "group", exactness, articles DESC, day DESC, length, tie LIMIT ? OFFSET ?
"""


_MOST = (1 << 63) - 1  # the largest number that SQLite knows


class SearchIndexError(StoreError):
    """There is no index that can be used; a build makes one."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that was found.

    Attributes:
        kind: one of :data:`KINDS`.
        iri: what the graph calls it.
        name: what it is called: for an article or a text the headline, for a claim its speakers, for a figure whose it
            is.
        snippet: the words that were found, with some before and after them; for an entity its other names, for an event
            who takes part.
        articles: how many articles name it; 0 for what one article says.
        article: the IRI of the article that says it; empty for an entity, like all that follows.
        headline: its headline.
        publisher: who published it.
        day: when it was published (``2026-03-11``).
        url: its address.
        file: the file that it was read from.
    """

    kind: str
    iri: str
    name: Marked
    snippet: Marked
    articles: int = 0
    article: str = ""
    headline: str = ""
    publisher: str = ""
    day: str = ""
    url: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """Some of what was found, the best first, and how much there is of each kind that there is."""

    hits: tuple[Hit, ...]
    totals: Mapping[str, int]

    @property
    def total(self) -> int:
        """How much there is altogether."""
        return sum(self.totals.values())


def search(store: Any, words: str, kinds: Collection[str] = (), *, limit: int = 20, offset: int = 0) -> Found:
    """Find words in names, quotes, figures, headlines and texts.

    Args:
        store: an open store (:func:`kg.store.open_current`), or the folder of a snapshot.
        words: what to find; words with spaces between them must all be found.
        kinds: of what kinds; of all where none is given.
        limit: how many hits to give.
        offset: how many to pass over.

    Raises:
        SearchIndexError: if the snapshot has no index that can be used.
        QueryError: if the words are too long.
        ConfigError: if there is no such kind, or a number is below 0.
    """
    wanted = _checked(kinds, limit, offset)
    asked = Words.of(words)
    if not asked.keys:
        return Found((), {})
    with _index(store) as index:
        _fill(index, asked, wanted)
        counted = dict(index.execute("SELECT shown, count(*) FROM hit GROUP BY shown"))
        best = index.execute(_BEST, (min(limit, _MOST), min(offset, _MOST))).fetchall()
        hits = tuple(_hit(index, asked, *place) for place in best)
    return Found(hits, {KINDS[kind]: counted[kind] for kind in sorted(counted)})


def matching(store: Any, words: str, most: int) -> tuple[str, ...]:
    """The IRIs of all that :func:`search` finds, the best first, each once, of the best so many hits.

    Raises:
        SearchIndexError, QueryError: as :func:`search`.
    """
    asked = Words.of(words)
    if not asked.keys:
        return ()
    with _index(store) as index:
        _fill(index, asked, KINDS)
        best = index.execute(_BEST, (most, 0)).fetchall()
        iris = (
            index.execute(f"SELECT iri FROM {schema}.body WHERE id = ?", (id_,)).fetchone()[0]  # noqa: S608 - a name of ours
            for schema, id_, _ in best
        )
        return tuple(dict.fromkeys(iris))


def _checked(kinds: Collection[str], limit: int, offset: int) -> tuple[str, ...]:
    if unknown := [kind for kind in kinds if kind not in KINDS]:
        raise ConfigError(f"no kind is called «{unknown[0]}»; there are {', '.join(KINDS)}")
    if limit < 0 or offset < 0:
        raise ConfigError("a limit and an offset are 0 or more")
    return tuple(kind for kind in KINDS if not kinds or kind in kinds)


@contextmanager
def _index(store: Any) -> Iterator[sqlite3.Connection]:
    """The index of a snapshot.

    Raises:
        SearchIndexError: if there is none, or it turns out to be damaged.
    """
    path = getattr(store, "path", store)
    if path is None:
        raise SearchIndexError("this store is in memory and has no search index; `kg build` makes one with its store")
    folder = Path(path) / FOLDER
    try:
        with closing(part.opened(folder / DELTA)) as connection:
            part.attach(connection, folder / BASE, BASE)
            connection.execute("PRAGMA temp_store = MEMORY")
            yield connection
    except part.DAMAGE as error:
        reason = f"is not sound ({error})" if folder.is_dir() else "is missing"
        raise SearchIndexError(
            f"{folder}: the search index {reason}; `kg build` makes it anew, and so does any command that "
            "may write there; `kg query` needs none"
        ) from error


def _fill(index: sqlite3.Connection, asked: Words, kinds: Collection[str]) -> None:
    """Put all hits into a table, with what they are ranked by."""
    given = {
        "anywhere": asked.anywhere(_WRITTEN, "sound"),
        "named": asked.within("name"),
        "said": asked.within("text"),
        "line": f"\n{asked.whole}\n",
        "start": f"\n{asked.whole}",
        "articles": "article" in kinds,
    }
    numbers = {"article": _ARTICLE, "text": _TEXT, "claim": _CLAIM, "by_sound": _BY_SOUND}
    shown = ", ".join(str(KINDS.index(kind)) for kind in kinds)
    index.execute(_HITS)
    for schema, holds in (("main", "1"), (BASE, "owner NOT IN main.gone")):
        index.execute(_FILL.format(schema=schema, holds=holds, kinds=shown, **numbers), given)


def _hit(index: sqlite3.Connection, asked: Words, schema: str, id_: int, shown: int) -> Hit:
    columns = "owner, iri, names, about, text, articles"
    owner, iri, names, about, text, articles = index.execute(
        f"SELECT {columns} FROM {schema}.doc JOIN {schema}.body USING (id) WHERE id = ?",  # noqa: S608 - names of ours
        (id_,),
    ).fetchone()
    first, *others = part.lines(names) or ("",)
    if shown in (_ARTICLE, _TEXT):
        snippet = part.unpacked(text) if shown == _TEXT else ""
    elif shown >= _CLAIM:
        first, snippet = "、".join((first, *others)), part.unpacked(text)
    else:
        snippet = "、".join(others or part.lines(about))
    source = index.execute(
        f"SELECT article, headline, publisher, day, url, file FROM {schema}.graph WHERE id = ?",  # noqa: S608
        (owner,),
    ).fetchone()
    return Hit(KINDS[shown], iri, Marked.of(first, asked), passage(snippet, asked), articles, *(source or ()))
