"""Statements are checked before they become part of an update: nothing that is not one triple gets through.

What is taken is what Oxigraph takes, of whatever form a graph is written in, so that what a store has got it can also
read, change and let go. Statements as :mod:`kg.rdf` writes them are known by one pattern; any other is parsed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg.errors import StoreError
from kg.rdf import Statement

# N-Triples without blank nodes and without \u escapes: a SPARQL parser may replace those before it looks for
# the end of a string. One run of plain letters, then escapes each followed by a run: read in one way only.
_STRING = r'"[^"\\\n\r]*+(?:\\["\\nrtbf][^"\\\n\r]*+)*+"'
_IRI = r"<[A-Za-z][A-Za-z0-9+.-]*+:[^<>\"{}|^`\\\x00-\x20]*+>"
_STATEMENT = re.compile(rf"{_IRI} {_IRI} (?:{_IRI}|{_STRING}(?:@[A-Za-z]++(?:-[A-Za-z0-9]++)*+|\^\^{_IRI})?+) \.")

# The same, but no IRI, tag or datatype that a parser could refuse: a host is a name, a language that of a country.
_RUN = r"[A-Za-z0-9._~!$&'()*+,;=:@/?\xa0-\ud7ff-]*+"
_PART = rf"{_RUN}(?:%[0-9A-Fa-f]{{2}}{_RUN})*+"
_PLAIN_IRI = rf"<[A-Za-z][A-Za-z0-9+.-]*+:(?://[A-Za-z0-9._~-]*+(?=[/?#>])|(?!//)){_PART}(?:\#{_PART})?+>"
_TAG = r"@[A-Za-z]{2,3}+(?:-[A-Za-z]{4})?+(?:-[A-Za-z]{2})?+(?![A-Za-z0-9-])"
_DATATYPE = rf"\^\^(?!<http://www\.w3\.org/1999/02/22-rdf-syntax-ns\#){_PLAIN_IRI}"
PLAIN = rf"{_PLAIN_IRI} {_PLAIN_IRI} (?:{_PLAIN_IRI}|{_STRING}(?:{_TAG}|{_DATATYPE})?+) \."
"""The form of statements that need no parsing, as a pattern; whether there are characters in them that are none, for
which UTF-8 has no form, it does not say."""
_PLAIN = re.compile(PLAIN)


class StatementError(StoreError):
    """What was given is no statement that a store takes."""


def checked(statements: Iterable[Statement]) -> frozenset[Statement]:
    """The statements, each once.

    Raises:
        StatementError: if one of them is not a triple of N-Triples in the form that :mod:`kg.rdf` writes, or Oxigraph
            does not take it.
    """
    lines = frozenset(statements)
    for line in lines:
        if not is_statement(line):
            raise StatementError(f"not a statement: {line[:200]!r}")
    return lines


def is_statement(line: str) -> bool:
    """Whether a line is a triple of N-Triples as :mod:`kg.rdf` writes it; tabs and the like may be escaped in it."""
    if _PLAIN.fullmatch(line):
        return not _SURROGATE.search(line)
    return _STATEMENT.fullmatch(line) is not None and _is_taken(line)


_SURROGATE = re.compile("[\ud800-\udfff]")


def _is_taken(line: str) -> bool:
    import pyoxigraph as ox

    try:
        return sum(1 for _ in ox.parse(line.encode(), ox.RdfFormat.N_TRIPLES)) == 1
    except (SyntaxError, UnicodeEncodeError):
        return False


def graph_name(graph: str) -> str:
    """A graph's name, which goes between angle brackets.

    Raises:
        StoreError: if it is not an IRI.
    """
    iri = f"<{graph}>"
    if not re.fullmatch(_PLAIN_IRI, iri) and not (re.fullmatch(_IRI, iri) and is_statement(f"{iri} {iri} {iri} .")):
        raise StoreError(f"not the IRI of a graph: {graph!r}")
    return graph
