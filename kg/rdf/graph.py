"""A graph under construction: statements in N-Triples form, each once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NewType

from kg.rdf.namespaces import Term

Statement = NewType("Statement", str)
"""One triple as a line of N-Triples, without the line feed: ``<s> <p> <o> .``"""


@dataclass(frozen=True, slots=True)
class ArticleGraph:
    """What one version of an article says. ``name`` is the graph's IRI; the statements are sorted."""

    name: str
    statements: tuple[Statement, ...]


class Statements:
    """Statements as they are found, each once."""

    __slots__ = ("_lines",)

    def __init__(self) -> None:
        self._lines: set[str] = set()

    def add(self, subject: Term, predicate: Term, *objects: Term) -> None:
        """One statement for each object."""
        for term in objects:
            self._lines.add(f"{subject} {predicate} {term} .")

    def sorted(self) -> tuple[Statement, ...]:
        """The statements in the order of their letters."""
        return tuple(Statement(line) for line in sorted(self._lines))
