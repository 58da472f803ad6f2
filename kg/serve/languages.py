"""Which of its two languages a page speaks."""

from __future__ import annotations

from kg.serve.negotiation import quality_of
from kg.serve.page import Language

COOKIE = "kg-lang"
"""The cookie that remembers what a reader chose."""

_MOST = 20  # languages that are looked at; browsers send five


def language_of(chosen: str, accepted: str) -> Language:
    """The language of a reader: the chosen one, else the one that the browser likes better, else Chinese.

    Args:
        chosen: what the cookie says; anything but ``zh`` and ``en`` counts for nothing.
        accepted: the header Accept-Language.

    >>> language_of("en", "zh-CN"), language_of("", "de, en-GB;q=0.8, zh;q=0.7"), language_of("", "fr")
    ('en', 'en', 'zh')
    """
    if chosen in ("zh", "en"):
        return "en" if chosen == "en" else "zh"
    liked = {"zh": 0.0, "en": 0.0}
    for part in accepted.split(",")[:_MOST]:
        name, _, parameters = part.strip().lower().partition(";")
        main = name.partition("-")[0]
        if main in liked:
            liked[main] = max(liked[main], quality_of(parameters.strip().removeprefix("q=")))
    return "en" if liked["en"] > liked["zh"] else "zh"
