"""Articles that were read with several texts: their versions, and how one differs from the next."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.config import Config, load_config
from kg.errors import ConfigError, StoreError
from kg.files import garbled, read_own
from kg.model import ArticleFacts, ArticleId, VersionId
from kg.pipeline.holders import forgotten
from kg.pipeline.kept import Kept, KeptArticles
from kg.pipeline.revisions import Earlier
from kg.pipeline.workplace import Workplace
from kg.resolve import resolve
from kg.text.differences import Line, text_difference

if TYPE_CHECKING:
    from kg.publish.changes import FactChange

FIELDS = ("headline", "author", "publisher", "published", "url", "source")
"""What is told of a version besides its text and its facts."""


@dataclass(frozen=True, slots=True)
class ArticleVersion:
    """One text of an article, with what its source said about it. ``published`` is in ISO form; empty is unknown.

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
    output: Path | str = "output", article: str | None = None, *, config: Config | None = None
) -> tuple[History, ...]:
    """The articles of a graph that were read with several texts.

    Args:
        output: the folder of the graph.
        article: the file, address or IRI of an article, as for :func:`kg.remove`; then its history has the changes
            from each version to the next. Without it all articles are given, without changes.
        config: the settings, as for :func:`kg.build`.

    Raises:
        ConfigError: if nothing was built in ``output``, or there is no such article.
        StoreError: if a record cannot be read.
    """
    place = Workplace(Path(output))
    place.demand()
    kept = KeptArticles(place)
    earlier = kept.revisions.all()
    if article is None:
        # of an article whose record is lost the versions are told once it is built again
        found = [History(id, _versions(kept, id, v)) for id, v in earlier.items() if kept.file_of(id).is_file()]
        return tuple(sorted(found, key=lambda h: (h.current.source, h.article)))
    base = (config or load_config()).base
    return tuple(_with_changes(kept, id, earlier[id]) for id in _named(kept, article, earlier, base))


def history(output: Path | str, article: ArticleId, most: int) -> History | None:
    """The versions of one article, with the last ``most`` of its changes; None if it has one version only.

    Raises:
        StoreError: as :func:`revisions`.
    """
    kept = KeptArticles(Workplace(Path(output)))
    earlier = kept.revisions.of(article)
    return _with_changes(kept, article, earlier, most) if earlier and kept.file_of(article).is_file() else None


def _named(kept: KeptArticles, name: str, earlier: Mapping[ArticleId, object], base: str) -> list[ArticleId]:
    """The articles with several versions that a name means."""
    entries = (kept.entry(id) for id in earlier)
    found = forgotten([entry for entry in entries if entry], name, base)
    if not found and not forgotten(kept.entries().values(), name, base):
        raise ConfigError(f"no article «{name}» in this graph; `kg query articles` lists them")
    return found


def _versions(kept: KeptArticles, id: ArticleId, earlier: Sequence[Earlier]) -> tuple[ArticleVersion, ...]:
    files = [*(e.file for e in earlier), kept.file_of(id)]
    return tuple(_version(number, file) for number, file in enumerate(files, 1))


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
        what = f"not a record that kg keeps ({garbled(error)})"
        raise StoreError(f"{file}: {what}; `kg check --deep` tells more") from error


def _with_changes(kept: KeptArticles, id: ArticleId, earlier: Sequence[Earlier], most: int | None = None) -> History:
    versions = _versions(kept, id, earlier)
    compared = earlier[-most:] if most is not None else earlier
    records = [*(kept.load_earlier(e) for e in compared), kept.load(id)]
    steps = zip(pairwise(versions[-len(records) :]), pairwise(records), strict=True)
    return History(id, versions, tuple(_change(*pair, *both) for pair, both in steps))


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
