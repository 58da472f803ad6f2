"""What graphs have to be found, kept until the next index is made: a few in memory, all others in a nameless file."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from kg.store.search.documents import Contents, Document, Naming, Source

IN_MEMORY = 500
"""Of how many graphs it is in memory; 8 KB each on average."""


class Spool(Mapping[str, Contents | None]):
    """Contents by graph. What does not fit into memory is on the disk until :meth:`clear`.

    Args:
        folder: where the file goes, which nobody else ever sees.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._there: dict[str, Contents | None] = {}
        self._places: dict[str, tuple[int, int]] = {}
        self._file: IO[bytes] | None = None

    def __setitem__(self, graph: str, contents: Contents | None) -> None:
        self._places.pop(graph, None)
        if contents is None or graph in self._there or len(self._there) < IN_MEMORY:
            self._there[graph] = contents
            return
        if self._file is None:
            self._file = TemporaryFile(dir=self._folder)  # noqa: SIM115 - stays open until it is cleared
        content = _encoded(contents)
        self._places[graph] = (self._file.seek(0, 2), len(content))
        self._file.write(content)

    def __getitem__(self, graph: str) -> Contents | None:
        if graph in self._there:
            return self._there[graph]
        start, length = self._places[graph]
        assert self._file is not None  # noqa: S101 - it has a place there
        self._file.seek(start)
        return _decoded(self._file.read(length))

    def __contains__(self, graph: object) -> bool:
        return graph in self._there or graph in self._places

    def __iter__(self) -> Iterator[str]:
        yield from self._there
        yield from self._places

    def __len__(self) -> int:
        return len(self._there) + len(self._places)

    def clear(self) -> None:
        """Forget all of it."""
        self._there.clear()
        self._places.clear()
        if self._file is not None:
            self._file.close()
            self._file = None


def _encoded(contents: Contents) -> bytes:
    s = contents.source
    told = [s.iri, s.file, s.headline, s.url, s.publisher, s.day, s.sha256]
    documents = [[d.kind, d.iri, d.names, d.about, d.body] for d in contents.documents]
    namings = [[n.entity, n.kind, n.name, n.preferred] for n in contents.namings]
    return json.dumps([told, documents, namings]).encode()


def _decoded(content: bytes) -> Contents:
    told, documents, namings = json.loads(content)
    return Contents(
        Source(*told),
        tuple(Document(kind, iri, tuple(names), tuple(about), body) for kind, iri, names, about, body in documents),
        tuple(Naming(*naming) for naming in namings),
    )
