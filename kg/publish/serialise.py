"""The store's graphs as files: Turtle, TriG, N-Quads, N-Triples and JSON-LD.

The same graphs give the same bytes, whatever was built before and in whatever order. The history of revisions
stays in the store, for it tells what was built before.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import IO

from kg.errors import ConfigError
from kg.files import whole_file
from kg.publish.ahead import read_ahead
from kg.publish.jsonld import write_json_ld
from kg.publish.merged import can_be_read_at_once, current_graphs, merged
from kg.publish.turtle import write_trig, write_turtle
from kg.rdf import DEFAULT_BASE
from kg.rdf.answers import Graphs


def write(store: Graphs, format_: str, output: IO[bytes], base: str = DEFAULT_BASE) -> None:
    """All graphs in one of :data:`FORMATS`.

    Raises:
        ConfigError: if the format is none of them.
    """
    if format_ not in FORMATS:
        raise ConfigError(f"no format is called «{format_}»; known: {', '.join(FORMATS)}")
    FORMATS[format_](store, output, base)


def write_file(store: Graphs, format_: str, path: Path, base: str = DEFAULT_BASE) -> None:
    """:func:`write` into a file, which is there whole or as it was before.

    Raises:
        ConfigError: as :func:`write`.
        StoreError: if the file cannot be written.
    """
    with whole_file(path) as unfinished, unfinished.open("wb") as output:
        write(store, format_, output, base)


def _write_n_triples(store: Graphs, output: IO[bytes], base: str) -> None:
    """All graphs merged, a statement a line."""
    lines = merged(store)
    while some := list(islice(lines, _AT_ONCE)):
        output.write("\n".join([*some, ""]).encode())


def _write_n_quads(store: Graphs, output: IO[bytes], base: str) -> None:
    """A graph for each article, a statement a line."""
    read = read_ahead(lambda g: list(store.statements(g)), current_graphs(store), can_be_read_at_once(store))
    for graph, statements in read:
        # no literal has a line end in it
        output.write("\n".join([*statements, ""]).replace(" .\n", f" <{graph}> .\n").encode())


def _write_json_ld(store: Graphs, output: IO[bytes], base: str) -> None:
    """All graphs merged, a node a line, with the context inside."""
    write_json_ld(merged(store), output, base)


FORMATS: dict[str, Callable[[Graphs, IO[bytes], str], None]] = {
    "turtle": write_turtle,
    "trig": write_trig,
    "nquads": _write_n_quads,
    "ntriples": _write_n_triples,
    "jsonld": _write_json_ld,
}
"""The formats that graphs can be written in, by name."""

_AT_ONCE = 10_000
"""How many statements are written at once."""
