"""How names sound: pinyin and its initials, so that a name is found by what is typed on a keyboard of Latin letters."""

from __future__ import annotations

from collections.abc import Iterable

from kg.text.spoken import is_chinese, syllables

_NAMES = 4  # of one node; further aliases are found as they are written


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
    chinese = [name for name in names if is_chinese(name)][:_NAMES]
    spoken = dict.fromkeys(syllables(name, is_person) for name in chinese)
    return " ".join(f"{''.join(of)} {''.join(s[0] for s in of)}" for of in spoken if of)
