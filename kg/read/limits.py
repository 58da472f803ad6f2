"""How much of a source is read before it is refused."""

from __future__ import annotations

from dataclasses import dataclass

_KIB = 1024
_MIB = 1024 * _KIB


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on what one source may cost; whatever goes over is refused with one line.

    Attributes:
        document: bytes of one document (a page, a post, a whole feed) once decompressed.
        line: bytes of one line of JSON lines; such a file is read line by line and may be of any length.
        front_matter: characters of a post's front matter.
        text: code points of one article's text.
        ratio: how many bytes one compressed byte may become; text that people wrote stays below 20.
    """

    document: int = 16 * _MIB
    line: int = 8 * _MIB
    front_matter: int = 64 * _KIB
    text: int = 2_000_000
    ratio: int = 100


DEFAULT = Limits()
