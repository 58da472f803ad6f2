"""Whether a form is a name, and of what: judged by all that an article does with it.

A second, small model (maximum entropy, as a CRF over single items) weighs the evidence: how sure the tagger is at
best and on average, how its votes are spread, how the form is written, what stands around it, which other candidates
it contains. Two rules of the guideline stand above the model: what a name's last word says about its type, and a list
of words that are never names by themselves.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from kg.extract.models import Model
from kg.extract.names.document import Form, Reading
from kg.extract.names.features import word_class
from kg.extract.names.known import known_names
from kg.extract.names.words import char_class, latin_shape, lexicon, tagged_words
from kg.model import EntityType

MODEL = "names_forms.crfsuite"
NO_NAME = "O"
LIKELY = {
    EntityType.COMPANY: 0.45,
    EntityType.ORGANIZATION: 0.6,
    EntityType.PERSON: 0.45,
    EntityType.PLACE: 0.6,
    EntityType.PRODUCT: 0.45,
}
"""How likely the judge must find a form to be a name of a type.

F1 of the entities hardly moves from 0.4 to 0.7. Firms, persons and products are the ends of all other facts: each that
is missed takes its posts, events and figures along.
"""

_ORGANIZATION = re.compile(
    r"(?:委员会|管委会|国资委|发改委|证监会|监管局|总局|[^大]学院|大学|研究院|研究所|协会|学会|商会|联合会|联盟|基金会|医院|交易所|"
    r"政府|法院|检察院|[财商外教工国]\w{0,5}部|日报|晚报|时报|通讯社|电视台|俱乐部|议会|国会|参议院|众议院|央行|中央银行|人民银行|世界银行)$"
)
_COMPANY = re.compile(
    r"(?:公司|集团|证券|银行|创投|资本|保险|人寿|股份|控股|信托|期货|药业|有限合伙|律师事务所|会计师事务所)$"
)


_LATIN_COMPANY = re.compile(
    r" (?:Group|Inc\.?|Corp\.?|Ltd\.?|Limited|Co\.?|LLC|PLC|AG|Capital|Holdings?|Management|Resources|Partners|"
    r"Partnership|Ventures|Technolog(?:y|ies)|Labs?|Bank|Securities|Motors?|Energy|Robotics|Entertainment|Studios?|Pharma)$"
)
_LATIN_ORGANIZATION = re.compile(
    r"(?:^| )(?:University|Institute|Association|Commission|Foundation|Council|Ministry)\b"
)
_CODE = re.compile(r"\d{4,6}\.[A-Z]{2}|[A-Z]{2}\d{6}")
_KIND_WORDS = (
    *("公司", "企业", "机构", "集团", "协会", "学会", "部门", "平台", "政府", "法院", "银行", "交易所", "医院"),
    *("大学", "学校", "中心", "组织", "团队", "品牌"),
)
_LATIN_PERSON = re.compile(r"[A-Z][a-z]+(?: [A-Z]\.)?(?: [A-Z][a-z]+){1,2}")


def type_by_ending(form: str) -> EntityType | None:
    """The type that a name gives away: by its last word, as the guideline has it, or by a given name at its start.

    >>> type_by_ending("星桥证券交易所"), type_by_ending("星桥证券"), type_by_ending("星桥")
    (<EntityType.ORGANIZATION: 'Organization'>, <EntityType.COMPANY: 'Company'>, None)
    """
    if len(form) < 4:
        return None
    if form.isascii():
        if _LATIN_ORGANIZATION.search(form):
            return EntityType.ORGANIZATION
        if _LATIN_COMPANY.search(form):
            return EntityType.COMPANY
        first = form.split(" ")[0]
        return EntityType.PERSON if first in lexicon("given_names") and _LATIN_PERSON.fullmatch(form) else None
    if _ORGANIZATION.search(form):
        return EntityType.ORGANIZATION
    return EntityType.COMPANY if _COMPANY.search(form) else None


def never_a_name(form: str) -> bool:
    """Whether a form is none by what it is made of.

    That is so for common words that look like names (A股, 美元, Pro Max), kinds of bodies (证券公司, 行业协会),
    stock codes, and whatever has a single character or no letter.
    """
    if len(form) < 2 or not any(c.isalpha() for c in form) or _CODE.fullmatch(form):
        return True
    common = lexicon("common")
    if form.casefold() in common or all(w.casefold() in common for w in form.split()):
        return True
    if form.removesuffix("公司").removesuffix("集团") in known_names():
        return False
    words = tagged_words(form)
    if len(words) == 1:
        return form in _KIND_WORDS or (words[0][1] in ("n", "i", "l") and form.endswith(_KIND_WORDS))
    return words[-1][0] in _KIND_WORDS and words[-1][0] != "银行" and all(_is_kind(w) for w, _ in words[:-1])


def _is_kind(word: str) -> bool:
    return word in lexicon("generic") or word in lexicon("suffix") or word in lexicon("common") or word == "行业"


class Judge:
    """Judges forms with the model of forms, read when first needed; not safe to share between threads."""

    def __init__(self, model: Path | None = None) -> None:
        self.model = Model(MODEL, model)

    def __call__(self, reading: Reading, forms: Mapping[str, Form]) -> list[Form]:
        """The forms that are names, each with its type and confidence."""
        kept = []
        neighbours = neighbourhood(forms)
        for form in forms.values():
            if not form.places or never_a_name(form.text):
                continue
            chances = self.model.chances(form_features(form, reading, neighbours[form.text]))
            form.confidence = 1.0 - chances.get(NO_NAME, 0.0)
            best = max((p, t) for t, p in chances.items() if t != NO_NAME)[1]
            form.type = type_by_ending(form.text) or EntityType(best)
            if form.type is EntityType.PERSON and acts_as_a_firm(form, reading.text):
                form.type = EntityType.COMPANY
            if form.confidence >= LIKELY[form.type]:
                kept.append(form)
        return kept


def form_features(form: Form, reading: Reading, neighbours: Iterable[str]) -> list[str]:
    """What the judge knows of a form; of its neighbours as :func:`neighbourhood` has it."""
    text, n = form.text, len(form.places)
    total = sum(form.votes.values())
    top = max(form.votes, key=lambda t: (form.votes[t], t.value))
    best, mean = _step(form.best), _step(form.mean)
    found = [
        "bias",
        f"best{best}",
        f"mean{mean}",
        f"bm{best}{mean}",
        f"n{min(n, 4)}",
        f"n{min(n, 4)}b{best}",
        f"top{top.value}",
        f"top{top.value}{_step(form.votes[top] / total)}",
        f"top{top.value}b{best}m{mean}",
        f"len{min(len(text), 8)}{top.value}",
        f"s{_written(text)}",
        f"s{_written(text)}{top.value}",
        f"by{type_by_ending(text)}",
    ]
    found += (f"v{t.value}{_step(v / total)}" for t, v in form.votes.items())
    known = known_names().get(text)
    if known:
        written = f"z{known}g{'-'.join(tag for _, tag in tagged_words(text)[:3])}"
        found += (f"z{known}", f"z{known}{top.value}", f"z{known}b{best}", f"z{known}n{min(n, 4)}", written)
        found += (f"{written}b{best}", f"z{known}l{min(len(text), 6)}b{best}")
    found += _words(text, top)
    found += _surroundings(form, reading, top)
    found += sorted(neighbours)
    return found


_FIRM_ONLY = re.compile(
    r"(?:IPO|旗下|生产的?|上市[公后]|成立于|招股书|营收|净利|股价|股份|控股|的?(?:门店|产线|生产线|毛利率|供应商|经销商|市值|估值|子公司))"
)
_HUMAN = re.compile(r"(?:先生|女士|说|表示|认为|回忆|坦言|出生|毕业|本人|博士|教授)")


_FIRM_SURELY = re.compile(
    r"(?:\s?IPO|招股书|(?:拟|计划|将|正式|今日|昨日)*(?:在|赴|登陆)[^，。；出参致\n]{1,8}上市(?!仪式)|是一家|股价|市值)"
)


def acts_as_a_firm(form: Form, text: str) -> bool:
    """Whether what was taken for a person does what firms do and never what people do.

    Taggers take firms with foreign-sounding names for persons (星芒尼迪生产的玩具), and firms that begin with a
    surname (鹿鸣云拟在港交所上市); of the latter only what no founder does tells.
    """
    if "·" in form.text or not all("\u4e00" <= c <= "\u9fff" for c in form.text):
        return False
    told = _FIRM_ONLY if len(form.text) >= 4 else _FIRM_SURELY
    firm = any(told.match(text, end) for _, end in form.places)
    return firm and not any(_HUMAN.match(text, end) for _, end in form.places)


def _step(value: float) -> int:
    return min(int(value * 10), 9)


@lru_cache(maxsize=4096)
def _written(text: str) -> str:
    """How a form is written: Latin by its shape, Han by its kinds of characters."""
    shape = latin_shape(text)
    return shape if len(shape) < 8 else "long"


def _words(text: str, top: EntityType) -> list[str]:
    words = tagged_words(text)
    last, tag = words[-1]
    found = [
        f"t{top.value}{'-'.join(t for _, t in words[:4])}",
        f"e{text[-1]}",
        f"e2{text[-2:]}",
        f"tl{tag}",
        f"w{len(words)}",
    ]
    found += (f"k{c}" for c in {word_class(last)} if c)
    if len(text) <= 4 and text[0] in lexicon("surnames"):
        found.append(f"sur{len(text)}{top.value}")
    if all(char_class(c) == "T" or c == "·" for c in text):
        found.append(f"tr{min(len(text), 5)}{top.value}")
    if text.split(" ")[0] in lexicon("given_names"):
        found.append(f"given{min(text.count(' '), 2)}")
    return found


def _surroundings(form: Form, reading: Reading, top: EntityType) -> list[str]:
    """What stands before and after the form, counted over its places: each is one feature, however often it occurs."""
    text = reading.text
    found: Counter[str] = Counter()
    for start, end in form.places[:12]:
        before, after = text[max(0, start - 1) : start], text[end : end + 1]
        found[f"b{before}"] += 1
        found[f"a{after}"] += 1
        found[f"ba{before}{after}"] += 1
        found[f"a2{text[end : end + 2]}"] += 1
        found[f"b2{text[max(0, start - 2) : start]}"] += 1
        for size in (2, 3, 4):
            found.update(f"ka{c}{top.value}" for c in word_class(text[end : end + size]))
            found.update(f"kb{c}{top.value}" for c in word_class(text[max(0, start - size) : start]))
        found[f"ws{start in reading.starts}we{end in reading.ends}"] += 1
    first = form.places[0][0]
    found["head" if first <= reading.first_line else "body"] += 1
    return sorted(found)


def neighbourhood(forms: Mapping[str, Form]) -> dict[str, set[str]]:
    """For each form whether other candidates are a part of it, or it of them, and which of the two is commoner."""
    found: dict[str, set[str]] = {text: set() for text in forms}
    parts = _Parts(forms)
    for form in forms.values():
        for inner in parts.of(form.text):
            other = forms[inner]
            where = _where(inner, form.text)
            if other.best >= _SURE:
                found[form.text].add(f"has{where}{_commoner(other, form)}")
            if form.best >= _SURE:
                found[inner].add(f"in{where}{_commoner(form, other)}")
    return found


_SURE = 0.5
"""How sure the tagger must be of a candidate that it should tell something of those around it."""


def _where(part: str, whole: str) -> str:
    return "start" if whole.startswith(part) else "end" if whole.endswith(part) else "mid"


def _commoner(one: Form, other: Form) -> str:
    return "+" if len(one.places) > len(other.places) else "-"


class _Parts:
    """Finds the forms within others by their first characters and lengths."""

    def __init__(self, forms: Iterable[str]) -> None:
        self._forms = frozenset(forms)
        sizes: dict[str, set[int]] = defaultdict(set)
        for form in self._forms:
            sizes[form[:1]].add(len(form))
        self._sizes = {first: tuple(sorted(lengths)) for first, lengths in sizes.items()}

    def of(self, text: str) -> set[str]:
        """The forms that are a part of a text, but not all of it."""
        found = {text[at : at + size] for at, char in enumerate(text) for size in self._sizes.get(char, ())}
        return (found & self._forms) - {text}
