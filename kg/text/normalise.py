"""The one place that changes text: to compare it, never to store it.

:func:`fold` keeps every offset, so extractors match on folded text and quote the original.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache


@cache
def _table() -> dict[int, int]:
    """Traditional characters → simplified, full-width letters, digits and per cent → ASCII; one code point for one."""
    from opencc import OpenCC

    han = [chr(c) for block in ((0x3400, 0x4DC0), (0x4E00, 0xA000)) for c in range(*block)]
    simplified = OpenCC("t2s").convert("\n".join(han)).split("\n")
    table = {ord(t): ord(s) for t, s in zip(han, simplified, strict=True) if t != s and len(s) == 1}
    letters = (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
    for wide in (*letters, *map(ord, "％．＋－")):
        table[wide] = wide - 0xFEE0
    return table


@lru_cache(maxsize=16)
def fold(text: str) -> str:
    """``text`` in simplified characters with half-width letters and digits; code point for code point.

    >>> fold("臺積電營收１２．５％")
    '台积电营收12.5%'
    >>> len(fold("İ👩‍💻é")) == len("İ👩‍💻é")
    True
    """
    return text.translate(_table())


def name_key(name: str) -> str:
    """What two spellings of one name have in common: folded, NFKC, case-folded, without spaces and quotation marks.

    >>> name_key("Ｙｏｕｔｕｂｅ") == name_key("YouTube")
    True
    >>> name_key("臺積電") == name_key("台积电")
    True
    """
    plain = unicodedata.normalize("NFKC", fold(name)).casefold()
    return "".join(c for c in plain if not c.isspace() and c not in _QUOTATION_MARKS)


_QUOTATION_MARKS = frozenset("“”‘’「」『』《》〈〉\"'")
