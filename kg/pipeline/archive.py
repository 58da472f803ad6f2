"""The file of a backup: a tar archive, compressed with gzip, that has one form only.

Any tar can unpack it. Reading takes only what writing gives: files with names, sizes and contents, each header exactly
as :func:`_header` writes it, members in rising order, so there is no way to say a link, a device, a folder, an owner,
a time, or one name twice. The gzip header ends in the SHA-256 of all that follows it, so that no bit of the file can
change unnoticed; the last member, ``manifest.jsonl``, has name, size and SHA-256 of every other one.

What is read is not to be used before the reader has come to its end without an error.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from tempfile import SpooledTemporaryFile
from typing import IO, NoReturn

MANIFEST = "manifest.jsonl"
"""The last member: a line for each other one, then one with the sums."""
_MAGIC = b"\x1f\x8b\x08\x10\x00\x00\x00\x00\x00\xff"  # gzip, deflate, a comment, no time, no system
_COMMENT = b"kg backup; sha256 of what follows: "
_START = len(_MAGIC) + len(_COMMENT) + 64 + 1
_BLOCK = 512
_CHUNK = 1 << 20
_LEVEL = 6
_MOST_TIMES, _FREELY = 200, 64 << 20
"""How much larger what is packed may be than the file (N-Quads are 20 times), beyond some bytes that are free."""
_LARGEST = 8 << 30
_NUMBER = re.compile(rb"[0-7]{11}\x00")


class ArchiveError(ValueError):
    """A file is not a whole backup; says why."""


@dataclass(frozen=True, slots=True)
class Totals:
    """How many members an archive has besides the manifest, and how many bytes they are unpacked."""

    members: int
    bytes: int


class ArchiveWriter:
    """Writes an archive into a file, member by member; the names must rise in the order of :func:`position`.

    Args:
        stream: the file, empty, that can be written anywhere.
        position: where a name stands in the order; raises :class:`ArchiveError` for a name that is none.
    """

    def __init__(self, stream: IO[bytes], position: Callable[[str], tuple[int, str]]) -> None:
        self._stream = stream
        self._digest = sha256()
        self._deflate = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
        self._crc = self._size = self._members = self._bytes = 0
        self._order = _Order(position)
        self._manifest: IO[bytes] = SpooledTemporaryFile(_CHUNK)  # noqa: SIM115  # closed with the archive
        stream.write(_MAGIC + _COMMENT + b"0" * 64 + b"\x00")

    def add(self, name: str, content: bytes) -> str:
        """One more member; gives its SHA-256."""
        self._order.demand(name)
        digest = sha256(content).hexdigest()
        self._manifest.write(_told(name, len(content), digest))
        self._members += 1
        self._bytes += len(content)
        self._put(_header(name, len(content)))
        self._put(content)
        self._put(_padding(len(content)))
        return digest

    def close(self) -> Totals:
        """Write the manifest and the end."""
        totals = Totals(self._members, self._bytes)
        self._manifest.write(_summed(totals))
        size = self._manifest.tell()
        self._manifest.seek(0)
        self._put(_header(MANIFEST, size))
        while chunk := self._manifest.read(_CHUNK):
            self._put(chunk)
        self._manifest.close()
        self._put(_padding(size) + bytes(2 * _BLOCK))
        self._write(
            self._deflate.flush() + self._crc.to_bytes(4, "little") + (self._size % (1 << 32)).to_bytes(4, "little")
        )
        self._stream.seek(len(_MAGIC) + len(_COMMENT))
        self._stream.write(self._digest.hexdigest().encode())
        return totals

    def _put(self, data: bytes) -> None:
        self._crc = zlib.crc32(data, self._crc)
        self._size += len(data)
        self._write(self._deflate.compress(data))

    def _write(self, data: bytes) -> None:
        self._digest.update(data)
        self._stream.write(data)


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive; ``chunks`` must be read to their end before the next one."""

    name: str
    size: int
    chunks: Iterator[bytes]

    def content(self) -> bytes:
        """All of it."""
        return b"".join(self.chunks)


class ArchiveReader:
    """Reads an archive from a file, once, in order.

    Args:
        stream: the file.
        position: as for :class:`ArchiveWriter`.
        largest: how many bytes the member with a name may have.
        on_progress: hears how many bytes of the file have been read.

    Attributes:
        totals: what the archive holds, once all of it has been read.
    """

    def __init__(
        self,
        stream: IO[bytes],
        position: Callable[[str], tuple[int, str]],
        largest: Callable[[str], int],
        on_progress: Callable[[int], None] = lambda _: None,
    ) -> None:
        self._unpacked = _Unpacked(stream, on_progress)
        self._order = _Order(position)
        self._largest = largest
        self._manifest = sha256()
        self._members = self._bytes = 0
        self.totals: Totals | None = None

    @property
    def read(self) -> int:
        """How many bytes of the file have been unpacked so far."""
        return self._unpacked.read

    def __iter__(self) -> Iterator[Member]:
        """The members, the manifest apart, which is held against them.

        Raises:
            ArchiveError: if the file is not a whole archive, or one that was not written so.
        """
        while True:
            name, size = _named(self._unpacked.take(_BLOCK))
            if name == MANIFEST:
                self._demand_manifest(size)
                return
            self._order.demand(name)
            if size > self._largest(name):
                raise ArchiveError(f"{name} would have {size:,} bytes, more than kg ever writes")
            digest = sha256()
            yield Member(name, size, self._hashed(size, digest.update))
            if self._unpacked.left:
                raise AssertionError(f"{name} was not read to its end")
            self._manifest.update(_told(name, size, digest.hexdigest()))
            self._members += 1
            self._bytes += size

    def _hashed(self, size: int, update: Callable[[bytes], None]) -> Iterator[bytes]:
        for chunk in self._unpacked.chunks(size):
            update(chunk)
            yield chunk

    def _demand_manifest(self, size: int) -> None:
        totals = Totals(self._members, self._bytes)
        self._manifest.update(_summed(totals))
        found = sha256()
        for chunk in self._unpacked.chunks(size):
            found.update(chunk)
        if found.digest() != self._manifest.digest():
            raise ArchiveError("its contents are not those that its manifest tells")
        if self._unpacked.take(2 * _BLOCK) != bytes(2 * _BLOCK):
            raise ArchiveError("something comes after its manifest")
        self._unpacked.demand_end()
        self.totals = totals


class _Order:
    """That names rise."""

    def __init__(self, position: Callable[[str], tuple[int, str]]) -> None:
        self._position = position
        self._last: tuple[int, str] = (-1, "")

    def demand(self, name: str) -> None:
        here = self._position(name)
        if here <= self._last:
            raise ArchiveError(f"{name} stands in it twice, or in the wrong place")
        self._last = here


class _Unpacked:
    """What is compressed in a file, as a stream."""

    def __init__(self, stream: IO[bytes], on_progress: Callable[[int], None]) -> None:
        self._stream = stream
        self._on_progress = on_progress
        start = stream.read(_START)
        self._promised = start[-65:-1]
        if start != _MAGIC + _COMMENT + self._promised + b"\x00" or not re.fullmatch(rb"[0-9a-f]{64}", self._promised):
            raise ArchiveError("it does not begin as kg's backups do")
        self._digest = sha256()
        self._inflate = zlib.decompressobj(-zlib.MAX_WBITS)
        self._waiting = b""
        self._held = bytearray()
        self.read = self._given = self._crc = 0
        self.left = 0
        """How many bytes of a member have not been asked for yet."""

    def take(self, size: int) -> bytes:
        """So many bytes."""
        while len(self._held) < size:
            self._more()
        taken = bytes(self._held[:size])
        del self._held[:size]
        return taken

    def chunks(self, size: int) -> Iterator[bytes]:
        """The content of a member, and what pads it."""
        self.left = size
        while self.left:
            if not self._held:
                self._more()
            chunk = self.take(min(self.left, len(self._held), _CHUNK))
            self.left -= len(chunk)
            yield chunk
        if self.take(len(_padding(size))).strip(b"\x00"):
            raise ArchiveError("something stands between two of its members")

    def _more(self) -> None:
        """Unpack some more."""
        if self._inflate.eof:
            raise ArchiveError("it ends too early")
        if not self._waiting:
            self._waiting = self._some()
        try:
            data = self._inflate.decompress(self._waiting, _CHUNK)
        except zlib.error as error:
            raise ArchiveError(f"it cannot be unpacked: {error}") from error
        self._waiting = self._inflate.unconsumed_tail
        self._crc = zlib.crc32(data, self._crc)
        self._given += len(data)
        if self._given > _FREELY + _MOST_TIMES * self.read:
            raise ArchiveError(f"it unpacks to more than {_MOST_TIMES} times its size, as no backup of kg does")
        self._held += data

    def _some(self) -> bytes:
        data = self._stream.read(_CHUNK >> 4)
        if not data:
            raise ArchiveError("it ends too early")
        self._digest.update(data)
        self.read += len(data)
        self._on_progress(_START + self.read)
        return data

    def demand_end(self) -> None:
        """That nothing comes after what was taken, and that no bit of the file has changed."""
        while not self._inflate.eof and not self._held:
            self._more()
        if self._held:
            raise ArchiveError("something comes after its end")
        trailer = self._inflate.unused_data
        while data := self._stream.read(_CHUNK):
            self._digest.update(data)
            trailer = (trailer + data)[:16]
        if len(trailer) > 8:
            raise ArchiveError("something comes after its end")
        if trailer != self._crc.to_bytes(4, "little") + (self._given % (1 << 32)).to_bytes(4, "little"):
            raise ArchiveError("its checksum is another")
        if self._digest.hexdigest().encode() != self._promised:
            raise ArchiveError("its bytes are not those that were written")


def is_intact(stream: IO[bytes]) -> bool:
    """Whether a file has the bytes that were written, whatever they mean."""
    start, digest = stream.read(_START), sha256()
    while data := stream.read(_CHUNK):
        digest.update(data)
    return start == _MAGIC + _COMMENT + digest.hexdigest().encode() + b"\x00"


def begins_like_one(start: bytes) -> bool:
    """Whether a file with these first bytes may be a backup."""
    return start.startswith(_MAGIC + _COMMENT)


STARTS_WITH = len(_MAGIC) + len(_COMMENT)
"""How many bytes :func:`begins_like_one` looks at."""


def _told(name: str, size: int, digest: str) -> bytes:
    return _line({"name": name, "size": size, "sha256": digest})


def _summed(totals: Totals) -> bytes:
    return _line({"members": totals.members, "bytes": totals.bytes})


def _line(value: object) -> bytes:
    return (json.dumps(value, separators=(",", ":")) + "\n").encode()


def _padding(size: int) -> bytes:
    return bytes(-size % _BLOCK)


def _header(name: str, size: int) -> bytes:
    """The header of a file, as POSIX has it since 1988 (ustar): root's, for everyone to read, of the year 1970."""
    folder, _, last = name.rpartition("/") if len(name) > 100 else ("", "", name)
    if size >= _LARGEST or len(folder) > 155 or len(last) > 100:
        raise ArchiveError(f"{name}: {size:,} bytes, or its name, are too long for an archive")
    parts = (
        last.encode("ascii").ljust(100, b"\x00"),
        b"0000644\x00" + b"0000000\x00" * 2,
        b"%011o\x00" % size + b"0" * 11 + b"\x00",
        b" " * 8 + b"0",
        bytes(100),
        b"ustar\x0000",
        bytes(64) + b"0000000\x00" * 2,
        folder.encode("ascii").ljust(155, b"\x00") + bytes(12),
    )
    block = b"".join(parts)
    return block[:148] + b"%06o\x00 " % sum(block) + block[156:]


_TYPES = {b"1": "a link", b"2": "a link", b"3": "a device", b"4": "a device", b"5": "a folder", b"6": "a pipe"}


def _named(block: bytes) -> tuple[str, int]:
    """Name and size of the member whose header this is."""
    last, folder = (block[a:b].rstrip(b"\x00") for a, b in ((0, 100), (345, 500)))
    name = (folder + b"/" + last if folder else last).decode("ascii", "backslashreplace")
    shown = ascii(name)[1:-1]
    if not any(block):
        raise ArchiveError("it has no manifest")
    if not _NUMBER.fullmatch(block[124:136]):
        _refuse(shown, block)
    size = int(block[124:135], 8)
    try:
        if block != _header(name, size):
            _refuse(shown, block)
    except UnicodeEncodeError:
        _refuse(shown, block)
    return name, size


def _refuse(shown: str, block: bytes) -> NoReturn:
    what = _TYPES.get(block[156:157], "a member that kg does not write")
    raise ArchiveError(f"«{shown}» in it is {what}")
