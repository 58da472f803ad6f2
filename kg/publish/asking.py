"""Questions of our own to a store, and their answers as plain texts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from kg.rdf import namespaces
from kg.rdf.answers import OwnQuery


class Selectable(Protocol):
    """Whatever answers SELECT queries over the union of all graphs: a store, or an exporter's snapshot of one."""

    def select(self, sparql: str) -> Iterable[Mapping[str, Any]]:
        """The solutions, each a mapping from variable to RDF term (unbound variables are absent or None)."""
        ...


_HEAD = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in namespaces.PREFIXES.items())
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]*")
_AT_ONCE = 500


def is_iri(text: str) -> bool:
    """Whether a text is an absolute IRI that a query can hold, between angle brackets."""
    import pyoxigraph as ox

    if not _IRI.fullmatch(text):
        return False
    try:
        ox.NamedNode(text)
    except ValueError:  # such as http://[ or a percent sign with no digits after it
        return False
    return True


def solutions(store: Selectable, query: str, *names: str) -> Iterator[tuple[str, ...]]:
    """The lexical forms and IRIs that the variables ``names``, all of the query and in its order, stand for.

    Every variable must be bound; the usual prefixes are declared.
    """
    if raw := getattr(store, "raw", None):
        return _lexical(raw(OwnQuery(_HEAD + query)))
    return (tuple(_text(solution[name]) for name in names) for solution in store.select(_HEAD + query))


def solutions_for(store: Selectable, iris: Iterable[str], query: str, *names: str) -> Iterator[tuple[str, ...]]:
    """As :func:`solutions`, of a query about some ``iris``: they are put in for ``{iris}``, some hundred at once."""
    wanted = [iri for iri in dict.fromkeys(iris) if is_iri(iri)]
    for first in range(0, len(wanted), _AT_ONCE):
        block = " ".join(f"<{iri}>" for iri in wanted[first : first + _AT_ONCE])
        yield from solutions(store, query.replace("{iris}", block), *names)


def _text(term: Any) -> str:
    """The lexical form or the IRI of a term of rdflib (which are strings) or of pyoxigraph."""
    return str(term) if isinstance(term, str) else str(term.value)


def _lexical(found: Any) -> Iterator[tuple[str, ...]]:
    """What pyoxigraph found, by way of CSV: it writes that four times as fast as it makes objects of terms."""
    import csv
    import io

    import pyoxigraph as ox

    text = found.serialize(format=ox.QueryResultsFormat.CSV).decode()
    if len(text) > csv.field_size_limit():
        csv.field_size_limit(len(text))
    rows: Iterator[Sequence[str]] = csv.reader(io.StringIO(text, newline=""))
    next(rows)
    return (tuple(row) for row in rows)
