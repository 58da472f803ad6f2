"""The kept annotations: one file for each article, the durable truth of which the store is a projection.

A record is replaced in three steps: the new one is written beside the old one, the store is changed, the new one
takes the old one's name. Who finds a new one still waiting knows that the store may show either, and projects the
old one again (:meth:`KeptArticles.interrupted`). Where the old record is to stay as an earlier version it goes among
these (:mod:`kg.pipeline.revisions`) between the second step and the third.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from kg.errors import StoreError
from kg.model import Annotations, Article, ArticleId, VersionId, text_digest
from kg.model.codec import CodecError, decode_annotations, decode_article, encode
from kg.pipeline.revisions import Earlier, Revisions
from kg.pipeline.workplace import RECORD, Workplace, write_whole

FORMAT = 1
"""Changes when files written before can no longer be read."""
_WAITING = ".waiting"
# what the files of this program are called: whatever else lies beside them is the user's, and not looked at
_WAITING_RECORD = re.compile(rf"[0-9a-f]{{16}}\.json{re.escape(_WAITING)}")
_TEXT = re.compile(r"[0-9a-f]{64}\.txt")


@dataclass(frozen=True, slots=True)
class Kept:
    """An article with what was found in it.

    ``fingerprint`` stands for all that the annotations depend on; ``extractors`` are ``name/version``.
    """

    fingerprint: str
    extractors: tuple[str, ...]
    article: Article
    annotations: Annotations


@dataclass(frozen=True, slots=True)
class Entry:
    """What one needs to know of a kept article without reading its annotations."""

    id: ArticleId
    version: VersionId
    fingerprint: str
    source_file: str
    url: str | None
    published: datetime | None
    sha256: str

    @classmethod
    def of(cls, kept: Kept) -> Entry:
        """The entry of a record."""
        a = kept.article
        return cls(a.id, a.version, kept.fingerprint, a.source_file, a.url, a.published, text_digest(a.text))


class KeptArticles:
    """The records of one output folder."""

    def __init__(self, place: Workplace) -> None:
        self.place = place
        self.revisions = Revisions(place)

    def entries(self) -> dict[ArticleId, Entry]:
        """Every kept article, by its identifier, in the order of the identifiers.

        Raises:
            StoreError: if a file is not as this program writes it.
        """
        files = _named(self.place.annotations, RECORD)
        return {entry.id: entry for entry in (_entry(file) for file in files)}

    def load(self, id: ArticleId) -> Kept:
        """The record of an article.

        Raises:
            StoreError: if it is missing, or not as this program writes it.
        """
        return _loaded(self._file(id))

    def load_earlier(self, earlier: Earlier) -> Kept:
        """The record of an earlier version; raises as :meth:`load`."""
        return _loaded(earlier.file)

    @contextmanager
    def replacing(self, kept: Kept, earlier: Entry | None = None) -> Iterator[None]:
        """Keep a record once the body, which changes the store, has ended well.

        Args:
            kept: the record.
            earlier: the one that is kept now, where it is to stay as an earlier version.
        """
        text = kept.article.text
        text_file = self.place.text_file(text_digest(text))
        if not text_file.exists():
            write_whole(text_file, text.encode("utf-8"))
        file = self._file(kept.article.id)
        waiting = file.with_name(file.name + _WAITING)
        write_whole(waiting, _serialised(kept))
        yield
        if earlier:
            self.revisions.add(earlier.id, earlier.sha256, file)
        waiting.replace(file)

    def forget(self, id: ArticleId) -> None:
        """Remove an article's record and its earlier versions. Their texts stay until :meth:`sweep`."""
        self.revisions.forget(id)  # first: whoever builds the article again would take them for its own
        self._file(id).unlink(missing_ok=True)

    def interrupted(self) -> tuple[ArticleId, ...]:
        """The articles whose replacement was cut short; their waiting records are dropped."""
        found = []
        for file in _named(self.place.annotations, _WAITING_RECORD):
            found.append(ArticleId(f"article/{file.name.partition('.')[0]}"))
            file.unlink()
        return tuple(found)

    def sweep(self, used: set[str]) -> None:
        """Remove the kept texts that no version has; ``used`` are the digests of those that current ones have."""
        used = used | self.revisions.digests()
        for file in _named(self.place.texts, _TEXT):
            if file.stem not in used:
                file.unlink()

    def _file(self, id: ArticleId) -> Path:
        return self.place.annotations / f"{id.rpartition('/')[2]}.json"


def _named(folder: Path, name: re.Pattern[str]) -> list[Path]:
    """The files with names of this form, sorted; none if the folder is missing."""
    if not folder.is_dir():
        return []
    return sorted(file for file in folder.iterdir() if name.fullmatch(file.name) and file.is_file())


def _loaded(file: Path) -> Kept:
    value = _parsed(file)
    try:
        return Kept(
            fingerprint=value["fingerprint"],
            extractors=tuple(value["extractors"]),
            article=decode_article(value["article"]),
            annotations=decode_annotations(value["annotations"]),
        )
    except (CodecError, KeyError, TypeError) as error:
        raise StoreError(_broken(file, error)) from error


def _serialised(kept: Kept) -> bytes:
    value = {
        "format": FORMAT,
        "fingerprint": kept.fingerprint,
        "version": kept.article.version,
        "sha256": text_digest(kept.article.text),
        "extractors": list(kept.extractors),
        "article": encode(kept.article),
        "annotations": encode(kept.annotations),
    }
    return (json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n").encode("utf-8")


def _parsed(file: Path) -> dict[str, Any]:
    try:
        value = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise StoreError(_broken(file, error)) from error
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        raise StoreError(_broken(file, f"expected format {FORMAT}"))
    return value


def _entry(file: Path) -> Entry:
    value = _parsed(file)
    try:
        article = value["article"]
        published = article.get("published")
        return Entry(
            id=ArticleId(article["id"]),
            version=VersionId(value["version"]),
            fingerprint=value["fingerprint"],
            source_file=article["source_file"],
            url=article.get("url"),
            published=datetime.fromisoformat(published) if published else None,
            sha256=value["sha256"],
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise StoreError(_broken(file, error)) from error


def _broken(file: Path, reason: object) -> str:
    return f"{file}: not a record that kg keeps ({reason}); delete the file and build its article again"
