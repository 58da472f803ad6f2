"""Queries that would reach outside the store are refused, by their parsed form.

Oxigraph sends SERVICE requests and offers no switch against them, so a query is looked at before it runs. Two
readings must both find it harmless: rdflib's parse tree, and the bare words that are left when strings, IRIs and
comments are taken out as Oxigraph takes them out. Parsers differ in small things (rdflib ends a comment at a line
feed only, Oxigraph at a carriage return too), and a query made to fall between two readings is caught by one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import chain
from typing import Any

from kg.errors import QueryError, RefusedError
from kg.rdf import PREFIXES
from kg.rdf.answers import OwnQuery
from kg.store.mistakes import mistake

_WORDS = ("SERVICE", "LOAD", "FROM")
_ADVICE = {
    "SERVICE": "SERVICE asks another computer; query the store's own data only",
    "LOAD": "LOAD reads files or web pages into the store; use `kg build`",
    "FROM": "FROM names data to read from elsewhere; write GRAPH <…> { … } for a graph of the store",
    "update": "this is an update, and a query only reads; use `kg build` and `kg remove` to change the store",
}
_PARTS = {"ServiceGraphPattern": "SERVICE", "DatasetClause": "FROM", "Load": "LOAD"}
# what hides words: strings (long before short), IRIs, comments, names with a prefix, variables; each alternative
# begins with a letter of its own or is tried in order, and none can be read in two ways; a string without end hides
# nothing, but is read to the end of its line, or of all, at once: to look for it from each mark takes quadratic time
_HIDING = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""'
    r"|'''(?:[^'\\]|\\.|'(?!''))*'''"
    r'|(?!""")"(?:[^"\\\n\r]|\\.)*"'
    r"|(?!''')'(?:[^'\\\n\r]|\\.)*'"
    r'|(?P<unended>"""(?:[^"\\]|\\.|"(?!""))*+'
    r"|'''(?:[^'\\]|\\.|'(?!''))*+"
    r'|"(?:[^"\\\n\r]|\\.)*+'
    r"|'(?:[^'\\\n\r]|\\.)*+)"
    r"|<[^<>\"{}|^`\\\x00-\x20]*>"
    r"|\#[^\n\r]*"
    r"|[?$]\w+"
    r"|@[\w-]+"
    r"|(?<![\w.-])[\w.-]*:[\w.:%\\-]*",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


def refuse_unsafe(sparql: str, prefixes: Collection[str] = PREFIXES) -> None:
    """Pass a query that stays within the store.

    Args:
        sparql: the query.
        prefixes: those that every query may use without declaring them, for what is said of one that cannot be read.

    Raises:
        QueryError: if it has SERVICE, LOAD, FROM or FROM NAMED, or might have and cannot be parsed.
    """
    if isinstance(sparql, OwnQuery):
        return
    plain = unescaped(sparql)
    if not any(
        word in form for word in _WORDS for text in {sparql, plain} for form in (text.upper(), text.casefold().upper())
    ):
        return  # not one of the words stands anywhere, not even in a string: nothing to parse
    for text in dict.fromkeys((sparql, plain)):
        for found in chain(_bare_words(text), _parsed(text, prefixes)):
            raise RefusedError(f"refused: {_ADVICE[found]}")


def is_update(sparql: str) -> bool:
    """Whether this is a SPARQL update."""
    from rdflib.plugins.sparql.parser import parseUpdate

    try:
        return bool(parseUpdate(sparql).get("request")) and bool(sparql.strip())
    except Exception:  # pyparsing, recursion and rdflib's own errors: whatever it is, it is no update
        return False


def explain(sparql: str, reason: object, prefixes: Collection[str] = PREFIXES) -> QueryError:
    """The error for a query that could not be parsed.

    Args:
        sparql: the query.
        reason: the parser's error.
        prefixes: those that every query may use without declaring them.
    """
    if is_update(sparql):
        return RefusedError(f"refused: {_ADVICE['update']}")
    return QueryError(f"not a SPARQL query: {mistake(sparql, reason, prefixes)}")


def unescaped(sparql: str) -> str:
    """The query with its code point escapes replaced, as SPARQL 1.1 (19.2) does before anything else."""

    def letter(match: re.Match[str]) -> str:
        point = int(match[1] or match[2], 16)
        return chr(point) if point < 0x110000 else match[0]

    return _ESCAPE.sub(letter, sparql)


def _bare_words(sparql: str) -> Iterator[str]:
    rest = _HIDING.sub(lambda m: m["unended"] or " ", sparql).upper()
    return (word for word in _WORDS if re.search(rf"(?<![\w?$:@]){word}(?!\w)", rest))


def _parsed(sparql: str, prefixes: Collection[str]) -> Iterator[str]:
    from rdflib.plugins.sparql.parser import parseQuery

    try:
        tree = parseQuery(sparql)
    except Exception as error:  # pyparsing, recursion and rdflib's own errors
        if is_update(sparql):
            raise RefusedError(f"refused: {_ADVICE['update']}") from None
        told = mistake(sparql, error, prefixes)
        raise QueryError(f"not a SPARQL query, or one that cannot be checked: {told}") from error
    yield from _unsafe_parts(tree)


def _unsafe_parts(tree: Any) -> Iterator[str]:
    """The names of the unsafe parts of a parse tree, wherever they are."""
    from pyparsing import ParseResults

    waiting = [tree]
    while waiting:
        part = waiting.pop()
        name = getattr(part, "name", None)
        if isinstance(name, str) and name in _PARTS:
            yield _PARTS[name]
        if isinstance(part, dict):
            waiting.extend(part.values())
        elif isinstance(part, ParseResults | list | tuple | set):
            waiting.extend(part)
