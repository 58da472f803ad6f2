"""Which language a text is in, by its characters."""

from __future__ import annotations

import re
from functools import cache

_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003134f]")
_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa\uff66-\uff9d]")
_HANGUL = re.compile("[\uac00-\ud7a3\u1100-\u11ff\u3131-\u318e]")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_ARABIC = re.compile("[\u0600-\u06ff]")
_THAI = re.compile("[\u0e01-\u0e5b]")
_LATIN_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]+")

# Chinese news names firms and products in Latin letters: a Latin word counts as one, not as its letters
_HAN_SHARE = 0.3
_KANA_SHARE = 0.1  # Japanese prose has half its characters in kana; Chinese news quotes a title or 「の」 at most
_HANGUL_SHARE = 0.2
_TRADITIONAL_SHARE = 0.5


def language_of(text: str) -> str:
    """A text's BCP 47 tag: ``zh-Hans``, ``zh-Hant``, ``ja``, ``ko``, ``ru``, ``ar``, ``th``, ``und-Latn`` or ``und``.

    The measure: Han characters, kana and hangul count one each, a Latin word counts one. A text with more than a
    tenth kana is Japanese, with more than a fifth hangul Korean; otherwise three tenths of Han make it Chinese.
    Chinese is traditional where, of the characters that the two scripts write differently, more than half
    are traditional.

    >>> language_of("星桥科技发布新产品"), language_of("星橋科技發佈新產品"), language_of("Starbridge opens a plant")
    ('zh-Hans', 'zh-Hant', 'und-Latn')
    """
    han, kana, hangul = (len(p.findall(text)) for p in (_HAN, _KANA, _HANGUL))
    others = {"ru": len(_CYRILLIC.findall(text)), "ar": len(_ARABIC.findall(text)), "th": len(_THAI.findall(text))}
    latin = len(_LATIN_WORD.findall(text))
    total = han + kana + hangul + latin + sum(others.values())
    if total == 0:
        return "und"
    if kana > _KANA_SHARE * (han + kana):
        return "ja" if kana + han > _HAN_SHARE * total else "und-Latn"
    if hangul > _HANGUL_SHARE * (han + hangul) and hangul > 0:
        return "ko" if hangul + han > _HAN_SHARE * total else "und-Latn"
    if han > _HAN_SHARE * total:
        return _script(text)
    tag, count = max(others.items(), key=lambda item: item[1])
    return tag if count > latin else "und-Latn" if latin else "und"


@cache
def _simplified_only() -> frozenset[str]:
    """Characters that traditional text writes differently (and a few that it has beside another: 台, 里, 后)."""
    from opencc import OpenCC

    han = "".join(map(chr, range(0x4E00, 0xA000)))
    return frozenset(a for a, b in zip(han, OpenCC("s2t").convert("\n".join(han)).split("\n"), strict=True) if a != b)


def _script(text: str) -> str:
    from kg.text.normalise import fold

    han = "".join(_HAN.findall(text))
    traditional = sum(1 for a, b in zip(han, fold(han), strict=True) if a != b)
    simplified = sum(1 for c in han if c in _simplified_only())
    return "zh-Hant" if traditional > _TRADITIONAL_SHARE * (traditional + simplified) else "zh-Hans"
