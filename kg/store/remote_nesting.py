"""Answers that would end the process that parses them: triples as terms of triples, some thousand deep.

Oxigraph's parsers go down into such a term and out of the stack. kg writes no triples as terms and takes none, so an
answer that has them is refused by its signs alone, before it is parsed. What is looked for is where a parser would find
it: up to the first mistake of an answer both read it in the same way, and beyond that no parser goes.
"""

from __future__ import annotations

import mmap
import re
from io import BytesIO
from typing import IO

_MOST = 16
"""How deep the braces and brackets of a table may be; those of plain terms are five deep."""
_AT_ONCE = 1 << 20
_NO_BRACKETS = bytes(sorted(set(range(256)) - set(b"[]{}")))
_TRIPLE_IN_TURTLE = re.compile(
    rb"(?:[^\"'<#\\]++"
    rb'|"""(?:[^"\\]|\\.|"(?!""))*+(?:"""|\Z)'
    rb"|'''(?:[^'\\]|\\.|'(?!''))*+(?:'''|\Z)"
    rb'|"(?!"")(?:[^"\\\n\r]|\\.)*+(?:"|(?=[\n\r])|\Z)'
    rb"|'(?!'')(?:[^'\\\n\r]|\\.)*+(?:'|(?=[\n\r])|\Z)"
    rb"|<(?!<)[^<>]*+"
    rb"|\#[^\n\r]*+"
    rb"|\\.)*+<<",
    re.DOTALL,
)


def is_deep_json(body: IO[bytes]) -> bool:
    """Whether braces and brackets in JSON stand in each other deeper than a table of plain terms needs."""
    carried, is_text, signs = b"", False, b""
    body.seek(0)
    while piece := body.read(_AT_ONCE):
        piece = (carried + piece).replace(rb"\\", b"")
        carried = b"\\" if piece.endswith(b"\\") else b""
        parts = piece.replace(rb"\"", b"").split(b'"')
        signs += b"".join(parts[is_text::2]).translate(None, _NO_BRACKETS)
        is_text ^= len(parts) % 2 == 0
        for _ in range(_MOST):
            before, signs = signs, signs.replace(b"{}", b"").replace(b"[]", b"")
            if before == signs:
                break
        if len(signs) > _MOST:
            return True
    return False


def has_triple_in_line(line: bytes) -> bool:
    """Whether a line of N-Triples, which is Turtle too, has a triple as a term."""
    return b"<<" in line and _TRIPLE_IN_TURTLE.match(line) is not None


def has_triple_in_turtle(body: IO[bytes]) -> bool:
    """Whether Turtle has a triple as a term, or one that is spoken of."""
    body.seek(0)
    if not body.read(1):
        return False
    if isinstance(body, BytesIO):
        return _TRIPLE_IN_TURTLE.match(body.getvalue()) is not None
    with mmap.mmap(body.fileno(), 0, access=mmap.ACCESS_READ) as whole:
        return _TRIPLE_IN_TURTLE.match(whole) is not None
