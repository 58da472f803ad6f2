"""Articles that were read with several texts: their versions, and how one differs from the next."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.config import Config, load_config
from kg.errors import ConfigError, StoreError
from kg.files import garbled, read_own
from kg.model import ArticleFacts, ArticleId, VersionId
from kg.pipeline.holders import forgotten
from kg.pipeline.kept import Kept, KeptArticles, article_of
from kg.pipeline.projection import lost_versions, versions_in
from kg.pipeline.revisions import Earlier, chains
from kg.pipeline.workplace import Workplace
from kg.rdf.revisions import history_graph, is_history
from kg.resolve import resolve
from kg.text.differences import Line, text_difference

if TYPE_CHECKING:
    from kg.publish.changes import FactChange

OnError = Callable[[str], None]
"""Hears of each version that cannot be shown, and why, in a line."""
FIELDS = ("headline", "author", "publisher", "published", "url", "source")
"""What is told of a version besides its text and its facts."""


@dataclass(frozen=True, slots=True)
class ArticleVersion:
    """One text of an article, with what its source said about it. ``published`` is in ISO form; empty is unknown.

    Where the record is damaged only its number is known, and of an earlier version also version and digest.

    ``number`` is 1 for the oldest; ``extractors`` are ``name/version`` of what read its facts.
    """

    number: int
    version: VersionId
    sha256: str
    headline: str = ""
    author: str = ""
    publisher: str = ""
    published: str = ""
    url: str = ""
    source: str = ""
    extractors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldChange:
    """Something that is told of both versions, and differs; ``name`` is one of :data:`FIELDS`."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """How a version differs from the one before it.

    Attributes:
        before: the number of the earlier version.
        after: the number of the later version.
        fields: what is told of them and differs.
        text: the sentences that differ; none where only white space does.
        facts: what came, went, or is told differently.
        same_extractors: whether both were read by the same extractors; else facts may differ for that reason.
    """

    before: int
    after: int
    fields: tuple[FieldChange, ...]
    text: tuple[Line, ...]
    facts: tuple[FactChange, ...]
    same_extractors: bool


@dataclass(frozen=True, slots=True)
class History:
    """An article with its versions, the oldest first, the current one last; ``changes`` if they were asked for."""

    article: ArticleId
    versions: tuple[ArticleVersion, ...]
    changes: tuple[Change, ...] = ()

    @property
    def current(self) -> ArticleVersion:
        """The version that the graph shows."""
        return self.versions[-1]

    def as_json(self) -> dict[str, Any]:
        """All of it, as JSON has it; what is empty is left out."""
        versions = [_filled(v, ("number", "version", "sha256", *FIELDS, "extractors")) for v in self.versions]
        told: dict[str, Any] = {"article": self.article, "versions": versions}
        if self.changes:
            told["changes"] = [_change_as_json(change) for change in self.changes]
        return told


def revisions(
    output: Path | str = "output",
    article: str | None = None,
    *,
    config: Config | None = None,
    on_error: OnError = lambda _: None,
) -> tuple[History, ...]:
    """The articles of a graph that were read with several texts.

    Args:
        output: the folder of the graph.
        article: the file, address or IRI of an article, as for :func:`kg.remove`; then its history has the changes
            from each version to the next. Without it all articles are given, without changes.
        config: the settings, as for :func:`kg.build`.
        on_error: hears of every version whose record is damaged or lost. A damaged one is among the versions of its
            article, and what came before it is compared with what came after; one that is lost is not.

    Raises:
        ConfigError: if nothing was built in ``output``, or there is no such article.
        StoreError: if the folder is not one that this kg reads.
    """
    place = Workplace(Path(output))
    place.demand()
    kept = KeptArticles(place)
    earlier = kept.revisions.all()
    lost = _lost(kept, on_error)
    if article is None:
        _tell_lost(kept, lost, on_error)
        # of an article whose record is lost the versions are told once it is built again
        there = ((id, v) for id, v in earlier.items() if kept.file_of(id).is_file())
        found = [History(id, _versions(kept, id, v, on_error)) for id, v in there]
        return tuple(sorted(found, key=lambda h: (h.current.source, h.article)))
    base = (config or load_config()).base
    named = _named(kept, article, earlier, base)
    if lost:
        meant = forgotten(kept.entries().values(), article, base)
        _tell_lost(kept, [version for version in lost if article_of(version) in meant], on_error)
    return tuple(_with_changes(kept, id, earlier[id], on_error=on_error) for id in named)


def _lost(kept: KeptArticles, on_error: OnError) -> list[VersionId]:
    """The versions of kept articles that the history tells of, and that have no record any more."""
    from kg.store.snapshots import open_current

    told: set[VersionId] = set()
    if kept.place.has_own_store():
        try:
            with open_current(kept.place.store) as store:
                for graph in filter(is_history, store.graphs()):
                    told |= versions_in(store.statements(graph), graph.removesuffix(history_graph("")))
        except StoreError as error:
            on_error(f"whether earlier versions are lost cannot be told: {error}")
    entries = map(kept.entry, {article_of(version) for version in told})
    current = {entry.id: entry.version for entry in entries if entry}
    return lost_versions(told, chains(current, kept.revisions.all()))


def _tell_lost(kept: KeptArticles, lost: Iterable[VersionId], on_error: OnError) -> None:
    for version in lost:
        entry = kept.entry(article_of(version))
        source = entry.source_file if entry else version
        on_error(f"{source}: the record of its earlier version {version} is lost; {_more(kept)}")


def _more(kept: KeptArticles) -> str:
    return f"{kept.place.command('check --deep')} says what to do"


def history(output: Path | str, article: ArticleId, most: int) -> History | None:
    """The versions of one article, with the last ``most`` of its changes; None if it has one version only.

    Raises:
        StoreError: as :func:`revisions`.
    """
    kept = KeptArticles(Workplace(Path(output)))
    earlier = kept.revisions.of(article)
    return _with_changes(kept, article, earlier, most) if earlier and kept.file_of(article).is_file() else None


def _raised(problem: str) -> None:
    raise StoreError(problem)


def _named(kept: KeptArticles, name: str, earlier: Mapping[ArticleId, object], base: str) -> list[ArticleId]:
    """The articles with several versions that a name means."""
    entries = (kept.entry(id) for id in earlier)
    found = forgotten([entry for entry in entries if entry], name, base)
    if not found and not forgotten(kept.entries().values(), name, base):
        raise ConfigError(f"no article «{name}» in this graph; `kg query articles` lists them")
    return found


def _versions(
    kept: KeptArticles, id: ArticleId, earlier: Sequence[Earlier], on_error: OnError
) -> tuple[ArticleVersion, ...]:
    return tuple(_each_version(kept, id, earlier, on_error))


def _each_version(
    kept: KeptArticles, id: ArticleId, earlier: Sequence[Earlier], on_error: OnError
) -> Iterator[ArticleVersion]:
    for number, of in enumerate(earlier, 1):
        try:
            yield _version(number, of.file)
        except StoreError as error:
            on_error(f"{error}; {_more(kept)}")
            yield ArticleVersion(number, of.version, of.sha256)
    try:
        yield _version(len(earlier) + 1, kept.file_of(id))
    except StoreError as error:
        on_error(f"{error}; {_more(kept)}")
        yield ArticleVersion(len(earlier) + 1, VersionId(""), "")


def _version(number: int, file: Path) -> ArticleVersion:
    """A version from its record, whose annotations are not looked at."""
    try:
        record = json.loads(read_own(file))
        article = record["article"]
        told = {name: article.get(name) or "" for name in FIELDS if name != "source"}
        return ArticleVersion(
            number,
            VersionId(record["version"]),
            record["sha256"],
            **told,
            source=article["source_file"],
            extractors=tuple(record["extractors"]),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise StoreError(f"{file}: not a record that kg keeps ({garbled(error)})") from error


def _with_changes(
    kept: KeptArticles,
    id: ArticleId,
    earlier: Sequence[Earlier],
    most: int | None = None,
    on_error: OnError = _raised,
) -> History:
    versions = _versions(kept, id, earlier, on_error)
    first = 0 if most is None else max(0, len(earlier) - most)
    whole = list(_records(kept, id, earlier, versions, first, on_error))
    steps = pairwise(whole)
    return History(id, versions, tuple(_change(a, b, old, new) for (a, old), (b, new) in steps))


def _records(
    kept: KeptArticles,
    id: ArticleId,
    earlier: Sequence[Earlier],
    versions: Sequence[ArticleVersion],
    first: int,
    on_error: OnError,
) -> Iterator[tuple[ArticleVersion, Kept]]:
    """The versions from the first one on whose records are whole, with these; what is told of already is passed by."""
    for version in versions[first:]:
        if version.source:
            is_current = version.number > len(earlier)
            try:
                yield version, kept.load(id) if is_current else kept.load_earlier(earlier[version.number - 1])
            except StoreError as error:
                on_error(f"{error}; {_more(kept)}")


def _change(before: ArticleVersion, after: ArticleVersion, old: Kept, new: Kept) -> Change:
    from kg.publish.changes import fact_changes

    pairs = ((name, getattr(before, name), getattr(after, name)) for name in FIELDS)
    return Change(
        before.number,
        after.number,
        tuple(FieldChange(name, a, b) for name, a, b in pairs if a != b),
        text_difference(old.article.text, new.article.text),
        fact_changes(_facts(old), _facts(new)),
        old.extractors == new.extractors,
    )


def _facts(kept: Kept) -> ArticleFacts:
    return resolve(kept.article, kept.annotations, kept.extractors)


def _change_as_json(change: Change) -> dict[str, Any]:
    return {
        "from": change.before,
        "to": change.after,
        "fields": [_filled(field, ("name", "before", "after")) for field in change.fields],
        "text": [
            {"sign": line.sign, "text": line.text, "pieces": [[p.text, p.changed] for p in line.pieces]}
            for line in change.text
        ],
        "facts": [
            {"what": fact.what, **_filled(fact, ("kind", "before", "after", "words_before", "words_after"))}
            for fact in change.facts
        ],
        "same_extractors": change.same_extractors,
    }


def _filled(value: object, names: Iterable[str]) -> dict[str, Any]:
    pairs = ((name, getattr(value, name)) for name in names)
    return {name: list(item) if isinstance(item, tuple) else item for name, item in pairs if item}
