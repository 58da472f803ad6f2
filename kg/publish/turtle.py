"""Graphs as Turtle and TriG that people can read and compare: every subject once, everything in order.

Oxigraph writes a graph as Turtle by itself, but in an order of chance. Taken apart at the ends of its lines, which
stand in no literal (line ends are escaped there), it is put in order without looking at single statements.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Any

from kg.publish.ahead import read_ahead
from kg.publish.merged import can_be_read_at_once, current_graphs, section_of
from kg.publish.shared import SharedStatements, with_one_name
from kg.rdf import DEFAULT_BASE, Statement, prefixes
from kg.rdf.answers import Graphs
from kg.rdf.namespaces import ARTICLE_KINDS

_END, _NEXT, _COMMA = " .\n", " ;\n\t", " , "
# one object: a literal, which may have anything between its quotation marks, or a name or number, which has no space
_OBJECT = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"[^ ]*|[^" ]+')
_PREFIX = b"@prefix "

_SECTIONS = {kind: section for section, kind in enumerate(ARTICLE_KINDS, start=1)}

Described = tuple[int, str, str]
"""A subject: the section that it stands in, its name, and its properties, each with all objects, in order."""


def write_turtle(store: Graphs, output: IO[bytes], base: str) -> None:
    """All graphs merged, article by article, then what articles share."""
    usual = prefixes(base)
    head = declared(usual)
    with SharedStatements() as shared:
        for _, subjects in _graphs(store, usual):
            own = "".join([f"{name} {told}{_END}" for section, name, told in subjects if section])
            output.write(f"{head}\n{own}".encode())
            head = ""
            shared.add(f"{name} {line}" for section, name, told in subjects if not section for line in _single(told))
        last = (_subject(name, with_one_name(lines, *_NAMES)) for name, lines in shared.subjects())
        output.write(f"{head}\n".encode())
        output.writelines(written.encode() for written in last)


_NAMES = ("schema:name ", "skos:altLabel ")


def write_trig(store: Graphs, output: IO[bytes], base: str) -> None:
    """A graph for each article."""
    usual = prefixes(base)
    output.write(declared(usual).encode())
    for graph, subjects in _graphs(store, usual):
        told = "".join([f"{name} {told}{_END}" for _, name, told in subjects]).replace("\n", "\n\t")
        output.write(f"\n<{graph}> {{\n\t{told[:-1]}}}\n".encode())


def triples_as_turtle(statements: Iterable[Statement], base: str = DEFAULT_BASE) -> bytes:
    """Statements, such as a CONSTRUCT gives, with those of the usual prefixes that they need; each subject once."""
    lines = tuple(statements)
    needed = {p: namespace for p, namespace in prefixes(base).items() if any(f"<{namespace}" in line for line in lines)}
    subjects: dict[str, dict[str, None]] = {}
    for _, name, told in _described(_from_statements(lines, needed)):
        subjects.setdefault(name, {}).update(dict.fromkeys(_single(told)))
    body = "".join(_subject(name, sorted(rests)) for name, rests in subjects.items())
    return (declared(needed) + ("\n" if needed else "") + body).encode()


def declared(names: Mapping[str, str]) -> str:
    """The declarations of prefixes, in order."""
    return "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in sorted(names.items()))


def _graphs(store: Graphs, usual: Mapping[str, str]) -> Iterator[tuple[str, list[Described]]]:
    """Every graph with its subjects, in order."""
    own: Any = getattr(store, "turtle", None)

    def read(graph: str) -> bytes:
        return own(graph, usual) if own else _from_statements(store.statements(graph), usual)

    for graph, turtle in read_ahead(read, current_graphs(store), can_be_read_at_once(store)):
        yield graph, _described(turtle)


def _from_statements(statements: Iterable[Statement], usual: Mapping[str, str]) -> bytes:
    import pyoxigraph as ox

    triples = (quad.triple for quad in ox.parse("\n".join(sorted(statements)), ox.RdfFormat.N_TRIPLES))
    return ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=dict(usual)) or b""


def _described(turtle: bytes) -> list[Described]:
    """What Oxigraph has written, in order."""
    body = _without_prefixes(turtle).decode()
    found: list[Described] = []
    for block in body[: -len(_END)].split(_END) if body else ():
        name, _, told = block.partition(" ")
        lines = told.split(_NEXT)
        if _COMMA in told:
            lines = [_objects_in_order(line) if _COMMA in line else line for line in lines]
        lines.sort()
        section = _SECTIONS.get(name.partition(":")[0], 0) or section_of(name)
        found.append((section, name, _NEXT.join(lines)))
    found.sort()
    return found


def _without_prefixes(turtle: bytes) -> bytes:
    start = 0
    while turtle.startswith(_PREFIX, start):
        start = turtle.index(b"\n", start) + 1
    return turtle[start:]


def _objects(line: str) -> tuple[str, list[str]]:
    """The property of a line and its objects."""
    name, _, rest = line.partition(" ")
    if '"' not in rest:
        return name, rest.split(_COMMA)
    return name, [piece for piece in _OBJECT.findall(rest) if piece != ","]


def _objects_in_order(line: str) -> str:
    name, objects = _objects(line)
    objects.sort()
    return f"{name} {_COMMA.join(objects)}"


def _single(told: str) -> Iterator[str]:
    """A line for each property and object."""
    for line in told.split(_NEXT):
        if _COMMA in line:
            name, objects = _objects(line)
            yield from [f"{name} {object_}" for object_ in objects]
        else:
            yield line


def _subject(name: str, lines: Iterable[str]) -> str:
    """A subject with lines of one object each, in order."""
    properties: dict[str, list[str]] = {}
    for line in lines:
        property_, _, object_ = line.partition(" ")
        properties.setdefault(property_, []).append(object_)
    return f"{name} {_NEXT.join(f'{p} {_COMMA.join(objects)}' for p, objects in properties.items())}{_END}"
