"""The files of an output folder beside records and store: what is written for people, and what nobody owns."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import IO, Any, cast

from kg.config import Config
from kg.files import listed, listed_own, no_link, read_own, reason, unfinished
from kg.model import ArticleId
from kg.pipeline import orphans
from kg.pipeline.counts import counts
from kg.pipeline.findings import Finding, Mend
from kg.pipeline.kept import BEGUN, CUT_SHORT, REASON, RESCUED, texts_of_word
from kg.pipeline.report import Outcome
from kg.pipeline.workplace import BACKUP, RECORD, TEXT, Workplace

_SET_ASIDE = re.compile(r"([0-9a-f]{16})\.json(\.[0-9]+)?")
_EXPORT = re.compile(r"(graph\.ttl|graph\.html)(\.[0-9]+)?")
_STOPPED = "was being written by a command that was stopped"


def check_outputs(place: Workplace, store: Any, settings: Config, base: str, is_note: bool) -> Iterator[Finding]:
    """The Turtle file, the page and the report, held against the store."""
    from kg.publish.page.comparing import page_differs

    problems = {
        place.turtle: _turtle(place.turtle, store, base),
        place.page: page_differs(place.page, store, settings.page_max_nodes, place.text_of),
        place.report: _report(place.report, counts(store)),
    }
    for file, problem in problems.items():
        if problem:
            yield Finding(file.name, file.name, problem, Mend.OUTPUT, is_note=is_note)


class _Compared:
    """A file that holds what is written against what another file has."""

    def __init__(self, other: IO[bytes]) -> None:
        self._other = other
        self.differs = False

    def write(self, some: bytes) -> int:
        """Some more."""
        self.differs = self.differs or self._other.read(len(some)) != some
        return len(some)

    def writelines(self, lines: Any) -> None:
        """Many."""
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        """Nothing waits."""


def _turtle(file: Path, store: Any, base: str) -> str:
    from kg.publish.serialise import write

    try:
        with open(file, "rb", opener=no_link) as there:
            compared = _Compared(there)
            write(store, "turtle", cast(IO[bytes], compared), base)
            if compared.differs or there.read(1):
                return "is not what an export gives now"
    except OSError as error:
        return "is gone" if isinstance(error, FileNotFoundError) else f"cannot be read: {reason(error)}"
    return ""


def _report(file: Path, now: dict[str, int]) -> str:
    try:
        told = json.loads(read_own(file))
        counted = told["articles"]
        if set(counted) != {o.value for o in Outcome} or not all(type(n) is int and n >= 0 for n in counted.values()):
            return "does not tell how many articles came to which end"
        if not all(isinstance(told[key], list) for key in ("refused", "duplicates", "extractors")):
            return "is not a report"
        return "" if told["graph"] == now else "counts other things than the graph holds"
    except FileNotFoundError:
        return "is gone"
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return "is not a report"


def leftovers(place: Workplace, needed: Collection[str] | None) -> Iterator[Finding]:
    """Files that nobody needs: what commands left that were stopped, and what is not of kg.

    Args:
        place: the output folder.
        needed: the digests of the texts that are needed; None where that is not known.
    """
    from kg.store.snapshots import NAME

    own = {
        *(f.name for f in (place.turtle, place.page, place.report, place.store, place.snapshots, place.damaged)),
        *(f.name for f in (place.texts, place.annotations, place.revisions)),
        "store.lock",
    }
    yield from _in(place, place.folder, lambda name: name in own or _is_result(place, name))
    yield from _of_commands(place)
    yield from _in(place, place.snapshots, lambda name: bool(NAME.fullmatch(name)))
    yield from _in(place, place.damaged, lambda name: True)
    for file in listed(place.damaged):
        if REASON.fullmatch(file.name) and not file.with_suffix("").exists():
            yield _left(place, file, "tells of a damaged record that is no longer there")
    yield from _in(place, place.annotations, lambda name: bool(RECORD.fullmatch(name)))
    yield from _in(place, place.texts, lambda name: bool(TEXT.fullmatch(name)))
    for folder in sorted(place.revisions.glob("*/")):
        if folder.is_symlink():
            continue
        yield from _in(place, folder, lambda name: name.endswith(".json"))
    if needed is not None and place.texts.is_dir():
        for name in sorted(os.listdir(place.texts)):
            if TEXT.fullmatch(name) and name.removesuffix(".txt") not in needed:
                yield _left(place, place.texts / name, "is a text that no article has")
    if (place.damaged / RESCUED).exists():
        problem = "holds what a repair saved before it was stopped"
        yield Finding("damaged", f"damaged/{RESCUED}", problem, Mend.RESCUED)


def set_aside(place: Workplace, needed: Collection[str], whole: Collection[ArticleId]) -> Iterator[Finding]:
    """What lies in ``damaged/`` and is to be looked at, or to be deleted.

    Args:
        place: the output folder.
        needed: the digests of the texts that records tell of.
        whole: the articles that have a whole record.
    """
    waiting = {text.stem[:BEGUN] for text in orphans.texts_set_aside(place)}
    for file in sorted(listed_own(place.damaged)):
        node = f"damaged/{file.name}"
        if (found := _SET_ASIDE.fullmatch(file.name)) and f"article/{found[1]}" in whole:
            if texts_of_word(file) & waiting:
                continue  # it tells whose these are
            problem = "was set aside, and its article has a whole record again"
            yield Finding("damaged", node, problem, advice="delete it", is_note=True)
        elif _EXPORT.fullmatch(file.name):
            problem = "was kept when the store was lost, as it may show what had no record then"
            yield Finding("damaged", node, problem, advice="delete it once nothing is missing", is_note=True)
    for text in orphans.texts_set_aside(place):
        if text.stem in needed:
            yield _left(place, text, "is a text that a record has again")
        else:
            node = f"damaged/{text.name}"
            yield Finding("files", node, orphans.problem(text), advice=orphans.advice(place, "that file"))
    for report in orphans.unnamed(place):
        told = orphans.missing(place, report)
        yield Finding("files", f"damaged/{report.name}", "counts more articles than are named", advice=told)


def _of_commands(place: Workplace) -> Iterator[Finding]:
    """What lies beside the files of kg while a command works, and is nobody's now."""
    from kg.store.recovery import left_beside
    from kg.store.snapshots import LACKING, abandoned, is_abandoned

    if (place.snapshots / LACKING).exists():
        yield _left(place, place.snapshots / LACKING, _STOPPED)
    for name in abandoned(place.store):
        yield _left(place, place.snapshots / name, "is of an older snapshot, which nobody reads")
    for name in sorted(os.listdir(place.folder)):
        links = place.folder / name.removesuffix(".lock")
        if name in left_beside(place.store) or (BACKUP.fullmatch(name) and is_abandoned(links)):
            yield _left(place, place.folder / name, _STOPPED)


def _is_result(place: Workplace, name: str) -> bool:
    try:
        return place.is_result(place.folder / name)
    except (OSError, ValueError):  # a link that leads elsewhere
        return False


def _in(place: Workplace, folder: Path, is_own: Any) -> Iterator[Finding]:
    if not folder.is_dir():
        return
    for name in sorted(os.listdir(folder)):
        if unfinished(name) or (folder == place.annotations and CUT_SHORT.fullmatch(name)):
            yield _left(place, folder / name, _STOPPED)
        elif not is_own(name):
            shown = (folder / name).relative_to(place.folder).as_posix()
            yield Finding("files", shown, "is not a file of kg, and is left alone", is_note=True)


def _left(place: Workplace, file: Path, problem: str) -> Finding:
    return Finding("files", file.relative_to(place.folder).as_posix(), problem, Mend.LEFTOVER, is_note=True)
