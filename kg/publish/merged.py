"""All graphs as one: the profile of the data for those who want no named graphs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.publish.ahead import read_ahead
from kg.publish.shared import SharedStatements, with_one_name
from kg.rdf import Statement
from kg.rdf.answers import Graphs
from kg.rdf.namespaces import ARTICLE_KINDS, RDF, SCHEMA, SKOS
from kg.rdf.revisions import is_history

_NAME, _ALT = f"{SCHEMA.name} ", f"{SKOS.altLabel} "
_TYPE = f"{RDF.type} "
# the subject as an IRI in full, or with its prefix as Turtle has it
_KIND = re.compile(rf"(?:<[^>]*/)?({'|'.join(ARTICLE_KINDS)})[:/][0-9a-f]{{16}}(?:[0-9a-f-]|\\?/)*>?$")
_SECTIONS = {kind: section for section, kind in enumerate(ARTICLE_KINDS, start=1)}


def current_graphs(store: Graphs) -> tuple[str, ...]:
    """The names of the graphs that are published: all but the history, sorted."""
    return tuple(g for g in store.graphs() if not is_history(g))


def can_be_read_at_once(store: Graphs) -> bool:
    """Whether several threads may read graphs of a store at the same time."""
    return bool(getattr(store, "threads_may_read", False))


def merged(store: Graphs) -> Iterator[Statement]:
    """The statements of all graphs, each once: article by article, then what articles share.

    An entity gets a single ``schema:name`` here: the one that most articles prefer, of several the first in the
    order of code points. The others become ``skos:altLabel``.
    """
    graphs = read_ahead(lambda graph: list(store.statements(graph)), current_graphs(store), can_be_read_at_once(store))
    with SharedStatements() as shared:
        for _, statements in graphs:
            own = []
            of_others = []
            subject, section = "", 0
            for statement in statements:
                its, _, rest = statement.partition(" ")
                if its != subject:
                    subject, section = its, section_of(its)
                if section:
                    own.append((section, its, not rest.startswith(_TYPE), statement))
                else:
                    of_others.append(statement)
            own.sort()
            yield from (statement for *_, statement in own)
            shared.add(of_others)
        for subject, lines in shared.subjects():
            rests = with_one_name(lines, _NAME, _ALT)
            rests.sort(key=lambda rest: not rest.startswith(_TYPE))
            yield from (Statement(f"{subject} {rest}") for rest in rests)


def section_of(subject: str) -> int:
    """Where a subject stands: 0 if articles share it, else by its kind, the article first, then what it asserts."""
    kind = _KIND.match(subject)
    return _SECTIONS[kind[1]] if kind else 0
