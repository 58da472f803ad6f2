"""The lines of an article before they become one text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kg.model import Block, BlockKind, Link, Span

# Removed wherever they stand: soft hyphen, zero-width space, word joiner, byte order mark, marks and overrides of
# writing direction, control characters, and code points that no XML may hold. ZWJ and ZWNJ stay: emoji need them.
_INVISIBLE = re.compile(
    "[\u00ad\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
    "\x00-\x08\x0e-\x1f\x7f-\x9f\ufffe\uffff]"
)
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_SPACE = re.compile(r"[ \t\r\n\f\v\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")


def words(listed: str) -> frozenset[str]:
    """The words of a list written as one string."""
    return frozenset(listed.split())


def visible(text: str) -> str:
    r"""``text`` without characters that show nothing; half a surrogate pair becomes U+FFFD, so that UTF-8 can hold it.

    >>> visible("星\u200b桥\ufeff科技")
    '星桥科技'
    """
    text = text.replace("\u2028", "\n").replace("\u2029", "\n").replace("\x85", "\n")
    return _LONE_SURROGATE.sub("\ufffd", _INVISIBLE.sub("", text))


# CSS Text 3, segment breaks: a line break between two wide characters is no space (Markdown wrapped at 40 columns)
_WIDE = "[\u2014\u2018\u2019\u201c\u201d\u2026\u3001-\u303f\u3400-\u9fff\uff01-\uff5e]"
_WRAPPED = re.compile(rf"(?<={_WIDE})[ \t\r]*\n[ \t\r\n]*(?={_WIDE})")


def fold_space(text: str) -> str:
    r"""Every run of white space (no-break and ideographic ones too) as one space, a break within Chinese as nothing.

    >>> fold_space("高级副总裁\u3000\n 林晓舟\xa0")
    '高级副总裁 林晓舟 '
    >>> fold_space("星桥科技\n发布")
    '星桥科技发布'
    """
    return _SPACE.sub(" ", _WRAPPED.sub("", text) if "\n" in text else text)


@dataclass(frozen=True, slots=True)
class Line:
    """One block to be: its text without line feeds, and its links with spans counted from the line's start."""

    kind: BlockKind
    text: str
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """A text with its blocks and links, as :class:`kg.model.Article` holds them."""

    text: str
    blocks: tuple[Block, ...]
    links: tuple[Link, ...]


def plain_line(kind: BlockKind, text: str) -> Line:
    """A line without links, cleaned of invisible characters and superfluous space."""
    return Line(kind, fold_space(visible(text)).strip())


def lay_out(lines: Iterable[Line]) -> Layout:
    r"""One text from lines, one line feed between two of them; empty lines are left out.

    >>> lay_out([Line(BlockKind.HEADLINE, "标题"), Line(BlockKind.PARAGRAPH, "正文")]).text
    '标题\n正文'
    """
    texts: list[str] = []
    blocks: list[Block] = []
    links: list[Link] = []
    at = 0
    for line in lines:
        if not line.text:
            continue
        blocks.append(Block(line.kind, Span(at, at + len(line.text))))
        links.extend(replace(link, span=link.span.shift(at)) for link in line.links)
        texts.append(line.text)
        at += len(line.text) + 1
    return Layout("\n".join(texts), tuple(blocks), tuple(links))


def without_copy(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Half of the lines where the second half repeats the first word for word.

    Some feeds give the body of an item twice, one copy after the other.
    """
    half, odd = divmod(len(lines), 2)
    first, second = lines[:half], lines[half:]
    if not odd and half and all(a.text == b.text for a, b in zip(first, second, strict=True)):
        return tuple(first)
    return tuple(lines)
