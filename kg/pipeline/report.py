"""What a build did, in numbers and names that depend on its input alone."""

from __future__ import annotations

import json
import shlex
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum

from kg.errors import ExitCode
from kg.model import ArticleId, VersionId


class Outcome(Enum):
    """What became of one article."""

    BUILT = "built"  #: extracted and stored
    UNCHANGED = "unchanged"  #: stored before, with the same text, extractors and settings
    DUPLICATE = "duplicate"  #: another source of the same build, or an earlier one, holds the same article
    REFUSED = "refused"  #: could not be read
    FAILED = "failed"  #: could be read, but an extractor failed
    REMOVED = "removed"  #: taken out


@dataclass(frozen=True, slots=True, order=True)
class Refusal:
    """A source that gave no facts, and why."""

    source: str
    reason: str

    def __str__(self) -> str:
        return f"{self.source}: {self.reason}"


@dataclass(frozen=True, slots=True, order=True)
class Revised:
    """An article whose text is another one than when it was read before; the versions are identifiers of the graph."""

    source: str
    article: ArticleId
    version: VersionId
    earlier: VersionId
    url: str | None = field(default=None, compare=False)

    def __str__(self) -> str:
        shown = shlex.quote(self.url or self.source)
        return f"{self.source}: the text has changed since it was read before; `kg revisions {shown}` shows how"


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did.

    Attributes:
        outcomes: how many articles were built, unchanged, duplicates and refused.
        refused: the sources that could not be read or extracted, in order.
        duplicates: the sources that gave way to another of the same article, in order.
        revised: the articles whose text had changed, in order.
        extractors: ``name/version`` of what read the facts.
        graph: how much of each kind the whole graph holds after the build.
        passed_over: how many files were not read because they lie in the output folder, results apart; not in the file.
    """

    outcomes: Mapping[Outcome, int]
    graph: Mapping[str, int]
    extractors: tuple[str, ...] = ()
    refused: tuple[Refusal, ...] = ()
    duplicates: tuple[Refusal, ...] = ()
    revised: tuple[Revised, ...] = ()
    passed_over: int = 0

    @property
    def exit_code(self) -> ExitCode:
        """What the command ends with."""
        sound = any(self.outcomes[o] for o in (Outcome.BUILT, Outcome.UNCHANGED, Outcome.DUPLICATE))
        if not sound:
            return ExitCode.EXTRACTION if self.outcomes[Outcome.FAILED] else ExitCode.NOTHING_READ
        return ExitCode.FAULTS if self.refused else ExitCode.OK

    def as_json(self) -> str:
        """The report as the file ``report.json`` holds it."""
        value = {
            "articles": {outcome.value: self.outcomes[outcome] for outcome in Outcome},
            "refused": [{"source": r.source, "reason": r.reason} for r in self.refused],
            "duplicates": [{"source": r.source, "reason": r.reason} for r in self.duplicates],
            "revised": [
                {"source": r.source, "article": r.article, "version": r.version, "earlier": r.earlier}
                for r in self.revised
            ],
            "extractors": list(self.extractors),
            "graph": dict(self.graph),
        }
        return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def tally(outcomes: Iterable[Outcome]) -> dict[Outcome, int]:
    """How often each outcome came, also those that never did."""
    counted = Counter(outcomes)
    return {outcome: counted[outcome] for outcome in Outcome}
