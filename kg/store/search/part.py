"""One file of an index: an SQLite database that is written once, by one process, and never changed when it is read.

What is found has a row in ``doc``, as narrow as ranking thousands of them wants it, its words in ``body``, and the
tokens of these in ``words``, which keeps no text of its own. A row that leaves ``doc`` leaves its tokens behind: they
find a number that nothing has any more, as numbers are never given again. ``gone`` names what a file before this one
has and what no longer holds.
"""

from __future__ import annotations

import os
import re
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

from kg.files import demand_file, reason, sync
from kg.store.search.keys import grams, key

FORMAT = 1
"""Changes when files written before are no longer understood, or hold other tokens."""
APPLICATION = 0x6B676674
"""What SQLite files of this kind are marked with."""
KINDS = ("company", "organization", "person", "product", "place", "event", "article", "claim", "figure")
"""The kinds of rows; where they stand here is how files write them."""
NAMED = KINDS[:7]
"""What is found by its name; all else by its words, and by the names of those that it speaks of."""
LITTER = 1000
"""How many rows may have left a file beyond as many as it has, before their tokens are cleared away."""
DAMAGE = (sqlite3.Error, zlib.error, UnicodeDecodeError)
"""What reading a damaged file may raise."""

_SCHEMA = """
CREATE TABLE graph (id INTEGER PRIMARY KEY, name TEXT, article TEXT, file TEXT, headline TEXT, url TEXT, publisher TEXT,
                    day TEXT);
CREATE TABLE entity (id INTEGER PRIMARY KEY, iri TEXT, kind TEXT);
CREATE TABLE naming (graph INTEGER, entity INTEGER, name TEXT, preferred INTEGER, PRIMARY KEY (graph, entity, name))
  WITHOUT ROWID;
CREATE INDEX naming_of ON naming (entity);
CREATE TABLE doc (id INTEGER PRIMARY KEY AUTOINCREMENT, owner INTEGER, kind INTEGER, articles INTEGER, day INTEGER,
                  length INTEGER, tie INTEGER);
CREATE INDEX doc_of ON doc (owner);
CREATE TABLE body (id INTEGER PRIMARY KEY, iri TEXT, names TEXT, keys TEXT, sounds TEXT, about TEXT, text);
CREATE TABLE gone (owner INTEGER PRIMARY KEY);
CREATE VIRTUAL TABLE words USING fts5 (name, sound, text, about, content = '', columnsize = 0, tokenize = 'ascii');
"""


_ADD_WORDS = "INSERT INTO words (rowid, name, sound, text, about) VALUES (?, ?, ?, ?, ?)"


@dataclass(frozen=True, slots=True)
class Row:
    """Something that is found.

    Attributes:
        owner: the number of the entity, or of the graph that it comes from.
        kind: what it is: ``company``, …, ``claim``, ``article``.
        iri: what the graph calls it.
        names: what it is called, the usual name first.
        sounds: the tokens of how its names sound.
        about: the names of those that it speaks of.
        articles: how many articles name it; 0 for what one article says.
        day: when the article was published that says it.
        body: its words.
    """

    owner: int
    kind: str
    iri: str
    names: tuple[str, ...]
    sounds: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    articles: int = 0
    day: str = ""
    body: str = ""


def number(iri: str) -> int:
    """A number of 64 bits for an IRI: the same in every file, and with good luck of no other one."""
    return int.from_bytes(sha256(iri.encode("utf-8", "replace")).digest()[:8], signed=True)


def opened(file: Path) -> sqlite3.Connection:
    """A file for reading, which nobody changes meanwhile.

    Raises:
        sqlite3.Error: if it is missing, not of this kind, or of another format.
    """
    _demand_own(file)
    connection = sqlite3.connect(f"file:{_path(file)}?mode=ro&immutable=1", uri=True, isolation_level=None)
    try:
        _demand_format(connection, "main", file)
    except BaseException:
        connection.close()
        raise
    return connection


def attach(connection: sqlite3.Connection, file: Path, name: str) -> None:
    """Another file for reading beside the first; raises as :func:`opened`."""
    _demand_own(file)
    connection.execute(f"ATTACH ? AS {name}", (f"file:{_path(file)}?mode=ro&immutable=1",))
    _demand_format(connection, name, file)


def _demand_own(file: Path) -> None:
    """Neither a file nor its folder may be a link, which SQLite would follow, or a pipe, which it would wait for."""
    try:
        demand_file(file.lstat().st_mode)
    except OSError as error:
        raise sqlite3.OperationalError(f"{file}: {reason(error)}") from error
    if file.parent.is_symlink():
        raise sqlite3.OperationalError(f"{file.parent}: is a symbolic link")


def _path(file: Path) -> str:
    return quote(os.fsencode(file.absolute()))


def _demand_format(connection: sqlite3.Connection, name: str, file: Path) -> None:
    for pragma, expected in (("application_id", APPLICATION), ("user_version", FORMAT)):
        [found] = connection.execute(f"PRAGMA {name}.{pragma}").fetchone()
        if found != expected:
            raise sqlite3.DatabaseError(f"{file}: {pragma} is {found}, expected {expected}")


@contextmanager
def written(file: Path, beside: str = "", other: Path | None = None) -> Iterator[sqlite3.Connection]:
    """A file that only this process knows, for writing; made where it is missing, safe on the disk afterwards.

    Nothing is promised of the file if the block is left by an exception.

    Args:
        file: the file.
        beside: what another file is called that is read meanwhile.
        other: where that one is.
    """
    is_new = not file.exists()
    connection = sqlite3.connect(f"file:{_path(file)}", uri=True, isolation_level=None)
    try:
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -32000", "temp_store = MEMORY"):
            connection.execute(f"PRAGMA {pragma}")
        if is_new:
            connection.executescript(_SCHEMA)
            connection.execute("INSERT INTO words (words, rank) VALUES ('hashsize', 33554432)")
            connection.execute(f"PRAGMA application_id = {APPLICATION}")
            connection.execute(f"PRAGMA user_version = {FORMAT}")
        if other is not None:
            attach(connection, other, beside)
        connection.execute("BEGIN")
        yield connection
        connection.execute("COMMIT")
    finally:
        connection.close()
    sync(file)


def add(connection: sqlite3.Connection, row: Row) -> None:
    """Put a row in, with its words and their tokens."""
    # of two that rank the same, the one with the shorter name comes first, then whichever its IRI's number says
    ranked = (row.articles, _number_of_day(row.day), len(row.names[0]) if row.names else 0, number(row.iri))
    done = connection.execute(
        "INSERT INTO doc (owner, kind, articles, day, length, tie) VALUES (?, ?, ?, ?, ?, ?)",
        (row.owner, KINDS.index(row.kind), *ranked),
    )
    keys = [" ".join(key(name).split()) for name in row.names] if row.kind in NAMED else ()
    lines = ("\n".join(map(storable, texts)) for texts in (row.names, keys, row.sounds, row.about))
    connection.execute("INSERT INTO body VALUES (?, ?, ?, ?, ?, ?, ?)", (done.lastrowid, row.iri, *lines, _packed(row)))
    connection.execute(_ADD_WORDS, (done.lastrowid, *tokens(row)))


def _number_of_day(day: str) -> int:
    """A day as 20260311; 0 where there is none."""
    return int(day.replace("-", "")) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", day) else 0


def tokens(row: Row) -> tuple[str, str, str, str]:
    """The tokens of a row: of its names, of their sounds, of its words, of whom it speaks of."""
    named = " ".join(map(grams, row.names)) if row.kind in NAMED else ""
    # a headline is the first line of its article's text, and need not be found in it twice
    text = row.body.removeprefix(row.names[0]) if row.kind == "article" and row.names else row.body
    return named, " ".join(row.sounds), grams(text), " ".join(map(grams, row.about))


def storable(text: str) -> str:
    """A text that SQLite can keep: lone surrogates are no characters."""
    return text.encode("utf-8", "replace").decode()


def _packed(row: Row) -> str | bytes | None:
    """The text of an article is kept small; all else is short, and stays as it is."""
    if row.kind == "article":
        return zlib.compress(row.body.encode("utf-8", "replace")) if row.body else None
    return storable(row.body)


def unpacked(body: str | bytes | None) -> str:
    """What :func:`add` was given as the body."""
    return zlib.decompress(body).decode() if isinstance(body, bytes) else body or ""


def rows(connection: sqlite3.Connection, schema: str) -> Iterator[Row]:
    """Every row of a file, as it was put in."""
    columns = "owner, kind, iri, names, sounds, about, articles, day, text"
    for owner, kind, iri, names, sounds, about, articles, day, body in connection.execute(
        f"SELECT {columns} FROM {schema}.doc JOIN {schema}.body USING (id) ORDER BY id"  # noqa: S608 - a name of ours
    ):
        words = (lines(names), lines(sounds), lines(about))
        yield Row(owner, KINDS[kind], iri, *words, articles, _day(day), unpacked(body))


def _day(of: int) -> str:
    return f"{of // 10000:04}-{of // 100 % 100:02}-{of % 100:02}" if of else ""


def lines(text: str) -> tuple[str, ...]:
    """What was kept on lines."""
    return tuple(text.split("\n")) if text else ()


def remove(connection: sqlite3.Connection, owners: Iterable[int]) -> None:
    """Take out what these own, and what these graphs say."""
    for owner in [(owner,) for owner in owners]:
        connection.execute("DELETE FROM body WHERE id IN (SELECT id FROM doc WHERE owner = ?)", owner)
        connection.execute("DELETE FROM doc WHERE owner = ?", owner)
        connection.execute("DELETE FROM naming WHERE graph = ?", owner)
        connection.execute("DELETE FROM graph WHERE id = ?", owner)


def is_littered(connection: sqlite3.Connection) -> bool:
    """Whether most tokens are of rows that are no longer there."""
    [given] = connection.execute("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'doc'").fetchone()
    [there] = connection.execute("SELECT count(*) FROM doc").fetchone()
    return bool(given > 2 * there + LITTER)


def tidy(connection: sqlite3.Connection) -> None:
    """Make the tokens anew, those that belong to nothing left out."""
    connection.execute("INSERT INTO words (words) VALUES ('delete-all')")
    ids = [id_ for (id_,) in connection.execute("SELECT id FROM doc ORDER BY id")]
    for id_, row in zip(ids, list(rows(connection, "main")), strict=True):
        connection.execute(_ADD_WORDS, (id_, *tokens(row)))
