"""The kept annotations: one file for each article, the durable truth of which the store is a projection.

A record is replaced in three steps: the new one is written beside the old one, the store is changed, the new one
takes the old one's name. Who finds a new one still waiting knows that the store may show either, and projects the
old one again (:meth:`KeptArticles.interrupted`). Where there is no old one that is whole, as the article is new, or its
record lost or damaged, the waiting one counts: nothing else may tell of the article any more. Where the old record is
to stay as an earlier version it goes among these (:mod:`kg.pipeline.revisions`) between the second step and the third.

A record that is to go gets another name first, which is the moment that its article is gone; then its earlier versions
go, and once nothing shows the article, nor any file for people, the record itself. Who finds one under that name takes
what is left of these away. An article that the store shows, and that has a record under neither name, has lost it.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from kg.errors import StoreError
from kg.files import garbled, read_own, sweep, sync, unwritable, write_whole
from kg.model import Annotations, Article, ArticleId, VersionId, text_digest
from kg.model.codec import CodecError, decode_annotations, decode_article, encode
from kg.pipeline.linked import sweep as sweep_links
from kg.pipeline.revisions import Earlier, Revisions
from kg.pipeline.workplace import RECORD, TEXT, Workplace

FORMAT = 1
"""Changes when files written before can no longer be read."""
RESCUED = "rescued.json"
"""What lies in ``damaged/`` while a store is made again (:mod:`kg.pipeline.rescued`)."""
BEGUN = 16
"""How many digits of a text's digest stand in the name of a version."""
_WAITING, _REMOVED = ".waiting", ".removed"
_LOST, _TEXTS = "lost", "texts"
_TEXT_OF = re.compile(rb'"sha256":"([0-9a-f]{64})"')
_DIGEST, _END = b',"digest":"', b'"}\n'
_DIGEST_LENGTH = len(_DIGEST) + 64 + len(_END)
# what the files of this program are called: whatever else lies beside them is the user's, and not looked at
_WAITING_RECORD = re.compile(rf"[0-9a-f]{{16}}\.json{re.escape(_WAITING)}")
_REMOVED_RECORD = re.compile(rf"[0-9a-f]{{16}}\.json{re.escape(_REMOVED)}")
CUT_SHORT = re.compile(rf"{_WAITING_RECORD.pattern}|{_REMOVED_RECORD.pattern}")
"""What a record is called whose replacement or removal has not ended."""
REASON = re.compile(rf"{RECORD.pattern}(\.\d+)?\.why")
"""What lies beside a damaged record that was set aside: why it was."""


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


@dataclass(frozen=True, slots=True)
class Damage:
    """A record that cannot be read as one: its file, which may have been set aside, and what is wrong with it.

    ``source`` is what the article was read from, where the record is lost and word was left of it.
    """

    id: ArticleId
    file: Path
    reason: str
    source: str = ""


class KeptArticles:
    """The records of one output folder.

    Attributes:
        damaged: the articles whose record is damaged, as :meth:`entries` found them. What the store shows of them is
            all that is left, until their sources are read again.
        shown: of these articles, the version that the store shows.
    """

    def __init__(self, place: Workplace) -> None:
        self.place = place
        self.revisions = Revisions(place)
        self.damaged: dict[ArticleId, Damage] = {}
        self.shown: dict[ArticleId, VersionId] = {}
        self._gone: set[str] = set()

    def entries(self) -> dict[ArticleId, Entry]:
        """Every kept article whose record is whole, by its identifier, in the order of the identifiers."""
        found: dict[ArticleId, Entry] = {}
        self.damaged = {}
        for file in _named(self.place.annotations, RECORD):
            try:
                entry = _entry(file)
                found[entry.id] = entry
            except StoreError as error:
                self._note(file, str(error))
        for file in _named(self.place.annotations, _WAITING_RECORD):
            if _id(file) not in found and (waiting := _whole(file)):
                found[waiting.id] = waiting
                self.damaged.pop(waiting.id, None)
        going = self.going()
        for file in _named(self.place.damaged, RECORD):
            if _id(file) not in found.keys() | going:
                word = _word(file)
                what = "a damaged record that was set aside" if word is None else "the record is lost"
                self._note(file, f"{file}: {what}", word or "")
        return dict(sorted(found.items()))

    def _note(self, file: Path, reason: str, source: str = "") -> None:
        self.damaged.setdefault(_id(file), Damage(_id(file), file, reason, source))

    def note_lost(self, articles: Iterable[ArticleId]) -> None:
        """Count articles that have no record, and were not being removed, among those whose record is damaged."""
        for id in sorted(articles):
            self._note(self.file_of(id), f"{self.file_of(id)}: the record is lost")

    def leave_word(self, id: ArticleId, source: str, texts: Collection[str] = ()) -> None:
        """Say in the place of a damaged record that one is lost, where nothing else tells of its article any more.

        Args:
            id: the article.
            source: what it was read from.
            texts: how the digests of texts begin that lie in ``damaged/`` and are its own, to go with it.
        """
        file = self.place.damaged / self.file_of(id).name
        if not os.path.lexists(file) or not set(texts) <= self._told_in_damaged(id):
            told = {_LOST: source, **({_TEXTS: sorted(texts)} if texts else {})}
            write_whole(_free(file), json.dumps(told, ensure_ascii=False).encode("utf-8", "replace"))

    def note_damage(self, entry: Entry, error: Exception) -> None:
        """Count a record among the damaged that shows only now that it is."""
        self._note(self.file_of(entry.id), str(error))

    def set_aside(self, file: Path) -> Path:
        """Move a file that is damaged into the folder of such files; what is there already keeps its name."""
        folder = self.place.damaged
        folder.mkdir(exist_ok=True)
        to = _free(folder / file.name)
        file.replace(to)
        return to

    def entry(self, id: ArticleId) -> Entry | None:
        """The entry of one article; None if it has no record that is whole."""
        file = self.file_of(id)
        return _whole(file) or _whole(_waiting(file))

    def load(self, id: ArticleId) -> Kept:
        """The record of an article.

        Raises:
            StoreError: if it is missing, or not as this program writes it.
        """
        file = self.file_of(id)
        try:
            return _loaded(file)
        except StoreError:
            if not _waiting(file).is_file():
                raise
        return _loaded(_waiting(file))

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
        self.keep_text(kept.article.text)
        file = self.file_of(kept.article.id)
        waiting = _waiting(file)
        write_whole(waiting, _serialised(kept))
        yield
        if earlier:
            self.revisions.add(earlier.id, earlier.sha256, file)
        if kept.article.id in self.damaged and file.is_file():
            self.set_aside(file)
        waiting.replace(file)
        _removed(file).unlink(missing_ok=True)  # it is here again: should its record be lost, it was not removed
        self.damaged.pop(kept.article.id, None)

    def keep_text(self, text: str) -> None:
        """Keep a text; one that is there is looked at, for it may be damaged (30 µs for one of 6 kB)."""
        file, content = self.place.text_file(text_digest(text)), text.encode("utf-8")
        with suppress(OSError):  # also a link, or a pipe, where it is not to be
            if read_own(file) == content:
                return
        write_whole(file, content)

    def forget(self, id: ArticleId) -> None:
        """Remove an article's record, damaged or not, and its earlier versions. Their texts stay until :meth:`sweep`.

        Where that is cut short they are there as they were, or are all gone after :meth:`go_on_removing`. That the
        article was removed can be seen until :meth:`published`.
        """
        file = self.file_of(id)
        removed = _removed(file)
        self._note_gone(id, file)
        try:
            file.replace(removed)
        except FileNotFoundError:
            write_whole(removed, b"")
            sync(removed.parent)
        self._forget_rest(id)
        self.damaged.pop(id, None)
        self.shown.pop(id, None)

    def _note_gone(self, id: ArticleId, record: Path) -> None:
        """Note which texts an article has; its record may be damaged."""
        versions = (*(earlier.version for earlier in self.revisions.of(id)), self.shown.get(id))
        self._gone |= {begun(version) for version in versions if version}
        self._gone |= {digest[:BEGUN] for digest in texts_told(record)}

    def _forget_rest(self, id: ArticleId) -> None:
        self.revisions.forget(id)  # or whoever builds the article again would take them for its own
        told = self._told_in_damaged(id)
        for text in _named(self.place.damaged, TEXT):
            if text.stem[:BEGUN] in told:  # before the files that tell whose it is
                text.unlink()
        for file in self._in_damaged(id):
            file.unlink()
        self._gone |= told
        self._forget_rescued(id)

    def _in_damaged(self, id: ArticleId) -> list[Path]:
        """What was set aside of the record of an article, and what was left as word of it."""
        return _named(self.place.damaged, re.compile(rf"{re.escape(self.file_of(id).name)}(\.\d+)?(\.why)?"))

    def _told_in_damaged(self, id: ArticleId) -> set[str]:
        """How the digests of the texts begin that these tell of."""
        files = self._in_damaged(id)
        return {digest[:BEGUN] for file in files for digest in (*texts_told(file), *texts_of_word(file))}

    def _forget_rescued(self, id: ArticleId) -> None:
        """Take an article out of what a killed repair saved of a damaged store, or the next one would bring it back."""
        file = self.place.damaged / RESCUED
        try:
            saved = json.loads(read_own(file))
            rest = {graph: lines for graph, lines in saved.items() if f"{id}/" not in graph}
        except (OSError, ValueError, AttributeError):
            return
        if rest != saved:
            write_whole(file, json.dumps(rest, ensure_ascii=False).encode("utf-8", "replace"))

    def go_on_removing(self) -> None:
        """Remove what is left of articles whose removal was cut short."""
        for file in _named(self.place.annotations, _REMOVED_RECORD):
            if not self.file_of(_id(file)).exists():
                self._note_gone(_id(file), file)
                self._forget_rest(_id(file))

    def interrupted(self) -> tuple[ArticleId, ...]:
        """The articles whose replacement or removal was cut short, until :meth:`settled` and :meth:`published`."""
        return tuple(sorted({_id(file) for file in _named(self.place.annotations, CUT_SHORT)}))

    def going(self) -> set[ArticleId]:
        """The articles whose removal was cut short, or is not yet :meth:`published`."""
        return {_id(file) for file in _named(self.place.annotations, _REMOVED_RECORD)}

    def being_removed(self) -> dict[ArticleId, Entry]:
        """What is known of the articles that are :meth:`going`."""
        found = map(_whole, _named(self.place.annotations, _REMOVED_RECORD))
        return {entry.id: entry for entry in found if entry}

    def settled(self) -> None:
        """Drop what was cut short, now that the store shows what is kept: not before, as this may be cut short too.

        A record that waits where there is no other that is whole gets its name.
        """
        for waiting in _named(self.place.annotations, _WAITING_RECORD):
            file = self.file_of(_id(waiting))
            if _whole(file) or not _whole(waiting):
                waiting.unlink()
                continue
            if file.is_file():
                self.set_aside(file)
            waiting.replace(file)
            _removed(file).unlink(missing_ok=True)
        sweep_links(self.place)
        self._forget_reasons()
        place = self.place
        ours = (place.annotations, place.texts, place.snapshots, place.damaged, *place.revisions.glob("*"))
        for folder in (self.place.folder, *(folder for folder in ours if not folder.is_symlink())):
            sweep(folder)

    def _forget_reasons(self) -> None:
        """Remove what tells why a record was set aside that somebody has deleted since."""
        for file in _named(self.place.damaged, REASON):
            if not file.with_suffix("").exists():
                file.unlink()

    def sync(self) -> None:
        """Let the names of records, earlier versions and texts outlive a loss of power, as their bytes do already.

        To be called once, before readers are given what the store shows of them: each by itself takes long.

        Raises:
            StoreError: if the disk does not take it.
        """
        for folder in (self.place.texts, self.place.annotations, self.place.revisions, *sorted(self.revisions.changed)):
            try:
                if folder.is_dir():
                    sync(folder)
            except OSError as error:
                raise unwritable(folder, error) from error
        self.revisions.changed.clear()

    def published(self) -> None:
        """Forget which articles were removed, now that neither store, snapshot nor files for people show them."""
        for file in _named(self.place.annotations, _REMOVED_RECORD):
            file.unlink()

    def sweep(self, used: set[str], told: Collection[VersionId] = ()) -> None:
        """Remove the kept texts that no version has.

        Where an article's record is damaged and the store has nothing of it, nobody knows which texts it has: then
        only those of the articles go that were forgotten (:meth:`forget`).

        Args:
            used: the digests of those that current versions have.
            told: versions that the history tells of, whether or not their records are still there.
        """
        used = used | self.revisions.digests()
        shown = {begun(version) for version in (*told, *self.shown.values())}
        is_known = self.damaged.keys() <= self.shown.keys()
        for file in _named(self.place.texts, TEXT):
            start = file.stem[:BEGUN]
            if file.stem not in used and start not in shown and (is_known or start in self._gone):
                file.unlink()
        for file in _named(self.place.damaged, TEXT):  # set aside as nobody's (:mod:`kg.pipeline.orphans`)
            if file.stem in used or file.stem[:BEGUN] in self._gone:
                file.unlink()

    def take_back(self, entries: Iterable[Entry]) -> None:
        """Put texts that were set aside as nobody's among the texts again, where records tell of them now."""
        aside = _named(self.place.damaged, TEXT)
        used = {entry.sha256 for entry in entries} | self.revisions.digests() if aside else ()
        for file in aside:
            if file.stem in used and not self.place.text_file(file.stem).exists():
                file.replace(self.place.text_file(file.stem))

    def file_of(self, id: ArticleId) -> Path:
        """Where the record of an article lies."""
        return self.place.annotations / f"{id.rpartition('/')[2]}.json"


def _word(file: Path) -> str | None:
    """What an article was read from, where this is word of a lost record; empty if it does not tell, else None."""
    with suppress(OSError, ValueError, RecursionError):
        told = json.loads(read_own(file))
        if isinstance(told, dict) and isinstance(told.get(_LOST), str):
            return str(told[_LOST])
    return None


def texts_of_word(file: Path) -> set[str]:
    """How the digests of texts in ``damaged/`` begin that word of an article gives to it."""
    with suppress(OSError, ValueError, RecursionError, KeyError, TypeError):
        return {str(begun) for begun in json.loads(read_own(file))[_TEXTS]}
    return set()


def _free(file: Path) -> Path:
    """This name, or the next one with a number that nothing has yet."""
    to, count = file, 1
    while os.path.lexists(to):
        count += 1
        to = file.with_name(f"{file.name}.{count}")
    return to


def texts_told(file: Path) -> set[str]:
    """The digests of the texts that a record tells of, however damaged it is."""
    try:
        return {digest.decode() for digest in _TEXT_OF.findall(read_own(file))}
    except OSError:
        return set()


def _named(folder: Path, name: re.Pattern[str]) -> list[Path]:
    """The files with names of this form, sorted; none if the folder is missing."""
    if not folder.is_dir():
        return []
    return sorted(file for file in folder.iterdir() if name.fullmatch(file.name) and file.is_file())


def _waiting(file: Path) -> Path:
    """What a record is called that is to take the place of another."""
    return file.with_name(file.name + _WAITING)


def _removed(file: Path) -> Path:
    """What a record is called that is to go."""
    return file.with_name(file.name + _REMOVED)


def begun(version: VersionId) -> str:
    """How the digest of the text of a version begins."""
    return version.rpartition("/")[2]


def article_of(version: VersionId) -> ArticleId:
    """The article that this is a version of."""
    return ArticleId(version.rpartition("/")[0])


def _id(file: Path) -> ArticleId:
    """The article whose record has this name."""
    return ArticleId(f"article/{file.name.partition('.')[0]}")


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
    told = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")[:-1]
    return told + _ending(told)


def _ending(told: bytes) -> bytes:
    """How a record ends that begins like this."""
    return b"".join((_DIGEST, sha256(told).hexdigest().encode(), _END))


def _parsed(file: Path) -> dict[str, Any]:
    """What a record says; one of an older kg does not end in the digest of what stands before it."""
    try:
        raw = read_own(file)
        told, end = raw[:-_DIGEST_LENGTH], raw[-_DIGEST_LENGTH:]
        if _DIGEST in raw[-2 * _DIGEST_LENGTH :] and end != _ending(told):
            raise ValueError("its bytes are not those that were written")
        value = json.loads(raw)
    except (OSError, ValueError, RecursionError) as error:
        raise StoreError(_broken(file, error)) from error
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        raise StoreError(_broken(file, f"expected format {FORMAT}"))
    return value


def _entry(file: Path) -> Entry:
    value = _parsed(file)
    try:
        article = value["article"]
        published = article.get("published")
        _demand_names(file, article["id"], value["version"], value["sha256"])
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


def _whole(file: Path) -> Entry | None:
    """The entry of a record; None if it is missing, or not as this program writes it."""
    try:
        return _entry(file)
    except StoreError:
        return None


def _demand_names(file: Path, id: str, version: str, digest: str) -> None:
    """Whether a record is called by its article, and its version by its text."""
    name = file.parent.name if file.parent.parent.name == "revisions" else file.name.partition(".")[0]
    if id != f"article/{name}" or version != f"{id}/{digest[:16]}":
        raise ValueError(f"it is of {id}, with the version {version}")


def _broken(file: Path, reason: object) -> str:
    told = garbled(reason) if isinstance(reason, Exception) else reason
    return f"{file}: not a record that kg keeps ({told})"
