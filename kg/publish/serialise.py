"""The store's graphs as files: Turtle, TriG, N-Quads, N-Triples and JSON-LD.

The same graphs give the same bytes, whatever was built before and in whatever order. The history of revisions
stays in the store, for it tells what was built before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

from kg.errors import ConfigError, StoreError
from kg.publish.jsonld import write_json_ld
from kg.publish.merged import current_graphs, merged
from kg.rdf import DEFAULT_BASE, Statement, prefixes
from kg.rdf.answers import Graphs

if TYPE_CHECKING:
    import pyoxigraph as ox


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
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        with unfinished.open("wb") as output:
            write(store, format_, output, base)
        unfinished.replace(path)
    except OSError as error:
        raise StoreError(f"{path}: cannot be written: {error}") from error
    finally:
        unfinished.unlink(missing_ok=True)


def _write_turtle(store: Graphs, output: IO[bytes], base: str) -> None:
    """All graphs merged, article by article, then what articles share."""
    import pyoxigraph as ox

    ox.serialize(
        _triples(merged(store)), cast(IO[bytes], Ordered(output)), ox.RdfFormat.TURTLE, prefixes=prefixes(base)
    )


def _write_n_triples(store: Graphs, output: IO[bytes], base: str) -> None:
    """All graphs merged, a statement a line."""
    output.writelines(f"{statement}\n".encode() for statement in merged(store))


def _write_trig(store: Graphs, output: IO[bytes], base: str) -> None:
    """A graph for each article."""
    import pyoxigraph as ox

    def quads() -> Iterator[ox.Quad]:
        for graph in current_graphs(store):
            name = ox.NamedNode(graph)
            for t in _triples(store.statements(graph)):
                yield ox.Quad(t.subject, t.predicate, t.object, name)

    ox.serialize(quads(), cast(IO[bytes], Ordered(output)), ox.RdfFormat.TRIG, prefixes=prefixes(base))


def _write_n_quads(store: Graphs, output: IO[bytes], base: str) -> None:
    """A graph for each article, a statement a line."""
    for graph in current_graphs(store):
        output.writelines(f"{statement[:-1]}<{graph}> .\n".encode() for statement in store.statements(graph))


def _write_json_ld(store: Graphs, output: IO[bytes], base: str) -> None:
    """All graphs merged, a node a line, with the context inside."""
    write_json_ld(merged(store), output, base)


FORMATS: dict[str, Callable[[Graphs, IO[bytes], str], None]] = {
    "turtle": _write_turtle,
    "trig": _write_trig,
    "nquads": _write_n_quads,
    "ntriples": _write_n_triples,
    "jsonld": _write_json_ld,
}
"""The formats that graphs can be written in, by name."""

_AT_ONCE = 10_000
"""How many statements are parsed at once: enough to keep the parser busy, few enough to keep memory small."""


def _triples(statements: Iterable[Statement]) -> Iterator[ox.Triple]:
    """Statements as terms, in order."""
    import pyoxigraph as ox

    lines = iter(statements)
    while some := list(islice(lines, _AT_ONCE)):
        for quad in ox.parse("\n".join(some), ox.RdfFormat.N_TRIPLES):
            yield quad.triple


def triples_as_turtle(statements: Iterable[Statement], base: str = DEFAULT_BASE) -> bytes:
    """Statements, such as a CONSTRUCT gives, as Turtle with those of the usual prefixes that they need."""
    import pyoxigraph as ox

    lines, written = tuple(statements), BytesIO()
    needed = {p: namespace for p, namespace in prefixes(base).items() if any(f"<{namespace}" in line for line in lines)}
    ox.serialize(_triples(lines), cast(IO[bytes], Ordered(written)), ox.RdfFormat.TURTLE, prefixes=needed)
    return written.getvalue()


class Ordered:
    """A file that puts the prefixes at its beginning in order: pyoxigraph declares them in an order of chance."""

    def __init__(self, output: IO[bytes]) -> None:
        self._output = output
        self._held: bytes | None = b""

    def write(self, some: bytes) -> int:
        """Hold what is written until the prefixes have passed."""
        if self._held is None:
            self._output.write(some)
        else:
            self._held += some
            if any(not line.startswith(_PREFIX) for line in self._held.splitlines()[:-1]):
                self.flush()
        return len(some)

    def flush(self) -> None:
        """Write what is held: the whole of a small file, which pyoxigraph flushes when it has written all."""
        if self._held is not None:
            lines = self._held.splitlines(keepends=True)
            head = [line for line in lines if line.startswith(_PREFIX)]
            self._output.writelines([*sorted(head), b"\n" if head else b"", *lines[len(head) :]])
            self._held = None


_PREFIX = b"@prefix "
