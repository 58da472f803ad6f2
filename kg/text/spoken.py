"""How Chinese names are spoken, in Latin letters without tones."""

from __future__ import annotations

import re

_CHINESE = re.compile(r"[㐀-䶿一-鿿豈-﫿]")
_LETTERS = re.compile(r"[^a-z0-9]+")

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


def is_chinese(name: str) -> bool:
    """Whether there is a Chinese character in it."""
    return bool(_CHINESE.search(name))


def syllables(name: str, is_person: bool = False) -> tuple[str, ...]:
    """The pinyin of a name, a syllable for each character; letters and digits stay as they are.

    Args:
        name: the name.
        is_person: whether the first characters are a surname.

    >>> syllables("快手"), syllables("单霁翔", is_person=True)
    (('kuai', 'shou'), ('shan', 'ji', 'xiang'))
    """
    from pypinyin import lazy_pinyin

    surname, given = _surname(name) if is_person else ((), name)
    spoken = (_LETTERS.sub("", syllable.lower()) for syllable in lazy_pinyin(given))
    return (*surname, *(syllable for syllable in spoken if syllable))


def _surname(name: str) -> tuple[tuple[str, ...], str]:
    """The sound of a surname that sounds otherwise than its character usually does; and the rest of the name."""
    for length in (2, 1):
        if len(name) > length and (spoken := _SURNAMES.get(name[:length])):
            return spoken, name[length:]
    return (), name
