"""Ways to search Chinese texts, each made small enough to compare: what they find, how fast, and how large they are."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

from kg.store.search.keys import Words, grams, key
from kg.text.normalise import fold


class Engine(Protocol):
    """Something that finds texts by a query."""

    name: str

    def build(self, folder: Path, texts: Sequence[str]) -> int:
        """Make an index of the texts; gives its size in bytes."""
        ...

    def find(self, query: str) -> set[int]:
        """The numbers of the texts that it finds."""
        ...


def plain(text: str) -> str:
    """A text as exact comparison sees it: simplified, half-width, small letters."""
    return fold(text).lower()


def characters(text: str) -> str:
    """Every letter and digit as a token."""
    return " ".join(" ".join(run) for run in key(text).split())


def words(text: str) -> str:
    """The words that a dictionary finds, long ones also in their parts."""
    import rjieba

    return " ".join(word for word in rjieba.cut_for_search(plain(text)) if re.search(r"\w", word))


def _words_of(query: str) -> list[str]:
    import rjieba

    return [word for word in rjieba.cut(plain(query)) if re.search(r"\w", word)]


class Scan:
    """All texts are read for every query."""

    name = "SQLite, all texts read (instr)"

    def build(self, folder: Path, texts: Sequence[str]) -> int:
        """Keep the texts in memory."""
        self.connection = sqlite3.connect(":memory:")
        self.connection.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, x)")
        self.connection.executemany("INSERT INTO t VALUES (?, ?)", enumerate(map(plain, texts)))
        return sum(len(plain(text).encode()) for text in texts)

    def find(self, query: str) -> set[int]:
        """Those that have the query in them."""
        return {row for (row,) in self.connection.execute("SELECT id FROM t WHERE instr(x, ?)", (plain(query),))}


class Fts5:
    """SQLite's full-text search, over tokens of ours or its own."""

    def __init__(
        self, name: str, options: str, tokens: Callable[[str], str], expression: Callable[[str], str | None]
    ) -> None:
        self.name = name
        self.options = options
        self.tokens = tokens
        self.expression = expression

    def build(self, folder: Path, texts: Sequence[str]) -> int:
        """One file."""
        file = folder / "fts5"
        file.unlink(missing_ok=True)
        with sqlite3.connect(file) as connection:
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute(f"CREATE VIRTUAL TABLE t USING fts5 (x, {self.options})")
            connection.execute("INSERT INTO t (t, rank) VALUES ('hashsize', 33554432)")
            connection.executemany("INSERT INTO t (rowid, x) VALUES (?, ?)", enumerate(map(self.tokens, texts)))
        connection.close()
        self.connection = sqlite3.connect(f"file:{file}?mode=ro&immutable=1", uri=True)
        return file.stat().st_size

    def find(self, query: str) -> set[int]:
        """What its expression finds; too short ones of trigrams by reading all texts."""
        expression = self.expression(query)
        if expression is None:
            return set()
        if expression.startswith("="):
            sql, value = "SELECT rowid FROM t WHERE instr(x, ?)", expression[1:]
        else:
            sql, value = "SELECT rowid FROM t WHERE t MATCH ?", expression
        return {row for (row,) in self.connection.execute(sql, (value,))}


def _pairs(query: str) -> str | None:
    asked = Words.of("".join(query.split()))
    return asked.within("x") if asked.keys else None


def _trigrams(query: str) -> str | None:
    text = plain(query)
    quoted = text.replace('"', '""')
    return f'"{quoted}"' if len(text) > 2 else f"={text}"


def _row(query: str) -> str | None:
    tokens = characters(query)
    return f'"{tokens}"' if tokens else None


def _all_words(query: str) -> str | None:
    return " ".join(f'"{word}"' for word in _words_of(query)) or None


class Tantivy:
    """Tantivy, over tokens of ours between spaces."""

    def __init__(self, name: str, tokens: Callable[[str], str], query: Callable[[Any, str], Any]) -> None:
        self.name = name
        self.tokens = tokens
        self.query = query

    def build(self, folder: Path, texts: Sequence[str]) -> int:
        """A folder of segments."""
        import shutil

        import tantivy

        place = folder / "tantivy"
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        schema = tantivy.SchemaBuilder()
        schema.add_integer_field("id", stored=True, fast=True)
        schema.add_text_field("x", tokenizer_name="whitespace", index_option="position")
        self.schema = schema.build()
        index = tantivy.Index(self.schema, path=str(place))
        writer = index.writer(50_000_000, 1)
        for number, text in enumerate(texts):
            writer.add_document(tantivy.Document(id=number, x=self.tokens(text)))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self.searcher = index.searcher()
        self.most = len(texts)
        return sum(file.stat().st_size for file in place.iterdir())

    def find(self, query: str) -> set[int]:
        """What its query finds."""
        asked = self.query(self.schema, query)
        if asked is None:
            return set()
        return {number for number, _ in self.searcher.search(asked, self.most, count=False, order_by_field="id").hits}


def _phrase(schema: Any, query: str) -> Any:
    import tantivy

    tokens = characters(query).split()
    if len(tokens) < 2:
        return tantivy.Query.term_query(schema, "x", tokens[0]) if tokens else None
    return tantivy.Query.phrase_query(schema, "x", tokens)


def _conjunction(schema: Any, query: str) -> Any:
    import tantivy

    terms = [tantivy.Query.term_query(schema, "x", word) for word in _words_of(query)]
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, term) for term in terms]) if terms else None


def engines() -> Iterator[Engine]:
    """All of them; Tantivy only where it is installed."""
    yield Scan()
    yield Fts5(
        "FTS5, its trigrams; shorter queries read all texts", "tokenize = 'trigram case_sensitive 1'", plain, _trigrams
    )
    own = "content = '', columnsize = 0, tokenize = 'ascii'"
    yield Fts5("FTS5, single characters", own, characters, _row)
    yield Fts5("FTS5, pairs of characters (chosen)", own, grams, _pairs)
    yield Fts5("FTS5, words of a dictionary (rjieba)", own, words, _all_words)
    yield from _tantivy()


def _tantivy() -> Iterable[Engine]:
    try:
        import tantivy  # noqa: F401
    except ImportError:
        return ()
    return (
        Tantivy("Tantivy, single characters", characters, _phrase),
        Tantivy("Tantivy, words of a dictionary (rjieba)", words, _conjunction),
    )
