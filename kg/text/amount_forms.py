"""The forms of numbers in running text, and the words before and after that bound them.

Every repetition is possessive or bounded, so that matching stays linear on any text.
"""

from __future__ import annotations

import re
from decimal import Decimal

from kg.text.numbers import read_number

_ONE_TO_NINE = "一二两三四五六七八九"
_LATIN_MARKS = "|".join(rf"(?<={mark})" for mark in ("RMB", "USD", "CNY", "HKD", "EUR", "GBP", "JPY"))
_START = rf"(?:(?<![\d.A-Za-z_#@])(?<![A-Za-z]-)(?<!\d[:：/])|{_LATIN_MARKS})"
_ARABIC = r"(?:\d{1,3}(?:[,，]\d{3}){1,12}+(?!\d)|\d++)(?:\.\d++)?"
"""With commas at most 39 digits, more than any number has: where none ends so, looking for its end costs little."""
_MYRIADS = r"(?:\d{1,4}亿(?=\d{1,4}万)|\d{1,4}万(?=\d{3,4}(?![\d.,年])))?"
"""2亿|5000万, 3万|2000: how Singapore and Hong Kong write large numbers."""
_NEGATIVE = (
    r"(?:(?<![\d)）%％A-Za-z\u4e00-\u9fff])(?<![\d万亿千百%％元倍人] )|(?<=[为是约至到比长幅跌率润利损益额]))[-−]"
)
_SCALE = (
    r"[^\S\n]?(?:万亿|千亿|百亿|十亿|千万|百万|十万|万(?!科|达|华|豪|事|向|里|代|物)|亿(?!纬|滋|咖|联)"
    r"|千(?!瓦|米|克|字|伏|卡|赫|问|寻|禧)|百(?!分|度|胜|济|丽|思|威)|兆(?=[元美日韩新]|港元|欧元)"
    r"|(?i:trillion|billion|million|bn|mn)(?![A-Za-z]))"
)
_NO_HAN_BEFORE = rf"(?!千万[不别要记注小]|万一|百般|千里)(?<![第{_ONE_TO_NINE}〇零十百千万亿点])"
_HAN = (
    rf"{_NO_HAN_BEFORE}(?:[{_ONE_TO_NINE}〇零十百千万亿]{{2,12}}+(?:点[{_ONE_TO_NINE}零〇]{{1,6}}+[万亿]{{0,2}})?"
    rf"|[{_ONE_TO_NINE}]点[{_ONE_TO_NINE}零〇]{{1,6}}+[百千]?[万亿]{{0,2}}|[二两三四五六七八九十]|(?<=[超近逾约过达破上])[百千万亿]|[百千万](?=[余多]))"
)
_PAIRS = "|".join(f"{a}{b}" for a, b in zip("一二三四五六七八", "二三四五六七八九", strict=True)) + "|一两|两三"
_VAGUE = (
    r"(?<![系级参人函岁总基指多次个倍])数(?=[十百千万亿])|好?几(?=[十百千万亿])"
    r"|(?<![以网线海路早晚马向楼街身市台船场会面])上(?=[十百千万亿])"
)

SPECIAL = re.compile(
    rf"百分之(?P<percent>\d++(?:\.\d++)?|[{_ONE_TO_NINE}十百零点]{{1,8}}+)"
    rf"|(?P<below>[二三四五六七八九十])分之(?P<above>[{_ONE_TO_NINE}])(?![{_ONE_TO_NINE}十])"
    rf"|(?<![{_ONE_TO_NINE}十百千万\d.])(?P<tenth>[{_ONE_TO_NINE}]|\d(?:\.\d)?)成(?P<half>半)?"
    r"(?=[以左多的，。、；：）)\s用股是员客业企居受来选毛产都，]|$)"
    rf"|翻(?:了)?(?:[一1]?番|[一1]?倍)|翻(?:了)?(?P<fold>[两二三四2-4])番"
)
"""Percentages and fractions in words, tenths (七成), doubling."""

NUMBER = re.compile(
    rf"(?:{_START}(?P<arabic>(?:{_NEGATIVE})?{_MYRIADS}{_ARABIC})"
    rf"|(?P<vague>{_VAGUE})(?P<vaguetens>[十百千])?"
    rf"|{_NO_HAN_BEFORE}(?P<few>[二三四五六七八九]?十)几"
    rf"|{_NO_HAN_BEFORE}(?P<pair>{_PAIRS})(?P<pairtens>[十百千])?(?![{_ONE_TO_NINE}])"
    rf"|(?P<han>{_HAN}))(?P<scale>{_SCALE})?"
)
"""A number with its scale."""

CARDINAL = re.compile(rf"(?P<special>{SPECIAL.pattern})|(?P<number>{NUMBER.pattern})")

_BARE_HAN = frozenset(
    ["十", "百", "千", "万", "亿", "百万", "千万", "十万", "十亿", "百亿", "千亿", "万亿", "十万亿", "百万亿"]
)
_TWO_DIGITS = re.compile(rf"[{_ONE_TO_NINE}]{{2}}")

MORE = re.compile(r"[^\S\n]?(?:余(?!额|热|生)|多(?!数|少|重|元[化素性]|次|半)|来(?=[个家名人万亿])|\+|有余)")
"""Between a number and its unit: there are more."""
MORE_THEN_SCALE = re.compile(r"[余多](?P<scale>万亿|千万|百万|万|亿)")
"""Between a number and its scale: 11余亿."""
MORE_AFTER_UNIT = re.compile(r"(?:出头|有余|多(?=[，。、；的时前来里]|$))")

RANGE = re.compile(r"[^\S\n]?(?:[（(][^（）()\n]{1,12}[）)])?[^\S\n]?(?:至|到|[-−—–~～－]{1,2})[^\S\n]?")
"""What joins the two ends of a range."""

_PREFIXES = {
    "most": "不超过|不高于|不多于|不大于|未超过|至多|最多|最高不超过|最高|上限为?|不超",
    "least": "不低于|不少于|不小于|不下|至少|起码|最低|达到或超过|不低於",
    "less": "近|接近|将近|逼近|直逼|不到|不足|不满|未满|低于|少于|小于|跌破|几乎|几近|未达|不及",
    "more": "超过|超出|超|逾|突破|(?<!打)(?<!跌)破|多于|高于|大于|涨破|站上|不止|远超|大于等于",
    "about": "(?<![签相合预特邀])约(?!了)|大约|约为|大概|约合|约达|约占|估计|差不多|大致|可能达",
    "exact": "高达|达到|多达|达|为|至|到|仅|共|共计|合计",
}
BEFORE = re.compile(
    "(?:" + "|".join(f"(?P<{name}>{words})" for name, words in _PREFIXES.items()) + r")(?:了|人民币|了约)?[^\S\n]?\Z"
)
"""The word right before a number that bounds it."""
WINDOW = re.compile(r"(?:最近|近|过去|未来|前|后|头|每|这|那|上|下|每隔|随后|此前|接下来)的?[^\S\n]?\Z")
"""Before a duration: a stretch of time is named, nothing is measured."""
AFTER = re.compile(
    r"[^\S\n]?(?:(?P<more>以上|之上|上方|开外|有余|往上)|(?P<about>左右|上下(?!游|班|车))|(?P<most>以内|之内|以下|之下|下方)"
    r"|(?P<least>及以上|起(?=[，。；、）)]|$)))"
)
"""The word right after an amount that bounds it."""

MONEY_BEFORE = re.compile(
    r"(?:营收|收入|利润|净利|毛利|溢利|融资|募资|估值|市值|亏损?|投资|金额|资产|负债|[额费款薪债]|GMV|GDP|奖金|资金|成本|预算|现金"
    r"|补贴|赔偿|价值|薪酬|出资|注资|身家|票房|净赚|斥资|耗资|豪掷|损失|红包|总量|规模)(?:[^，。；、：\d\n]{0,4})$"
)
"""Before a number that names no unit: it is money."""
MONEY_AFTER = re.compile(
    r"[^\S\n]?的?(?:现金|红包|补贴|奖金|资金|融资|贷款|欠款|罚款|赔款|债务|债券|境内债|境外债|美元债|公司债|中票|票据"
    r"|营收|利润|亏损|估值|市值|身家|票房|预算|赔偿|价格带|价位)"
)
"""Behind a large number that names no unit: it is money (10亿现金红包)."""


def special_value(match: re.Match[str]) -> tuple[Decimal, str] | None:
    """Value and unit of a match of :data:`SPECIAL`."""
    if match["percent"]:
        value = read_number(match["percent"])
        return None if value is None else (value, "%")
    if match["above"]:
        above, below = read_number(match["above"]), read_number(match["below"])
        return None if not above or not below or above >= below else (round(above / below, 4), "")
    if match["tenth"]:
        tenths = read_number(match["tenth"])
        return None if tenths is None else (tenths * 10 + (5 if match["half"] else 0), "%")
    return (2 ** (read_number(match["fold"]) or Decimal(1)) if match["fold"] else Decimal(2)), "倍"


def number_value(match: re.Match[str]) -> tuple[Decimal, Decimal | None, bool] | None:
    """Value without scale, upper value (二三十), and whether 数 or 几 makes it vague, of a match of :data:`NUMBER`."""
    if match["arabic"]:
        return _plain(read_number(match["arabic"]))
    if match["vague"]:
        return (read_number(match["vaguetens"]) or Decimal(1) if match["vaguetens"] else Decimal(1)), None, True
    if match["few"]:
        return (read_number(match["few"]) or Decimal(10)), None, True
    if match["pair"]:
        return _pair(match["pair"], match["pairtens"])
    han = match["han"]
    if _TWO_DIGITS.search(han) or (not set(han) & set(_ONE_TO_NINE) and han not in _BARE_HAN):
        return None
    return _plain(read_number(han))


def _plain(value: Decimal | None) -> tuple[Decimal, Decimal | None, bool] | None:
    return None if value is None else (value, None, False)


def _pair(pair: str, tens: str | None) -> tuple[Decimal, Decimal | None, bool] | None:
    low, high = read_number(pair[0]), read_number(pair[1])
    factor = read_number(tens) if tens else Decimal(1)
    return None if low is None or high is None or factor is None else (low * factor, high * factor, False)
