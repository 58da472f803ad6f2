"""SHACL Core, as far as ``schemas/shapes.ttl`` uses it, fast enough for every article of a large store.

pyshacl takes a second for each article; this reads the same shapes file in its own way and takes milliseconds.
Tests hold the two together on sound and on broken graphs. A shapes file that uses more of SHACL is refused, so
that nothing in it is silently left unchecked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from kg.errors import ConfigError
from kg.publish.nodes import Nodes, short
from kg.publish.shacl_constraints import EACH, TOGETHER, Check, all_of, alternatives, closed, one_of
from kg.rdf import Statement
from kg.rdf.namespaces import RDF, SH
from kg.rdf.schemas import schema_text


def violations(nodes: Nodes, shapes: Shapes | None = None) -> Iterator[tuple[str, str]]:
    """What a graph does against the shapes: pairs of a node's IRI and what is wrong with it, in order."""
    targets = (shapes or own_shapes()).targets
    for node in sorted(nodes.of):
        for class_ in nodes.of[node].get(RDF.type, ()):
            for check in targets.get(class_, ()):
                yield from ((node[1:-1], problem) for problem in check(nodes, node))


@cache
def own_shapes() -> Shapes:
    """The shapes of ``schemas/shapes.ttl``."""
    return Shapes(schema_text("shapes.ttl"))


class Shapes:
    """A shapes file, read. ``targets`` are the checks for the nodes of each class.

    Raises:
        ConfigError: if the file uses what is not known here.
    """

    def __init__(self, turtle: str) -> None:
        self._graph = Nodes(_as_statements(turtle))
        self._made: dict[str, Check] = {}
        self.targets: dict[str, list[Check]] = defaultdict(list)
        for shape in sorted(self._graph.of):
            for class_ in self._graph.values(shape, SH.targetClass):
                self.targets[class_].append(self._shape(shape))

    def _shape(self, shape: str) -> Check:
        if shape not in self._made:
            self._made[shape] = self._property(shape) if self._one(shape, SH.path) else self._node(shape)
        return self._made[shape]

    def _one(self, shape: str, property_: str) -> str | None:
        values = self._graph.values(shape, property_)
        return values[0] if values else None

    def _list(self, head: str) -> list[str]:
        items = []
        while head != RDF.nil:
            items.append(self._graph.values(head, RDF.first)[0])
            head = self._graph.values(head, RDF.rest)[0]
        return items

    def _node(self, shape: str) -> Check:
        """All that a node shape asks of a node."""
        checks = list(self._value_checks(shape))
        checks += map(self._shape, self._graph.values(shape, SH.property))
        if "true" in (self._one(shape, SH.closed) or ""):
            checks.append(closed({*self._paths(shape), *self._list(self._one(shape, SH.ignoredProperties) or RDF.nil)}))
        self._nothing_else(shape, _ON_NODES)
        return all_of(checks)

    def _paths(self, shape: str) -> Iterator[str]:
        for property_ in self._graph.values(shape, SH.property):
            yield from self._graph.values(property_, SH.path)

    def _property(self, shape: str) -> Check:
        """All that a property shape asks of the values of its path."""
        path = self._one(shape, SH.path) or ""
        each = all_of(list(self._value_checks(shape)))
        together = [make(path, arg) for key, make in TOGETHER.items() for arg in self._graph.values(shape, SH[key])]
        self._nothing_else(shape, {"path", *TOGETHER})

        def check(nodes: Nodes, node: str) -> Iterator[str]:
            for whole in together:
                yield from whole(nodes, node)
            for value in nodes.values(node, path):
                yield from (f"{short(path)} {short(value)}: {problem}" for problem in each(nodes, value))

        return check

    def _value_checks(self, shape: str) -> Iterator[Check]:
        for key, make in EACH.items():
            yield from (make(argument) for argument in self._graph.values(shape, SH[key]))
        yield from map(self._shape, self._graph.values(shape, SH.node))
        for head in self._graph.values(shape, SH["in"]):
            yield one_of(frozenset(self._list(head)))
        for key, enough in (("or", lambda n: n > 0), ("xone", lambda n: n == 1)):
            for head in self._graph.values(shape, SH[key]):
                yield alternatives([self._shape(s) for s in self._list(head)], enough)

    def _nothing_else(self, shape: str, known: set[str]) -> None:
        allowed = {RDF.type, *(SH[key] for key in (*known, *EACH, "node", "in", "or", "xone"))}
        if unknown := sorted(set(self._graph.of[shape]) - allowed):
            raise ConfigError(f"shapes use {', '.join(map(short, unknown))}, which kg does not check")


_ON_NODES = {"targetClass", "property", "closed", "ignoredProperties"}


def _as_statements(turtle: str) -> Iterator[Statement]:
    import pyoxigraph as ox

    for quad in ox.parse(turtle, ox.RdfFormat.TURTLE):
        yield Statement(f"{quad.subject} {quad.predicate} {quad.object} .")
