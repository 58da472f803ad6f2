"""How names, titles and words are compared: the rules of the scorer of the gold annotations."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache

_POINT = re.compile(r"(?<=\d)\.(?=\d)")
_NO_LETTER = re.compile(r"[^\w+]+|_+")


@lru_cache(maxsize=1 << 16)
def key(text: str) -> str:
    """What two spellings have in common: NFKC, lower case, letters, digits and + only.

    >>> key("Ｑwen 4.1") == key("qwen4.1"), key("4.1") == key("41"), key("A+") == key("A")
    (True, False, False)
    """
    plain = _POINT.sub("点", unicodedata.normalize("NFKC", text).lower())
    return _NO_LETTER.sub("", plain)


@lru_cache(maxsize=1 << 14)
def _bigrams(keyed: str) -> Counter[str]:
    return Counter(keyed[i : i + 2] for i in range(len(keyed) - 1))


def dice(one: str, other: str) -> float:
    """How alike two texts are by the pairs of neighbouring characters in them, 0 to 1."""
    a, b = key(one), key(other)
    if not a or not b:
        return 0.0
    if len(a) == 1 or len(b) == 1:
        return float(a == b)
    if a == b:
        return 1.0
    x, y = _bigrams(a), _bigrams(b)
    if len(x) > len(y):
        x, y = y, x
    return 2 * sum(min(n, y[pair]) for pair, n in x.items()) / (len(a) + len(b) - 2)


def alike(one: str, other: str, at_least: float) -> bool:
    """Whether two texts are alike: the shorter lies in the other and is at least half of it, or by :func:`dice`."""
    a, b = key(one), key(other)
    if a and b and (a in b or b in a) and min(len(a), len(b)) * 2 >= max(len(a), len(b)):
        return True
    return dice(one, other) >= at_least


def any_alike(one: str, others: Sequence[str], at_least: float) -> bool:
    """Whether a text is like one of the first three others."""
    return any(alike(one, other, at_least) for other in others[:3])


class Names:
    """Whom a name means in one article: every surface form of a gold entity means the same one."""

    def __init__(self, entities: Iterable[Sequence[str]]) -> None:
        self._of: dict[str, str] = {}
        for forms in entities:
            for form in forms:
                self._of[key(form)] = key(forms[0])

    def ids(self, names: Sequence[str]) -> frozenset[str]:
        """The entity that a list of names means, the preferred name first: that one's, else the most named.

        A list without any known name means itself; one that names two entities equally often means none.
        """
        keys = [k for k in map(key, names) if k]
        if not keys:
            return frozenset()
        known = Counter(self._of[k] for k in keys if k in self._of).most_common(2)
        if not known:
            return frozenset(keys)
        if keys[0] in self._of:
            return frozenset((self._of[keys[0]],))
        clear = len(known) == 1 or known[0][1] > known[1][1]
        return frozenset((known[0][0],)) if clear else frozenset()

    def known(self, names: Sequence[str]) -> bool:
        """Whether a list of names means an entity of gold."""
        return any(i in self._of for i in self.ids(names))

    def forms(self, name: str) -> list[str]:
        """Every form, as compared, of the entity that a name means."""
        of = self._of.get(key(name))
        return [form for form, entity in self._of.items() if entity == of]

    def all_forms(self) -> Collection[str]:
        """Every form of every entity, as compared."""
        return self._of.keys()

    def same(self, one: Sequence[str], other: Sequence[str]) -> bool:
        """Whether two lists of names mean the same entity."""
        return bool(self.ids(one) & self.ids(other))


_OFFICES = {"首席执行官": "ceo", "首席财务官": "cfo", "首席技术官": "cto", "首席运营官": "coo"}
_RANKS = ("副", "联合", "联席", "助理")


def same_title(one: str, others: Iterable[str], organization: Iterable[str]) -> bool:
    """Whether titles are the same without the organisation's names; 副总裁 is not 总裁, 首席执行官 is CEO."""
    forms = sorted(map(key, organization), key=len, reverse=True)
    a = _bare(one, forms)
    return any(_ranks(a) == _ranks(b) and alike(a, b, 0.6) for b in (_bare(other, forms) for other in others))


def _bare(title: str, organization: Sequence[str]) -> str:
    bare = key(title)
    for form in organization:
        if form and bare.startswith(form) and bare != form:
            bare = bare[len(form) :]
            break
    for long, short in _OFFICES.items():
        bare = bare.replace(long, short)
    return bare


def _ranks(title: str) -> set[str]:
    return {rank for rank in _RANKS if rank in title}


_WRITTEN = {
    "CNY": "元 人民币 人民币元 元人民币 RMB CNY ￥ ¥",
    "USD": "美元 美金 USD US$ $",
    "HKD": "港元 港币 HKD HK$",
    "EUR": "欧元 EUR €",
    "GBP": "英镑 英鎊 GBP £",
    "JPY": "日元 JPY",
    "KRW": "韩元 KRW ₩",
    "SGD": "新元 新加坡元 SGD S$",
    "AUD": "澳元 AUD A$",
}
_CURRENCIES = {written: code for code, forms in _WRITTEN.items() for written in forms.split()}
_PER_CENT = ("%", "个百分点", "百分点", "percent", "pct", "pp")
COUNT = "count"
"""The class of units that are neither money nor per cent nor times."""


@lru_cache(maxsize=1 << 12)
def unit_class(unit: str) -> str:
    """What kind of number a unit makes: a currency's code, ``%``, ``倍``, else ``count``."""
    plain = unicodedata.normalize("NFKC", unit.strip())
    if plain.lower() in _PER_CENT:
        return "%"
    if plain.lower() in ("倍", "x"):
        return "倍"
    money = _CURRENCIES.get(plain) or _CURRENCIES.get(plain.upper()) or _CURRENCIES.get(plain.removeprefix("人民币"))
    return money or COUNT


_YEAR = re.compile(r"\d{4}")


def same_date(one: str, other: str) -> bool:
    """Whether one date is a prefix of the other, at a boundary, a whole year at least.

    >>> same_date("2026-01", "2026-01-28"), same_date("2026-1", "2026-11")
    (True, False)
    """
    a, b = sorted((one, other), key=len)
    return bool(_YEAR.match(a)) and b.startswith(a) and (len(a) == len(b) or b[len(a)] in "-T/+Z")
