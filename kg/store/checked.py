"""Statements are checked before they become part of an update: nothing that is not one triple gets through."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg.errors import StoreError
from kg.rdf import Statement

# N-Triples without blank nodes and without \u escapes: a SPARQL parser may replace those before it looks for
# the end of a string. One run of plain letters, then escapes each followed by a run: read in one way only.
_IRI = r"<[A-Za-z][A-Za-z0-9+.-]*:[^<>\"{}|^`\\\x00-\x20]*>"
_STRING = r'"[^"\\\n\r]*(?:\\["\\nrtbf][^"\\\n\r]*)*"'
_STATEMENT = re.compile(rf"{_IRI} {_IRI} (?:{_IRI}|{_STRING}(?:@[A-Za-z]+(?:-[A-Za-z0-9]+)*|\^\^{_IRI})?) \.")


def checked(statements: Iterable[Statement]) -> frozenset[Statement]:
    """The statements, each once.

    Raises:
        StoreError: if one of them is not a triple of N-Triples in the form that :mod:`kg.rdf` writes.
    """
    lines = frozenset(statements)
    for line in lines:
        if not is_statement(line):
            raise StoreError(f"not a statement: {line[:200]!r}")
    return lines


def is_statement(line: str) -> bool:
    """Whether a line is a triple of N-Triples as :mod:`kg.rdf` writes it; tabs and the like may be escaped in it."""
    return _STATEMENT.fullmatch(line) is not None


def graph_name(graph: str) -> str:
    """A graph's name, which goes between angle brackets.

    Raises:
        StoreError: if it is not an IRI.
    """
    if not re.fullmatch(_IRI, f"<{graph}>"):
        raise StoreError(f"not the IRI of a graph: {graph!r}")
    return graph
