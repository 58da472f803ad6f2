"""Articles that no record tells of, where no store tells of them either: their texts, and what old exports show.

While a store or a snapshot is there it tells which articles there are, so that a text without an article is nobody's.
Where both are lost only the records tell it, and nobody misses one that is lost too: a text that no record has may then
be all that is left of an article. It is moved into ``damaged/``, with a copy of the exports where they tell of more
articles than the records do, and with word of each article that they name. Whose the texts are stands in that word as
far as exports tell it, so that they go with their articles. A report lies there only where it counts more articles than
are named: until somebody deletes it, it is said that some are lost. All that is done before a store is made again, for
afterwards nobody could tell these texts from those that a killed build left.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from filecmp import cmp
from pathlib import Path
from shutil import copyfile

from kg.files import LARGEST_NOTE, listed_own, no_link, read_own, sync, unwritable
from kg.model import ArticleId, VersionId
from kg.pipeline import rescued
from kg.pipeline.kept import BEGUN, KeptArticles, article_of, begun, texts_told
from kg.pipeline.report import Refusal
from kg.pipeline.workplace import TEXT, Workplace

_ARTICLE = re.compile(rb"(?:article:|<[^ >]*/article/)([0-9a-f]{16})>? a schema:NewsArticle")
_VERSION = re.compile(rb"(?:article:|<[^ >]*/article/)([0-9a-f]{16})\\?/([0-9a-f]{16})>? a prov:Entity")
_REVISED = re.compile(r"article/[0-9a-f]{16}/[0-9a-f]{16}")
_SOURCE = re.compile(rb'\s+kg:sourceFile ("(?:[^"\\]|\\.)*")')
_SHOWS = re.compile(r"(graph\.ttl|graph\.html|store)(\.[0-9]+)?")
_COUNTS = re.compile(r"report\.json(\.[0-9]+)?")
_LONGEST_LINE = 1 << 16
_BEGINNING = 30


@dataclass(frozen=True, slots=True)
class Orphans:
    """What tells of articles that have no record.

    Attributes:
        texts: the kept texts that no record has.
        articles: the articles that ``graph.ttl`` shows, with what each was read from; empty where it does not tell.
        owners: the articles that exports give these texts to, each with how the digests of its texts begin.
        missing: how many more articles ``report.json`` counts than records and ``graph.ttl`` name; 0 if it does not.
        exports: the exports, where they tell of such articles or there are such texts; the report only for those that
            nothing else names.
    """

    texts: tuple[Path, ...]
    articles: dict[ArticleId, str]
    owners: dict[ArticleId, set[str]]
    missing: int
    exports: tuple[Path, ...]


def found(kept: KeptArticles) -> Orphans:
    """What tells of articles without a record, in a folder whose store tells nothing.

    Raises:
        StoreError: if a folder cannot be read.
    """
    place = kept.place
    entries = kept.entries()
    saved = rescued.versions(place)  # a store is to show these
    known = entries.keys() | kept.damaged.keys() | set(kept.interrupted()) | {article_of(version) for version in saved}
    used = {entry.sha256 for entry in entries.values()} | kept.revisions.digests()
    used |= _told_by_no_entry(kept, set(entries))
    shows = {begun(version) for version in saved}
    unused = (f for f in listed_own(place.texts) if TEXT.fullmatch(f.name) and f.stem not in used)
    texts = tuple(sorted(file for file in unused if file.stem[:BEGUN] not in shows))
    shown, versions = shown_in(place.turtle)
    articles = {id: source for id, source in shown.items() if id not in known}
    starts = {text.stem[:BEGUN] for text in texts}
    owners: dict[ArticleId, set[str]] = {}
    for version in versions | _revised_in(place.report):
        if begun(version) in starts:
            owners.setdefault(article_of(version), set()).add(begun(version))
    missing = max(0, _counted(place.report) - len(known) - len(articles))
    exports = [place.turtle, place.page] if texts or articles or missing else []
    exports += [place.report] if missing else []
    return Orphans(texts, articles, owners, missing, tuple(file for file in exports if file.is_file()))


def _told_by_no_entry(kept: KeptArticles, entries: set[ArticleId]) -> set[str]:
    """The digests of texts in records that are damaged, were set aside, or were to come or go."""
    told: set[str] = set()
    known = {kept.file_of(id).name for id in entries}
    for file in (*listed_own(kept.place.annotations), *listed_own(kept.place.damaged)):
        if file.name not in known and ".json" in file.name:
            told |= texts_told(file)
    return told


def shown_in(turtle: Path) -> tuple[dict[ArticleId, str], set[VersionId]]:
    """The articles that an export shows, with what each was read from, and their versions; none if there is no file."""
    shown: dict[ArticleId, str] = {}
    versions: set[VersionId] = set()
    with suppress(OSError), open(turtle, "rb", opener=no_link) as stream:
        id = None
        while line := stream.readline(_LONGEST_LINE):
            if article := _ARTICLE.match(line):
                id = ArticleId(f"article/{article[1].decode()}")
                shown[id] = ""
            elif id and (source := _SOURCE.match(line)):
                with suppress(ValueError):
                    shown[id] = str(json.loads(source[1]))
                id = None
            elif version := _VERSION.match(line):
                versions.add(VersionId(f"article/{version[1].decode()}/{version[2].decode()}"))
    return shown, versions


def _revised_in(report: Path) -> set[VersionId]:
    """The versions that the build of a report has made earlier ones; nothing but the history of a store has others."""
    try:
        told = {change["earlier"] for change in json.loads(read_own(report, LARGEST_NOTE))["revised"]}
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return set()
    return {VersionId(version) for version in told if isinstance(version, str) and _REVISED.fullmatch(version)}


def _counted(report: Path) -> int:
    """How many articles a report counts; 0 where it cannot be read."""
    try:
        told = json.loads(read_own(report, LARGEST_NOTE))["graph"]["articles"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return 0
    return told if type(told) is int else 0


def keep_apart(place: Workplace) -> None:
    """Set aside what tells of articles without a record, if no store is left; before one is opened to be written.

    Raises:
        StoreError: if that cannot be done.
    """
    from kg.store.lock import StoreLock
    from kg.store.publishing import is_all_lost

    if not is_all_lost(place.store):
        return
    lock = StoreLock(place.store, shared=False)  # or the texts may be of a build that goes on
    try:
        if is_all_lost(place.store):
            kept = KeptArticles(place)
            set_aside(kept, found(kept))
    finally:
        lock.release()


def set_aside(kept: KeptArticles, orphans: Orphans) -> None:
    """Put all of this into ``damaged/``; may be stopped at any moment and done again.

    Raises:
        StoreError: if that cannot be done.
    """
    folder = kept.place.damaged
    if not (orphans.texts or orphans.exports or orphans.articles):
        return
    try:
        folder.mkdir(exist_ok=True)
        for export in orphans.exports:
            _copy(export, folder)
        for id in sorted(orphans.articles.keys() | orphans.owners.keys()):
            kept.leave_word(id, orphans.articles.get(id, ""), orphans.owners.get(id, set()))
        for text in orphans.texts:
            with suppress(FileNotFoundError):
                text.replace(folder / text.name)
        sync(folder)
    except OSError as error:
        raise unwritable(folder, error) from error


def _copy(file: Path, folder: Path) -> None:
    """Another name of a file, which is only ever replaced; none where there is one of the same bytes."""
    to, count = folder / file.name, 1
    while os.path.lexists(to):
        if to.is_file() and cmp(file, to, shallow=False):
            return
        count += 1
        to = folder / f"{file.name}.{count}"
    try:
        os.link(file, to)
    except OSError:  # a file system without links
        copyfile(file, to)


def beginning(text: Path) -> str:
    """How a text begins, for a person to know it by; empty if it cannot be read."""
    try:
        with open(text, "rb", opener=no_link) as stream:
            told = " ".join(stream.read(8 * _BEGINNING).decode("utf-8", "ignore").split())
    except OSError:
        return ""
    return told if len(told) <= _BEGINNING else f"{told[:_BEGINNING]}…"


def problem(text: Path) -> str:
    """What is to be said of a text without a record."""
    told = beginning(text)
    return f"no record has this text{f' («{told}»)' if told else ''}"


def advice(place: Workplace, text: str) -> str:
    """What a person must do about a text without a record; ``text`` is where it lies, seen from the output folder."""
    return f"read its source again with {place.reading('')}, or, if its article is to be gone, delete {text}"


def texts_set_aside(place: Workplace) -> list[Path]:
    """The texts in ``damaged/``, in order."""
    return sorted(file for file in listed_own(place.damaged) if TEXT.fullmatch(file.name))


def may_show(place: Workplace) -> list[Path]:
    """What lies in ``damaged/`` and shows articles that have been removed since, in order."""
    return sorted(file for file in listed_own(place.damaged) if _SHOWS.fullmatch(file.name))


def unnamed(place: Workplace) -> list[Path]:
    """The reports in ``damaged/``, in order: each counts articles that nothing named when the store was lost."""
    return sorted(file for file in listed_own(place.damaged) if _COUNTS.fullmatch(file.name))


def refusals(kept: KeptArticles, digests: set[str]) -> Iterator[Refusal]:
    """What a command says of what was set aside; ``digests`` are those of the texts that records have."""
    place = kept.place
    if texts := texts_set_aside(place):
        used = digests | kept.revisions.digests()
        for text in texts:
            if text.stem not in used:
                yield Refusal(str(text), f"{problem(text)}: {advice(place, 'that file')}")
    for report in unnamed(place):
        yield Refusal(str(report), missing(place, report))


def missing(place: Workplace, report: Path) -> str:
    """What is to be said of a report that counts articles without naming them."""
    return (
        f"it counts {_counted(report)} articles, more than anything named when the store was lost: read all sources "
        f"again with {place.reading('')}, or restore a backup; then delete that file"
    )
