"""How names sound, remembered for as long as the process lives: names do not change when the graph does."""

from __future__ import annotations

from functools import lru_cache

from kg.publish.page.sound import sound

_MOST = 1 << 17


@lru_cache(maxsize=_MOST)
def sounds(name: str, is_person: bool = False) -> tuple[str, ...]:
    """The pinyin of a name and its initials; empty where it has no Chinese in it.

    >>> sounds("星桥科技"), sounds("Starbridge")
    (('xingqiaokeji', 'xqkj'), ())
    """
    return tuple(sound([name], is_person=is_person).split())


def order_of_names(name: str, is_person: bool = False) -> tuple[str, str]:
    """By what names are put in order: by pinyin among Latin letters, as Chinese registers do."""
    return (next(iter(sounds(name, is_person)), name.casefold()), name)
