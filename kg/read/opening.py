"""Files, compressed or not, as bounded streams of bytes."""

from __future__ import annotations

import io
import zlib
from pathlib import Path

from kg.errors import ReadError
from kg.read.limits import Limits

HEAD = 64 * 1024
"""How many bytes the detection of a format may look at."""

_GZIP = b"\x1f\x8b"
_CHUNK = 64 * 1024
_SMALL = 1024 * 1024  # below this a high ratio harms nobody: a short list of zeros is no bomb


def open_source(path: Path, source: str, limits: Limits) -> io.BufferedReader:
    """The bytes of a file, decompressed as they are read where it is gzip by its first bytes.

    Raises:
        ReadError: it is no regular file, or the system refuses it; while reading, where a compressed file is broken
            or swells beyond ``limits.ratio``.
    """
    if not path.is_file():
        raise ReadError(source, "no such file" if not path.exists() else "neither a file nor a folder")
    try:
        raw = path.open("rb", buffering=0)
    except OSError as error:
        raise ReadError(source, f"cannot be opened: {error.strerror}") from None
    stream: io.BufferedReader = io.BufferedReader(raw, HEAD)
    if stream.peek(2)[:2] != _GZIP:
        return stream
    return io.BufferedReader(_Gunzip(stream, source, limits), HEAD)


class _Gunzip(io.RawIOBase):
    """Decompresses member after member, never more than a chunk ahead of its reader."""

    def __init__(self, compressed: io.BufferedReader, source: str, limits: Limits) -> None:
        self._compressed, self._source, self._limits = compressed, source, limits
        self._member = zlib.decompressobj(wbits=31)
        self._read = self._made = 0
        self._over = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        done = self._some(len(buffer))
        buffer[: len(done)] = done
        return len(done)

    def close(self) -> None:
        self._compressed.close()
        super().close()

    def _some(self, size: int) -> bytes:
        while True:
            # at its end a member gives what follows it as unconsumed too, for ever
            fed = self._fed() if self._member.eof else self._member.unconsumed_tail or self._fed()
            try:
                done = self._member.decompress(fed, size)
            except zlib.error:
                raise ReadError(self._source, "broken gzip data") from None
            self._made += len(done)
            self._weigh()
            if done or self._over:
                return done
            if not fed and not self._member.eof:
                raise ReadError(self._source, "the gzip data ends too early: the file is cut off")

    def _weigh(self) -> None:
        times = self._limits.ratio
        if self._made > _SMALL and self._made > times * self._read:
            raise ReadError(self._source, f"swells to more than {times} times its size: not text that people wrote")

    def _fed(self) -> bytes:
        """More compressed bytes: of the same member, or of the next; what follows the last one is padding."""
        more = self._member.unused_data if self._member.eof else b""
        if len(more) < len(_GZIP):
            came = self._compressed.read(_CHUNK)
            self._read += len(came)
            more += came
        if self._member.eof:
            self._over = not more.startswith(_GZIP)
            if self._over:
                return b""
            self._member = zlib.decompressobj(wbits=31)
        return more


def read_document(stream: io.BufferedReader, source: str, limits: Limits) -> bytes:
    """Everything that a stream holds.

    Raises:
        ReadError: it holds more than ``limits.document`` bytes.
    """
    raw = stream.read(limits.document + 1)
    if len(raw) > limits.document:
        raise ReadError(source, f"larger than {limits.document // 2**20} MiB, which is too much for one document")
    return raw
