"""Which forms of one article name the same thing.

A wrong alias is an error in every fact that uses it, so two forms are joined only where the text defines one by the
other or where one is the other without a legal or generic ending. A parent and its subsidiary stay two, and so do a
firm and what it makes (星桥 and 星桥汽车).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files

from kg.extract.names.document import Form
from kg.extract.names.known import known_names
from kg.extract.names.words import lexicon, tagged_words
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
    for a, b in sorted(set(_definitions(text, ordered))):
        groups.join_alike(a, b)
    groups.join_by_letters()
    groups.join_last_words()
    return groups.lists()


class _Groups:
    """Forms that are joined step by step."""

    def __init__(self, forms: Sequence[Form]) -> None:
        self.forms = forms
        self._type = {f.text: f.type for f in forms}
        self._of = {f.text: f.text for f in forms}
        self._members = {f.text: [f.text] for f in forms}

    def join(self, a: str, b: str) -> None:
        small, large = sorted((self._of[a], self._of[b]), key=lambda g: len(self._members[g]))
        if small != large:
            for form in self._members[small]:
                self._of[form] = large
            self._members[large] += self._members.pop(small)

    def join_alike(self, a: str, b: str) -> None:
        """Joins two forms that are of one type."""
        if self._type[a] is self._type[b]:
            self.join(a, b)

    def join_by_letters(self) -> None:
        """Forms of one type of which one is the other without an ending, a place or a maker; in linear time."""
        makers = {f.text for f in self.forms if f.type is EntityType.COMPANY}
        makers.update(m for f in self.forms if f.type is EntityType.PRODUCT for m in _known_makers(f.text))
        first: dict[tuple[EntityType, str], str] = {}
        for form in self.forms:
            first.setdefault((form.type, form.text), form.text)
        for form in sorted(self.forms, key=lambda f: (len(f.text), f.text)):
            for key in sorted(_shorter(form.type, form.text, makers)):
                known = first.get((form.type, key))
                if known is not None:
                    self.join(known, form.text)
                elif form.type is EntityType.COMPANY:  # two long names of one core: 北京星桥科技有限公司, 星桥科技集团
                    first[form.type, key] = form.text
        bodies = [f.text for f in self.forms if f.type is EntityType.ORGANIZATION and f.text[-1] in _BODIES]
        del bodies[_MOST_BODIES:]
        for short in bodies:
            if len(short) <= _LONGEST_SHORT:
                for long in bodies:
                    if _abbreviates(short, long):
                        self.join(short, long)

    def join_last_words(self) -> None:
        """A product told in full and by its last words: Lumen Seaside 4 is Seaside 4, if one product only ends so."""
        products = {f.text for f in self.forms if f.type is EntityType.PRODUCT}
        longer: dict[str, list[str]] = defaultdict(list)
        for name in sorted(products):
            for space in re.finditer(" ", name):
                longer[name[space.end() :]].append(name)
        for last, names in longer.items():
            if last in products and _telling(last) and len({self._of[name] for name in names}) == 1:
                self.join(last, names[0])

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
        found: dict[str, list[Form]] = defaultdict(list)
        for form in self.forms:
            found[self._of[form.text]].append(form)
        return list(found.values())


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
    return re.sub(r"[\s·•・\-_“”\"'’‘《》]+", "", name).casefold()


def _definitions(text: str, forms: Iterable[Form]) -> Iterable[tuple[str, str]]:
    """Pairs of forms of which the second is defined in parentheses after the first: 星桥科技（简称“星桥”）."""
    known = {f.text for f in forms}
    by_end = {end: f for f in forms for _, end in f.places}
    for match in _DEFINES.finditer(text):
        before, inside = _told_before(text, match.start(), by_end), match.group(1).strip()
        if before is None or inside not in known or inside == before.text:
            continue
        if match.group().startswith(("（简称", "（以下", "（下称", "(简称", "(以下")) or _may_rename(
            before.text, inside
        ):
            yield from ((before.text, inside), (inside, before.text))


def _known_makers(product: str) -> Iterator[str]:
    """The well-known firms that a product's name begins with."""
    for size in range(2, min(len(product), _LONGEST_MAKER)):
        if "co" in known_names().get(product[:size], ""):
            yield product[:size]


def _telling(last: str) -> bool:
    """Whether the last words of a name tell one product from others: no mere grade (GT, Max)."""
    return len(last) > 3 or (any(c.isdigit() for c in last) and any(c.isalpha() for c in last))


def _told_before(text: str, at: int, by_end: Mapping[int, Form]) -> Form | None:
    """The form right before ``at``, its closing quotation mark aside: 「晨光」（Lumen）."""
    return by_end.get(at) or (by_end.get(at - 1) if text[max(0, at - 1) : at] in tuple("”」》") else None)


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


def shorter_names(kind: EntityType, name: str) -> set[str]:
    """The shorter names that a thing of this name may have, as far as its letters tell.

    What depends on other names of the article (a product with its maker before it) is not seen here.
    """
    return _shorter(kind, name, ())


def _shorter(kind: EntityType, name: str, makers: Collection[str]) -> set[str]:
    """The shorter names that a thing of this name may have."""
    if kind is EntityType.COMPANY:
        return set(_cores(name))
    if kind is EntityType.PERSON:
        return _shorter_person(name)
    if kind is EntityType.PLACE:
        return {name[: -len(e)] for e in _DISTRICT if name.endswith(e) and len(name) - len(e) >= 2}
    if kind is EntityType.ORGANIZATION:
        return {name[len(s) :] for s in _STATE if name.startswith(s) and len(name) - len(s) >= 3}
    return _shorter_product(name, makers)


def _shorter_person(name: str) -> set[str]:
    """亚当·林德 may be 林德, Adam Linde may be Linde; 林晓舟 may be 晓舟."""
    for mark in ("·", "•", "・", " "):
        if mark in name:
            parts = (name.rsplit(mark, 1)[1], name.split(mark, 1)[0])
            return {part for part in parts if len(part) >= 2 and mark not in part}
    return {name[1:]} if len(name) == 3 and name[0] in lexicon("surnames") else set()


def _shorter_product(name: str, makers: Collection[str]) -> set[str]:
    """A product told with its maker before it (星桥 Lumen 3 is Lumen 3) or its kind behind (Lumen机器人 is Lumen)."""
    found = {name[size:].strip() for size in range(2, len(name) - 1) if name[:size].strip() in makers}
    found |= {name[: -len(kind)].strip() for kind in _KINDS if name.endswith(kind)}
    return {short for short in found if len(short) >= 2}


_KINDS = (
    *("系列", "机器人", "人形机器人", "APP", "App", "app", "手机", "平台", "系统", "软件"),
    *("轿车", "SUV", "旅行车", "汽车", "芯片", "游戏", "无人机"),
    *("大模型", "模型", "应用", "小程序", "智能体", "概念车", "注射液", "处理器"),
)
_BODIES = "局部所会院委行署厅"
_MOST_BODIES = 400
"""Bodies whose names are compared with each other's; no article has more."""
_LONGEST_SHORT = 8
_LONGEST_MAKER = 12


def _abbreviates(short: str, long: str) -> bool:
    """Whether a body's short name is made of first letters of its long one's words: 北湖期货交易所 is 北期所.

    What both begin with may be a place and is left out. A whole word of the long name in the short one tells another
    body (北湖市人民医院, 北湖市第一人民医院), and so does a short name of more letters (中国科学院).
    """
    plain = next((long.removeprefix(s) for s in _STATE if long.startswith(s) and len(long) - len(s) >= 4), long)
    return any(_initials(short, whole) for whole in sorted({plain, long}))


def _initials(short: str, long: str) -> bool:
    same = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    same = same if same >= 2 else 0
    rest, words = short[same:], long[same:]
    if not 2 <= len(rest) <= 4 or len(words) < len(rest) + 2 or rest in words or rest[-1] not in _BODIES:
        return False
    if rest[-1] != words[-1] and not (rest[-1] == "委" and words.endswith("委员会")):
        return False
    starts = iter(word[0] for word, _ in tagged_words(words))
    return all(letter in starts for letter in rest[:-1])


@lru_cache(maxsize=8192)
def _cores(name: str) -> tuple[str, ...]:
    """What is left of a firm's name without its legal form, its business and the place before it."""
    plain = _LEGAL.sub("", _BRANCH.sub("", name).strip()).strip()
    legal = plain != name
    found = []
    for core in (plain, _without_place(plain) if legal else plain):
        if len(core) < 2:
            continue
        if legal:
            found.append(core)
        shorter = _BUSINESS.sub("", core)
        if shorter != core and len(shorter) >= 2:
            found.append(shorter)
    return tuple(found)


def _without_place(name: str) -> str:
    for size in (4, 3, 2):
        if name[:size] in lexicon("places") and len(name) - size >= 2:
            return name[size:].removeprefix("省").removeprefix("市")
    return name


def preferred(group: Sequence[Form], kind: EntityType) -> str:
    """The fullest common form: the longest of those that stand at least a third as often as the commonest one."""
    most = max(len(f.places) for f in group)
    common = [f for f in group if len(f.places) * 3 >= most]
    if kind is EntityType.PERSON or kind is EntityType.ORGANIZATION:
        common = list(group)
    han = [f for f in common if not is_latin(f.text)] or common
    return max(han, key=lambda f: (len(f.text), f.text)).text
