"""All graphs as one: the profile of the data for those who want no named graphs."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from kg.rdf import Statement
from kg.rdf.answers import Graphs
from kg.rdf.namespaces import ARTICLE_KINDS, RDF, SCHEMA, SKOS
from kg.rdf.revisions import is_history

_NAME, _ALT = f" {SCHEMA.name} ", f" {SKOS.altLabel} "
_TYPE = RDF.type
_KIND = re.compile(rf"/({'|'.join(ARTICLE_KINDS)})/[0-9a-f]{{16}}[0-9a-f/-]*>$")
_SECTIONS = {kind: section for section, kind in enumerate(ARTICLE_KINDS, start=1)}
_SHARED = 0


def current_graphs(store: Graphs) -> tuple[str, ...]:
    """The names of the graphs that are published: all but the history, sorted."""
    return tuple(g for g in store.graphs() if not is_history(g))


def merged(store: Graphs) -> Iterator[Statement]:
    """The statements of all graphs, each once: article by article, then what articles share.

    An entity gets a single ``schema:name`` here: the one that most articles prefer, of several the first in the
    order of code points. The others become ``skos:altLabel``.
    """
    shared: Counter[Statement] = Counter()
    for graph in current_graphs(store):
        own = []
        for statement in store.statements(graph):
            if section := _section(statement):
                own.append((section, statement))
            else:
                shared[statement] += 1
        yield from _in_order(own)
    yield from _in_order((_SHARED, statement) for statement in _one_name_each(shared))


def _section(statement: Statement) -> int:
    """Where a statement stands, by its subject: shared by articles, or the article, what it asserts, its parts."""
    kind = _KIND.search(statement, 0, statement.index(" "))
    return _SECTIONS[kind[1]] if kind else _SHARED


def _in_order(placed: Iterable[tuple[int, Statement]]) -> Iterator[Statement]:
    """By section, subject, and property; the type first."""

    def place(item: tuple[int, Statement]) -> tuple[int, str, bool, str]:
        section, statement = item
        subject, predicate, _ = statement.split(" ", 2)
        return section, subject, predicate != _TYPE, statement

    return (statement for _, statement in sorted(placed, key=place))


def _one_name_each(shared: Counter[Statement]) -> Iterator[Statement]:
    """Each statement once, with one name for each entity; all its other names are alternatives, each once."""
    names: dict[str, Counter[str]] = defaultdict(Counter)
    others: dict[str, set[str]] = defaultdict(set)
    for statement, articles in shared.items():
        subject, _, rest = statement.partition(" ")
        if rest.startswith(_NAME[1:]):
            names[subject][rest[len(_NAME) - 1 :]] += articles
        elif rest.startswith(_ALT[1:]):
            others[subject].add(rest[len(_ALT) - 1 :])
        else:
            yield statement
    for subject, spellings in names.items():
        best = min(spellings, key=lambda name: (-spellings[name], name))
        yield Statement(f"{subject}{_NAME}{best}")
        others[subject].update(spellings)
        others[subject].discard(best)
    for subject, labels in others.items():
        yield from (Statement(f"{subject}{_ALT}{label}") for label in labels)
