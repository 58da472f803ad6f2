"""Which forms of one article name the same thing.

A wrong alias is an error in every fact that uses it, so two forms are joined only where the text defines one by the
other or where one is the other without a legal or generic ending. A parent and its subsidiary stay two, and so do a
firm and what it makes (星桥 and 星桥汽车).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from functools import cache
from importlib.resources import files

from kg.extract.names.document import Form
from kg.extract.names.words import lexicon
from kg.model import EntityType

_LEGAL = re.compile(r"(?:集团)?(?:股份)?(?:有限)?(?:责任)?公司$|集团$|控股$|股份$")
_BUSINESS = re.compile(r"(?:证券|科技|技术|网络|信息|药业|医药|生物|传媒|实业|电子)$")
_BRANCH = re.compile(r"[（(][^（）()]{1,6}[）)]")
_DEFINES = re.compile(
    r"[（(](?:以下|下称|下文)?(?:统称|简称|英文名?|又称|也称|全称|原名|即)?(?:为)?[:：]?\s*[“\"「]?([^（）()“”\"「」，,；;]{1,40})[”\"」]?"
    r"(?:[，,；;][^（）()]{0,40})?[）)]"
)
_DISTRICT = ("特别行政区", "自治区", "省", "市", "区", "县")
_STATE = (
    "国务院",
    "国家",
    "中国",
    "中华人民共和国",
    "中共中央",
    "中央",
    "美国",
    "日本",
    "英国",
    "欧洲",
    "德国",
    "法国",
    "韩国",
)


def chains_of(text: str, forms: Sequence[Form]) -> list[list[Form]]:
    """The forms in groups that name one thing each; forms and groups in the order of their first place."""
    ordered = sorted(forms, key=lambda f: (f.places[0], f.text))
    groups = _Groups(ordered)
    groups.join_keys()
    groups.join_known()
    defined = set(_definitions(text, ordered))
    makers = {f.text for f in ordered if f.type is EntityType.COMPANY}
    for i, a in enumerate(ordered):
        for b in ordered[i + 1 :]:
            if a.type is b.type and (
                (a.text, b.text) in defined
                or same_name(a.type, a.text, b.text)
                or (a.type is EntityType.PRODUCT and _same_product(a.text, b.text, makers))
            ):
                groups.join(a.text, b.text)
    return groups.lists()


class _Groups:
    """Forms that are joined step by step."""

    def __init__(self, forms: Sequence[Form]) -> None:
        self.forms = forms
        self.group = {f.text: i for i, f in enumerate(forms)}

    def join(self, a: str, b: str) -> None:
        old, new = sorted((self.group[a], self.group[b]), reverse=True)
        for form, group in self.group.items():
            if group == old:
                self.group[form] = new

    def join_keys(self) -> None:
        """Forms of one type that differ in case, spaces and brackets only: 星（桥）, written so for a pun, is 星桥."""
        first: dict[tuple[EntityType, str], str] = {}
        for form in self.forms:
            other = first.setdefault((form.type, re.sub(r"[（）()]", "", bare(form.text))), form.text)
            self.join(form.text, other)

    def join_known(self) -> None:
        """Forms of one type that are well known to name one thing."""
        first: dict[tuple[EntityType, int], str] = {}
        for form in self.forms:
            known = known_aliases().get((form.type, bare(form.text)))
            if known is not None:
                self.join(form.text, first.setdefault((form.type, known), form.text))

    def lists(self) -> list[list[Form]]:
        found: dict[int, list[Form]] = defaultdict(list)
        for form in self.forms:
            found[self.group[form.text]].append(form)
        return [found[g] for g in sorted(found)]


@cache
def known_aliases() -> dict[tuple[EntityType, str], int]:
    """A number for each name of ``kg/extract/data/known_aliases.txt``: the names of one line have the same one.

    A line is a type, a tab and names of one thing with ``|`` between them. A name of two things has no number.
    """
    raw = files("kg.extract").joinpath("data", "known_aliases.txt").read_text("utf-8")
    found: dict[tuple[EntityType, str], int] = {}
    ambiguous = set()
    for number, line in enumerate(raw.splitlines()):
        kind, _, names = line.partition("\t")
        for name in {bare(name) for name in names.split("|")} if kind[:1] != "#" else ():
            key = EntityType(kind), name
            if found.setdefault(key, number) != number:
                ambiguous.add(key)
    return {key: number for key, number in found.items() if key not in ambiguous}


def bare(name: str) -> str:
    """A name without case, spaces and marks."""
    return re.sub(r"[\s·•・\-“”\"'’‘《》]+", "", name).casefold()


def _definitions(text: str, forms: Iterable[Form]) -> Iterable[tuple[str, str]]:
    """Pairs of forms of which the second is defined in parentheses after the first: 星桥科技（简称“星桥”）."""
    known = {f.text for f in forms}
    by_end = {end: f for f in forms for _, end in f.places}
    for match in _DEFINES.finditer(text):
        before, inside = by_end.get(match.start()), match.group(1).strip()
        if before is None or inside not in known or inside == before.text:
            continue
        if match.group().startswith(("（简称", "（以下", "（下称", "(简称", "(以下")) or _may_rename(
            before.text, inside
        ):
            yield from ((before.text, inside), (inside, before.text))


def _may_rename(name: str, other: str) -> bool:
    """Whether a bare parenthesis may give the other name: another script, or an abbreviation of the name."""
    if is_latin(name) != is_latin(other):
        return True
    return len(other) < len(name) and _subsequence(other, name)


def _subsequence(short: str, long: str) -> bool:
    rest = iter(long.casefold())
    return all(c in rest for c in short.casefold())


def is_latin(name: str) -> bool:
    """Whether a name has no Han character."""
    return not any("\u4e00" <= c <= "\u9fff" for c in name)


def same_name(kind: EntityType, a: str, b: str) -> bool:
    """Whether two different forms of one type are by their letters alone names of one thing."""
    short, long = sorted((a, b), key=len)
    if kind is EntityType.COMPANY:
        return _same_company(short, long)
    if kind is EntityType.PERSON:
        return _same_person(short, long)
    if kind is EntityType.PLACE:
        return len(short) >= 2 and any(long == short + ending for ending in _DISTRICT)
    if kind is EntityType.ORGANIZATION:
        return len(short) >= 3 and (any(long == state + short for state in _STATE) or _abbreviates(short, long))
    return False


def _abbreviates(short: str, long: str) -> bool:
    """Whether a body's short name has letters of its long one in their order, the first and the last among them.

    北湖期货交易所 is 北期所; a body of more words than letters left out is another one (北湖市财政局, 北湖市教育局).
    """
    plain = next((long.removeprefix(s) for s in _STATE if long.startswith(s) and len(long) - len(s) >= 4), long)
    whole = long + "委" if long.endswith("委员会") else long
    ends = short[-1] in _BODIES and short[-1] == whole[-1]
    begins = short[0] in (plain[0], long[0]) and not long.startswith(short)
    return ends and begins and len(short) < len(long) and _subsequence(short, whole)


_BODIES = "局部所会院委行署厅"


def _same_product(a: str, b: str, makers: Collection[str]) -> bool:
    """Whether a product is told with its maker before it (星桥 Lumen 3, Lumen 3) or its kind behind (Lumen机器人)."""
    short, long = sorted((a, b), key=len)
    if len(short) < 2 or short == long:
        return False
    if long.endswith(short):
        return long[: -len(short)].strip() in makers
    return long.startswith(short) and long[len(short) :].strip() in _KINDS


_KINDS = frozenset(
    (
        "系列",
        "机器人",
        "人形机器人",
        "APP",
        "App",
        "app",
        "手机",
        "平台",
        "系统",
        "软件",
        "轿车",
        "SUV",
        "旅行车",
        "汽车",
        "芯片",
        "游戏",
        "无人机",
    )
)


def _same_company(short: str, long: str) -> bool:
    return len(short) >= 2 and bool(set(_cores(long)) & ({short} | set(_cores(short))))


def _cores(name: str) -> Iterable[str]:
    """What is left of a firm's name without its legal form, its business and the place before it."""
    plain = _LEGAL.sub("", _BRANCH.sub("", name).strip()).strip()
    legal = plain != name
    without_place = _without_place(plain) if legal else plain
    for core in (plain, without_place):
        if len(core) < 2:
            continue
        if legal:
            yield core
        shorter = _BUSINESS.sub("", core)
        if shorter != core and len(shorter) >= 2:
            yield shorter


def _without_place(name: str) -> str:
    for size in (4, 3, 2):
        if name[:size] in lexicon("places") and len(name) - size >= 2:
            return name[size:].removeprefix("省").removeprefix("市")
    return name


def _same_person(short: str, long: str) -> bool:
    """亚当·林德 and 林德, Adam Linde and Linde; 林晓舟 and 晓舟."""
    for mark in ("·", "•", "・", " "):
        if mark in long and mark not in short:
            return len(short) >= 2 and short in (long.rsplit(mark, 1)[1], long.split(mark, 1)[0])
    return len(long) == 3 and len(short) == 2 and long.endswith(short) and long[0] in lexicon("surnames")


def preferred(group: Sequence[Form], kind: EntityType) -> str:
    """The fullest common form: the longest of those that stand at least a third as often as the commonest one."""
    most = max(len(f.places) for f in group)
    common = [f for f in group if len(f.places) * 3 >= most]
    if kind is EntityType.PERSON or kind is EntityType.ORGANIZATION:
        common = list(group)
    han = [f for f in common if not is_latin(f.text)] or common
    return max(han, key=lambda f: (len(f.text), f.text)).text
