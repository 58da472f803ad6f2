"""Products that only the words around them give away: 医学应用“星桥”, 星桥8.0上线, Lumen、Tarn和Brook.

The tagger misses names that look like common words, and cuts versions and editions off; what kind of thing stands
beside quotation marks, what follows a firm's name, and the list that a name stands in tell more.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from kg.extract.names.document import Form, Reading, places_of
from kg.extract.names.judge import never_a_name, type_by_ending
from kg.extract.names.known import known_names
from kg.extract.names.words import lexicon, tagged_words
from kg.model import EntityType

_CONFIDENCE = 0.65
_KIND = (
    r"(?:应用|App|APP|app|大模型|模型|机器人|浏览器|小程序|游戏|手游|电影|影片|剧集|电视剧|综艺|节目|栏目|纪录片|动画片?|芯片|处理器|"
    r"智能体|输入法|智能眼镜|耳机|手机|车型|轿车|SUV|新车|概念车|火箭|卫星|飞船|疫苗|新药|软件|操作系统|客户端|音箱|无人机|助手)"
)
_QUOTED = r"[“「《](?P<name>[^“”「」《》，。；：、！？\s]{2,12})[”」》]"
# what a name in quotation marks is the subject or the end of, not 模型“季后赛”阶段
_AFTER = r"(?=[，。；、！？（(\n的是已将在可能迎上发推开获正也由为与和及宣]|$)"
_SURELY = (
    r"(?:应用|APP|App(?![a-z])|无人机|机器人|手游|小程序|输入法|浏览器|智能手表|手机|耳机|新车|概念车|火箭|卫星|疫苗|电影"
    r"|游戏)"
)
_BESIDE = (re.compile(_KIND + _QUOTED + _AFTER), re.compile(_QUOTED + _SURELY))
# 星桥8.0上线, not 星桥8.0亿元
_VERSION = re.compile(
    r"\s?\d{1,2}\.\d{1,2}(?:\.\d{1,3}){0,3}(?=\s?(?:版|上线|发布|推出|更新|升级|正式|系统|问世|时代))"
)
# 远山17星桥版: an edition is a product of its own; 标准版 is not
_BARE = r"(?![\u4e00-\u9fff])|(?=[的是在将已和与也])"
_EDITION = re.compile(rf"(?:限定|限量|纪念|联名|定制|典藏)版(?:{_BARE})")
_OF_SERIES = re.compile(r" ?系列(?!赛|[化课])")
_LONGEST_FIRM = 8
_OF_FIRM = re.compile(rf"版(?:{_BARE})")
_NO_NAME_TAGS = frozenset({"v", "p", "d", "m", "q", "u", "uj", "ul", "c", "r", "f", "ad", "vd", "y"})

# 星桥 X, 星桥 P9: a letter or a number behind a firm is one of its series
_SERIES = re.compile(r"[A-Z]{0,2}\d{1,3}[A-Za-z]?|[A-Z]")

_LATIN = r"[A-Z][A-Za-z0-9.+-]{2,20}(?: [A-Z0-9][A-Za-z0-9.+-]{0,20}){0,3}"
_LATIN_LIST = re.compile(rf"{_LATIN}(?:(?:、| ?(?:和|以及|与|及) ?){_LATIN}){{2,20}}")
_LATIN_NAME = re.compile(_LATIN)


def add_products(reading: Reading, forms: Sequence[Form]) -> list[Form]:
    """The forms, those of products in full length, and the products that were missed."""
    forms = _without_origin(forms)
    _retype_series(forms)
    full = _in_full(reading.text, forms)
    taken = bytearray(len(reading.text))
    for form in full:
        for start, end in form.places:
            taken[start:end] = b"\1" * (end - start)
    known = {form.text for form in full}
    added: dict[str, Form] = {}
    shown = (*_quoted(reading.text), *_listed(reading.text, full))
    places_by_name = places_of(reading, (name for name, _ in shown))
    for name, place in shown:
        if name in known or name in added or any(taken[slice(*place)]):
            continue
        # a title may be common words: elsewhere it is none
        title = reading.text[place[0] - 1 : place[0]] == "《"
        elsewhere = () if title else places_by_name[name]
        places = [p for p in sorted({*elsewhere, place}) if not any(taken[slice(*p)])]
        added[name] = Form(name, places=places, type=EntityType.PRODUCT, confidence=_CONFIDENCE)
        for start, end in places:
            taken[start:end] = b"\1" * (end - start)
    return [*full, *added.values()]


_ORIGIN = re.compile(r"国产(?=[A-Za-z])")


def _without_origin(forms: Sequence[Form]) -> list[Form]:
    """The forms, but what is only likened to a thing of that name (“国产Brook”): that is none of it."""
    return [f for f in forms if not _ORIGIN.match(f.text)]


def _retype_series(forms: Sequence[Form]) -> None:
    """A firm's name with a series behind it (星桥 X) is a product that was taken for a firm."""
    firms = {f.text for f in forms if f.type is EntityType.COMPANY}
    for form in forms:
        firm, space, series = form.text.partition(" ")
        if form.type is not EntityType.COMPANY or not space or "co" in known_names().get(form.text, ""):
            continue
        is_firm = firm in firms or "co" in known_names().get(firm, "")
        if is_firm and _SERIES.fullmatch(series):
            form.type = EntityType.PRODUCT


def _in_full(text: str, forms: Sequence[Form]) -> list[Form]:
    """The forms with versions and editions as forms of their own."""
    at = {start: (end, form) for form in forms for start, end in form.places}
    known = {f.text: f for f in forms}
    firms = {f.text for f in forms if f.type is EntityType.COMPANY}
    longer: dict[str, Form] = {}
    more_places: dict[str, tuple[Form, set[tuple[int, int]]]] = {}
    gone: set[tuple[int, int]] = set()
    for start, (end, form) in sorted(at.items(), key=lambda item: item[0]):
        more = _more(text, end, form.type, firms)
        if more == end or (start, end) in gone:
            continue
        name = text[start:more]
        made = Form(name, type=EntityType.PRODUCT, confidence=max(_CONFIDENCE, form.confidence))
        full = known.get(name) or longer.setdefault(name, made)
        more_places.setdefault(name, (full, set()))[1].add((start, more))
        gone.add((start, end))
        gone.update((s, at[s][0]) for s in range(end, more) if s in at)
    if not gone:
        return list(forms)
    for full, added in more_places.values():
        full.places = sorted({*full.places, *added})
    for form in forms:
        form.places = [p for p in form.places if p not in gone]
    return [*(f for f in forms if f.places), *longer.values()]


def _more(text: str, end: int, kind: EntityType, firms: Collection[str]) -> int:
    """Where a product's name ends that begins with a form: with its version, or its edition."""
    if kind in (EntityType.COMPANY, EntityType.PRODUCT):
        version = _VERSION.match(text, end)
        if version:
            return version.end()
    if kind is EntityType.PRODUCT:
        series = _OF_SERIES.match(text, end)
        if series:
            return series.end()
        at = end + (text[end : end + 1] == " ")
        edition = _EDITION.match(text, at)
        if edition:
            return edition.end()
        for stop in range(at + 2, at + _LONGEST_FIRM):
            if text[at:stop] in firms and _OF_FIRM.match(text, stop):
                return stop + 1
    return end


def _quoted(text: str) -> Iterator[tuple[str, tuple[int, int]]]:
    for pattern in _BESIDE:
        for match in pattern.finditer(text):
            title = text[match.start("name") - 1] == "《" and not never_a_name(match["name"])
            if title or _like_a_product(match["name"]):
                yield match["name"], match.span("name")


def _listed(text: str, forms: Sequence[Form]) -> Iterator[tuple[str, tuple[int, int]]]:
    """Latin names in a list with two products or more, and with nothing else."""
    at = {place: form.type for form in forms for place in form.places}
    for match in _LATIN_LIST.finditer(text):
        members = [m.span() for m in _LATIN_NAME.finditer(text, *match.span())]
        kinds = [at[m] for m in members if m in at]
        if len(kinds) >= 2 and set(kinds) == {EntityType.PRODUCT} and len(kinds) * 2 >= len(members):
            for start, end in members[:-1]:
                if (start, end) not in at and not never_a_name(text[start:end]):
                    yield text[start:end], (start, end)


def _like_a_product(name: str) -> bool:
    """Whether a stretch in quotation marks may be what a thing is called, not what is said of it (“变相涨价”)."""
    if (
        never_a_name(name)
        or name.endswith(("版", "级", "型"))
        or type_by_ending(name) is not None
        or "co" in known_names().get(name, "")
    ):
        return False
    if name in lexicon("generic") or name in lexicon("common") or name in lexicon("title"):
        return False
    words = tagged_words(name)
    if len(words) == 1 and words[0][1] in ("v", "d", "a", "m", "t", "i", "l", "r"):
        return False
    return len(words) <= 4 and not any(tag in _NO_NAME_TAGS for _, tag in words if len(words) > 1)
