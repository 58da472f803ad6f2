"""Lines that say who wrote: 作者｜林晓舟, 文丨林晓舟 编辑丨…, 星桥日报记者 林晓舟."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.read.lines import Line

_WRITER = r"(?:作者|文|撰文|采写|采访|记者|特约记者|本报记者|见习记者|撰稿|執筆|記者|撰文者)"
_OTHERS = (
    r"(?:编辑|美编|編輯|责编|責編|责任编辑|主编|出品|出品人|策划|监制|校对|责任校对|审校|審校"
    r"|设计|运营|编译|翻译|来源|头图|题图|封面|摄影|制图)"
)
_BAR = r"\s*[丨｜|/／:：]\s*"
_BYLINE = re.compile(rf"(?:\S{{0,8}}?{_WRITER}|{_OTHERS}){_BAR}\S")
_AUTHOR = re.compile(
    rf"(?:\S{{0,8}}?{_WRITER}){_BAR}(?P<name>[^丨｜|/／:：，。；]{{2,40}}?)(?=\s*(?:{_OTHERS}{_BAR}|$))"
)
_REPORTER = re.compile(r"\S{0,10}(?:记者|記者)\s+(?P<name>[\u4e00-\u9fff·]{2,8}(?:[\s、][\u4e00-\u9fff·]{2,8}){0,3})")
# the line that WeChat puts above an article: who, when, where from
_WECHAT_HEAD = re.compile(
    r"(?:原创\s+)?(?:(?P<name>\S{1,20})\s+)?\d{4}-\d{2}-\d{2}\s+\d{2}:\d{2}(?:\s+[\u4e00-\u9fff]{2,8})?"
)
_WHERE = 6
_LONGEST = 60


def is_byline(text: str) -> bool:
    """Whether a line begins as one that only says who wrote, edited or published."""
    return _BYLINE.match(text) is not None or _REPORTER.fullmatch(text) is not None


def author_in(lines: Sequence[Line]) -> str | None:
    """The author that one of the first lines names; None where none does."""
    for line in lines[:_WHERE]:
        if len(line.text) > _LONGEST:
            continue
        for pattern in (_WECHAT_HEAD, _REPORTER, _AUTHOR):
            match = pattern.match(line.text) if pattern is _AUTHOR else pattern.fullmatch(line.text)
            if match is not None and match["name"]:
                return match["name"].strip()
    return None


def is_wechat_head(text: str) -> bool:
    """Whether a line only gives name, time and place of a posting."""
    return len(text) <= _LONGEST and _WECHAT_HEAD.fullmatch(text) is not None
