"""Backups whose sums are right, by whose hands ever: what is in them is kg's, or refused."""

from __future__ import annotations

import tempfile
from functools import cache
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from fuzz.target import Target, must
from fuzz.watching import sealed
from kg.errors import KgError
from kg.pipeline.archive import ArchiveWriter
from kg.pipeline.restore import verify

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

_MEMBERS, _CONTENT = "␞", "␟"
TOKENS = (
    _MEMBERS, _CONTENT, "kg-backup.json", "graphs/000001.nq", "texts/" + "0" * 64 + ".txt", "annotations/0123456789abcdef.json", "../", "/", "\\", "manifest.jsonl",
    "revisions/0123456789abcdef/", "<x:a> <x:p> <x:b> <x:g> .\n", '"format":', '"base":"https://w3id.org/newskg/id/"', "{", "}", "null", "-1", "1e999", "[[[[", "\n", "\x00",
)  # fmt: skip


@cache
def _file() -> Path:
    return Path(tempfile.mkdtemp(prefix="kg-fuzz-")) / "a.tar.gz"


def packed(data: bytes) -> bytes | None:
    """An archive with the members of an input, all its sums right; None where a name has no form in a tar."""
    number, stream = count(), BytesIO()
    writer = ArchiveWriter(stream, lambda name: (next(number), name))
    for member in data.decode("utf-8", "replace").split(_MEMBERS):
        name, _, content = member.partition(_CONTENT)
        if not name.isascii() or len(name) > 99 or "\x00" in name:
            return None
        writer.add(name, content.encode())
    writer.close()
    return stream.getvalue()


def check(data: bytes) -> None:
    made = packed(data)
    for content in (made, data):
        if content is not None:
            _verified(content)
    if made is not None and data:
        at = 100 + sum(data) % (len(made) - 100)
        must(not _verified(made[:at] + bytes([made[at] ^ 1]) + made[at + 1 :]), "a changed bit is noticed")


def _verified(content: bytes) -> bool:
    file = _file()
    file.write_bytes(content)
    try:
        with sealed(file):
            verify(file)
    except KgError as error:
        must("\n" not in str(error), "a refusal is one line")
        return False
    return True


def cases() -> SearchStrategy[bytes]:
    from hypothesis import strategies as st

    piece = st.sampled_from(TOKENS) | st.text(st.characters(exclude_categories=["Cs"]), max_size=3)
    return st.lists(piece, max_size=20).map(lambda pieces: "".join(pieces).encode())


TARGET = Target(
    "a backup is taken or refused in one line, nothing is written, a changed bit is noticed",
    check,
    cases,
    ("kg.pipeline.archive", "kg.pipeline.restore"),
    TOKENS,
    longest=45_000,
)
