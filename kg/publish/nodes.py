"""The statements of one graph by subject and property, to look things up in."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from kg.rdf import Statement
from kg.rdf.namespaces import PREFIXES, RDF

_LITERAL = re.compile(r'"(.*)"(?:@([A-Za-z0-9-]+)|\^\^(<[^>]*>))?', re.DOTALL)
_UNESCAPE = re.compile(r"\\(.)")
_UNESCAPED = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}


class Nodes:
    """The statements of one graph by subject and property; terms are in N-Triples form."""

    def __init__(self, statements: Iterable[Statement]) -> None:
        self.of: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for statement in statements:
            subject, predicate, rest = statement.split(" ", 2)
            self.of[subject][predicate].append(rest[:-2])

    def values(self, node: str, property_: str) -> list[str]:
        """The objects of a property; empty where there are none."""
        return self.of[node][property_] if node in self.of and property_ in self.of[node] else []

    def of_class(self, class_: str) -> list[str]:
        """The nodes that the graph says are of this class, sorted."""
        return sorted(node for node in self.of if self.is_a(node, class_))

    def is_a(self, node: str, class_: str) -> bool:
        """Whether the graph says that the node is of this class."""
        return class_ in self.values(node, RDF.type)


def short(term: str) -> str:
    """A term as a reader likes it: IRIs with their prefix, long literals cut."""
    if term.startswith("<"):
        for prefix, namespace in PREFIXES.items():
            if term.startswith(f"<{namespace}"):
                return f"{prefix}:{term[len(namespace) + 1 : -1]}"
    return term if len(term) <= 60 else f"{term[:59]}…"


def lexical(term: str) -> str:
    """The letters of a literal, or the IRI itself."""
    match = _LITERAL.fullmatch(term)
    if match is None:
        return term[1:-1]
    return _UNESCAPE.sub(lambda m: _UNESCAPED.get(m[1], m[1]), match[1])


def datatype(term: str) -> str | None:
    """A literal's datatype, in angle brackets; None for what is no literal."""
    match = _LITERAL.fullmatch(term)
    if match is None:
        return None
    return RDF.langString if match[2] else match[3] or f"<{PREFIXES['xsd']}string>"


def language(term: str) -> str:
    """A literal's language tag in lower case; empty where it has none."""
    match = _LITERAL.fullmatch(term)
    return (match[2] or "").lower() if match else ""
