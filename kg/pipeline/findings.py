"""What a deep check finds, and what a repair would do about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any


class Mend(Enum):
    """What a repair does: what is said of the thing afterwards; in the order in which it is done."""

    LAYOUT = "set aside in damaged/ and written again"
    NOTE = "written again, as the server has what is kept here"
    RECORD = "set aside in damaged/"
    EXPORT = "kept in damaged/ too"
    WORD = "noted in damaged/"
    ORPHAN = "moved into damaged/"
    TEXT = "written again from its record"
    STORE = "loaded again from the records"
    RESCUED = "taken into the store"
    GRAPH = "made again from its record"
    DROP = "taken out"
    HISTORY = "told again"
    MERGED = "made again"
    SNAPSHOT = "published anew"
    OUTPUT = "written again"
    LEFTOVER = "removed"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be.

    Attributes:
        where: the source file of the article, or the part of the output folder.
        node: an IRI, or a file in the output folder.
        problem: what is wrong.
        mend: what a repair does about it; None where it can do nothing.
        advice: what a person must do, also after a repair; empty if nothing.
        is_note: whether it is no fault: left by what was cut short, or nobody's.
    """

    where: str
    node: str
    problem: str
    mend: Mend | None = None
    advice: str = ""
    is_note: bool = False

    @property
    def mends(self) -> bool:
        """Whether all is well after a repair."""
        return self.mend is not None and not self.advice

    @property
    def named(self) -> str:
        """What it is about, for people: ``where`` and ``node``, or the node alone where that tells both."""
        is_told = self.node.startswith(self.where) or self.node.endswith(f"/{self.where}")
        return self.node if is_told else f"{self.where}: {self.node}"

    def as_json(self) -> dict[str, Any]:
        """The finding as ``kg check --deep --format jsonl`` gives it."""
        return {
            "article": self.where,
            "node": self.node,
            "problem": self.problem,
            "note": self.is_note,
            "mends": self.mends,
            "repair": self.mend.value if self.mend else None,
            "advice": self.advice or None,
        }

    def __str__(self) -> str:
        told = [f"kg repair: {self.mend.value}"] if self.mend else [] if self.is_note else ["kg repair cannot mend it"]
        told += [self.advice] if self.advice else []
        kind = "note: " if self.is_note else ""
        return f"{kind}{self.named}: {self.problem}" + (f" [{'; '.join(told)}]" if told else "")

    # the order of enumerations is not defined, and two findings may differ in nothing else
    def __lt__(self, other: Finding) -> bool:
        return self._rank() < other._rank()

    def _rank(self) -> tuple[bool, str, str, str, str]:
        return self.is_note, self.where, self.node, self.problem, self.mend.value if self.mend else ""


@dataclass(frozen=True, slots=True)
class DeepReport:
    """What was looked at, and what was found, faults before notes.

    Attributes:
        articles: how many articles were looked at.
        evidence: how many pieces of evidence were held against their texts.
        findings: what is not as it should be.
        is_partial: whether a build was going on, so that only the newest snapshot could be looked at.
        base: what the IRIs of the graphs begin with.
    """

    articles: int
    evidence: int
    findings: tuple[Finding, ...]
    is_partial: bool = False
    base: str = ""

    @property
    def faults(self) -> tuple[Finding, ...]:
        """The findings that are no mere notes."""
        return tuple(found for found in self.findings if not found.is_note)

    @property
    def is_without_outputs(self) -> bool:
        """Whether all is well but for the files that a command writes last, as where one was killed before that."""
        return bool(self.faults) and all(found.mend is Mend.OUTPUT for found in self.faults)
