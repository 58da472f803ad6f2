"""How names sound: pinyin and its initials, so that a name is found by what is typed on a keyboard of Latin letters."""

from __future__ import annotations

import re
from collections.abc import Iterable

_CHINESE = re.compile(r"[㐀-䶿一-鿿豈-﫿]")
_LETTERS = re.compile(r"[^a-z0-9]+")
_NAMES = 4  # of one node; further aliases are found as they are written

# Characters that sound otherwise where they are surnames; the dictionaries of pypinyin know words, not people.
_SURNAMES = {
    written: tuple(spoken.split("-"))
    for written, spoken in re.findall(
        r"(\S+):(\S+)",
        "单:shan 解:xie 查:zha 仇:qiu 曾:zeng 区:ou 盖:ge 朴:piao 翟:zhai 覃:qin 缪:miao 员:yun 冼:xian 召:shao "
        "种:chong 尉:wei 谌:chen 晁:chao 宿:su 隗:wei 郗:xi 牟:mu 逄:pang 訾:zi 长孙:zhang-sun 尉迟:yu-chi "
        "万俟:mo-qi 澹台:tan-tai 令狐:ling-hu 鲜于:xian-yu 单于:chan-yu",
    )
}


def sound(names: Iterable[str], is_person: bool = False) -> str:
    """For each name with Chinese in it (at most four): its pinyin without tones, a space, its initials.

    Args:
        names: of one thing, the usual one first.
        is_person: whether the first characters are surnames.

    >>> sound(["快手", "快手科技", "Kuaishou"])
    'kuaishou ks kuaishoukeji kskj'
    >>> sound(["单霁翔"], is_person=True), sound(["长城汽车"]), sound(["vivo"])
    ('shanjixiang sjx', 'changchengqiche ccqc', '')
    """
    chinese = [name for name in names if _CHINESE.search(name)][:_NAMES]
    spoken = dict.fromkeys(_spoken(name, is_person) for name in chinese)
    return " ".join(f"{''.join(syllables)} {''.join(s[0] for s in syllables)}" for syllables in spoken if syllables)


def _spoken(name: str, is_person: bool) -> tuple[str, ...]:
    from pypinyin import lazy_pinyin

    surname, given = _surname(name) if is_person else ((), name)
    syllables = (_LETTERS.sub("", syllable.lower()) for syllable in lazy_pinyin(given))
    return (*surname, *(syllable for syllable in syllables if syllable))


def _surname(name: str) -> tuple[tuple[str, ...], str]:
    """The sound of a surname that sounds otherwise than its character usually does; and the rest of the name."""
    for length in (2, 1):
        if len(name) > length and (spoken := _SURNAMES.get(name[:length])):
            return spoken, name[length:]
    return (), name
