"""What a worker and the one who asks it send each other: frames of a JSON object and bytes.

A frame is the length of the object and the length of the bytes, four bytes each, then both. A worker answers with
any number of frames that hold bytes of the answer and ``{}``, then with one whose object is not empty: the head of the
answer, or ``{"error": …, "kind": …}``. What came before an error is no answer.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from struct import Struct
from typing import Any, Protocol

from kg import errors
from kg.errors import KgError

_LENGTHS = Struct(">II")
PIECE = 1 << 18
"""How many bytes of an answer a frame holds, about."""


class Readable(Protocol):
    """What bytes can be read from, as many as there are up to a number; none at the end."""

    def read(self, size: int, /) -> bytes | None:
        """Some of the bytes."""
        ...


def frame(head: Mapping[str, Any], body: bytes = b"") -> bytes:
    """A frame, whole."""
    written = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    return _LENGTHS.pack(len(written), len(body)) + written + body


def read(stream: Readable) -> tuple[dict[str, Any], bytes] | None:
    """The next frame; None if the stream ends before it has come whole."""
    lengths = _exactly(stream, _LENGTHS.size)
    if lengths is None:
        return None
    of_head, of_body = _LENGTHS.unpack(lengths)
    head, body = _exactly(stream, of_head), _exactly(stream, of_body)
    return None if head is None or body is None else (_object(head), body)


def _exactly(stream: Readable, size: int) -> bytes | None:
    pieces = bytearray()
    while len(pieces) < size:
        piece = stream.read(size - len(pieces))
        if not piece:
            return None
        pieces += piece
    return bytes(pieces)


def _object(head: bytes) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(head.decode("utf-8", "surrogatepass"))
    return found


class Frames:
    """Frames out of bytes that come in pieces of any size."""

    def __init__(self) -> None:
        self._pending = bytearray()

    def feed(self, data: bytes) -> Iterator[tuple[dict[str, Any], bytes]]:
        """The frames that are whole with this piece."""
        self._pending += data
        while len(self._pending) >= _LENGTHS.size:
            of_head, of_body = _LENGTHS.unpack_from(self._pending)
            start = _LENGTHS.size + of_head
            if len(self._pending) < start + of_body:
                return
            head, body = bytes(self._pending[_LENGTHS.size : start]), bytes(self._pending[start : start + of_body])
            del self._pending[: start + of_body]
            yield _object(head), body


def told(error: KgError) -> dict[str, str]:
    """An error as the head of a frame."""
    kinds = (kind.__name__ for kind in type(error).__mro__ if kind.__module__ == errors.__name__)
    return {"error": str(error), "kind": next(kinds)}


def heard(head: Mapping[str, Any]) -> KgError:
    """The reverse of :func:`told`."""
    kind = getattr(errors, str(head.get("kind")), None)
    simple = isinstance(kind, type) and issubclass(kind, KgError) and not issubclass(kind, errors.ReadError)
    return (kind if simple and kind else errors.JobError)(str(head["error"]))
