"""Which source speaks for an article where several do: the same one whatever their order.

The one published last does; of two with one date, the one whose file name, then text, comes last. A file that was
built before always speaks for itself: changing it replaces what it said.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from kg.errors import ConfigError
from kg.model import Article, ArticleId, text_digest
from kg.pipeline.kept import Entry
from kg.pipeline.report import Outcome, Refusal
from kg.rdf import expanded

_Rank = tuple[datetime, str, str]


@dataclass(frozen=True, slots=True)
class Holder:
    """The source that speaks for an article; ``outcome`` is None while it is one of an earlier build."""

    source: str
    rank: _Rank
    outcome: Outcome | None = None


class Holders:
    """The sources that speak for the articles of a build, and those that gave way to them."""

    def __init__(self, kept: Iterable[Entry]) -> None:
        self._of = {e.id: Holder(e.source_file, _rank(e.published, e.source_file, e.sha256)) for e in kept}
        self.duplicates: list[Refusal] = []

    def claim(self, article: Article) -> bool:
        """Whether this source now speaks for its article; whoever gives way becomes a duplicate."""
        rank = _rank(article.published, article.source_file, text_digest(article.text))
        holder = self._of.get(article.id)
        if holder and not _outranks(rank, article.source_file, holder):
            self._give_way(article.source_file, holder.source)
            return False
        if holder and holder.outcome:
            self._give_way(holder.source, article.source_file)
        self._of[article.id] = Holder(article.source_file, rank, Outcome.BUILT)
        return True

    def note(self, article: Article, outcome: Outcome) -> None:
        """What became of a source, if it still speaks for its article."""
        holder = self._of[article.id]
        if holder.source == article.source_file:
            self._of[article.id] = replace(holder, outcome=outcome)

    def outcomes(self) -> list[Outcome]:
        """What became of every article of this build."""
        held = [holder.outcome for holder in self._of.values() if holder.outcome]
        return held + [Outcome.DUPLICATE] * len(self.duplicates)

    def _give_way(self, source: str, to: str) -> None:
        self.duplicates.append(Refusal(source, f"the same article as {to}, which is kept"))


def _rank(published: datetime | None, source: str, sha256: str) -> _Rank:
    return (published or datetime.min.replace(tzinfo=UTC), source, sha256)


def _outranks(rank: _Rank, source: str, holder: Holder) -> bool:
    return rank > holder.rank or (holder.outcome is None and source == holder.source)


def forgotten(entries: Iterable[Entry], name: str, base: str) -> list[ArticleId]:
    """The kept articles that ``name`` means: the name of a file or of an item in it, an address, or an IRI.

    Where no article has just this name: a path that ends in one's, as given to a build, or the last part of one's.

    Raises:
        ConfigError: if only the last part of a name was given, and several files have it.
    """
    entries = tuple(entries)
    bare = expanded(name, base).removeprefix(base)
    exact = [e.id for e in entries if name in (e.source_file, e.url, _file(e)) or bare in (e.id, e.version)]
    if exact:
        return exact
    path = name.replace("\\", "/")
    longest = max((len(_file(e)) for e in entries if path.endswith("/" + _file(e))), default=None)
    if longest is not None:
        return [e.id for e in entries if path.endswith("/" + _file(e)) and len(_file(e)) == longest]
    last = [e for e in entries if _file(e).rpartition("/")[2] == path]
    files = sorted({_file(e) for e in last})
    if len(files) > 1:
        raise ConfigError(f"«{name}» may be any of {', '.join(files)}: name the one that is meant")
    return [e.id for e in last]


def _file(entry: Entry) -> str:
    """The file that an article was read from, without the number of its item."""
    return entry.source_file.rpartition("#")[0] or entry.source_file
