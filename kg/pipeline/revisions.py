"""The earlier versions of articles: their records as they were kept, in ``revisions/<article>/``.

An article that is read again with another text has a new version; the record of the one before moves here, and its
text stays among the texts. A file is called by its number, from the oldest on, and the digest of its text, so that
what is kept can be told without reading it. The record that is current is not among them: it lies in ``annotations/``.

No two versions in a row have the same text. So a record that is here and still current is one whose move was cut
short, and :meth:`Revisions.settle` takes it back.
"""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.files import listed_own, read_own, write_whole
from kg.model import ArticleId, VersionId
from kg.pipeline.workplace import Workplace

FOLDER_NAME = re.compile(r"[0-9a-f]{16}")
"""What the folder of an article is called in ``revisions/``."""
FILE_NAME = re.compile(r"([0-9]{6,})-([0-9a-f]{64})\.json")
"""What the record of an earlier version is called: its number, and the SHA-256 of its text."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier version of an article; ``number`` is 1 for the oldest, ``sha256`` the digest of its text."""

    article: ArticleId
    number: int
    sha256: str
    file: Path

    @property
    def version(self) -> VersionId:
        """The version, as :attr:`kg.model.Article.version` of its record."""
        return VersionId(f"{self.article}/{self.sha256[:16]}")


class Revisions:
    """The earlier versions in one output folder.

    Attributes:
        changed: the folders in which something was put or removed.
    """

    def __init__(self, place: Workplace) -> None:
        self.folder = place.revisions
        self.changed: set[Path] = set()

    def all(self) -> dict[ArticleId, tuple[Earlier, ...]]:
        """The earlier versions of every article that has some, the oldest first."""
        names = sorted(there.name for there in listed_own(self.folder) if FOLDER_NAME.fullmatch(there.name))
        found = ((id, self.of(id)) for id in (ArticleId(f"article/{name}") for name in names))
        return {id: versions for id, versions in found if versions}

    def of(self, id: ArticleId) -> tuple[Earlier, ...]:
        """The earlier versions of one article, the oldest first."""
        named = ((FILE_NAME.fullmatch(file.name), file) for file in listed_own(self._folder(id)))
        return tuple(sorted((Earlier(id, int(m[1]), m[2], file) for m, file in named if m), key=lambda e: e.number))

    def add(self, id: ArticleId, sha256: str, record: Path) -> None:
        """Keep a record, which is current until now, as the newest of the earlier versions."""
        there = self.of(id)
        number = there[-1].number + 1 if there else 1
        folder = self._folder(id)
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / f"{number:06}-{sha256}.json"
        self.changed.add(folder)
        try:
            os.link(record, file)  # the record is replaced by another file, never written into
        except OSError:  # a file system without links
            write_whole(file, read_own(record))

    def settle(self, id: ArticleId, current: str) -> None:
        """Take back the newest of the earlier versions while its text is the current one, with this digest."""
        for earlier in reversed(self.of(id)):
            if earlier.sha256 != current:
                return
            self.changed.add(earlier.file.parent)
            earlier.file.unlink()

    def forget(self, id: ArticleId) -> None:
        """Remove the earlier versions of an article; what a user keeps beside them stays."""
        for earlier in reversed(self.of(id)):
            self.changed.add(earlier.file.parent)
            earlier.file.unlink()
        if (folder := self._folder(id)).is_dir() and not (folder.is_symlink() or any(folder.iterdir())):
            folder.rmdir()

    def digests(self) -> set[str]:
        """The digests of all texts that earlier versions have."""
        return {earlier.sha256 for versions in self.all().values() for earlier in versions}

    def _folder(self, id: ArticleId) -> Path:
        return self.folder / id.rpartition("/")[2]


def putting_back(place: Workplace, id: ArticleId) -> str:
    """What a person does about an earlier version of an article whose record is damaged or lost."""
    folder = f"revisions/{id.rpartition('/')[2]}"
    return (
        f"put it back from a backup that has it, with `tar -xzf FILE -C {shlex.quote(str(place.folder))} {folder}`; or "
        f"give up all earlier versions of the article: {place.command(f'remove {id}')}, then build it again"
    )


def chains(
    current: Mapping[ArticleId, VersionId], earlier: Mapping[ArticleId, Collection[Earlier]]
) -> dict[ArticleId, tuple[VersionId, ...]]:
    """The versions of every article that is kept, the oldest first, the current one last."""
    return {id: (*(e.version for e in earlier.get(id, ())), version) for id, version in current.items()}
