"""What looks like a name and is no part of the story: the publisher, the writers, the sources, the picture credits."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from functools import cache

from kg.extract.names.chains import bare
from kg.extract.names.document import Form, Reading
from kg.extract.names.words import lexicon
from kg.model import Article

# a line that says who wrote, edited, photographed or first published: short, or a label with a colon
_CREDIT = re.compile(
    r"(?:图片?来源|图源|头图|题图|封面图?|来源|出品|作者|撰文|采写|编辑|责编|责任编辑|文字编辑|校对|审核|摄影|记者|实习(?:生|记者)|文|图|原创|首发|本文来自|转载自?)"
    r"\s*(?:[:：｜|丨/]|\s(?=\S{2,8}$))[^。！？]{0,40}"
)
_SOURCE_AFTER = re.compile(
    r"\s*(?:\d{1,2}月\d{1,2}日)?(?:讯|电|获悉|消息|独家|记者|报道|注[:：]|视频|图库|\d{4}年\d+月\d+日[电讯])"
)
_SOURCES_BEFORE = ("据", "来源:", "来源：", "图源:", "图源：", "｜", "|", "丨", "/", "@")
_MARK = re.compile("[，。：]")


class _Sources:
    """Where an article names its sources and writers."""

    def __init__(self, reading: Reading, article: Article) -> None:
        self._own = _own_names(article)
        self._text = reading.text
        self._line_ends = [m.start() for m in re.finditer("\n", self._text)]
        self._credited = bytearray(len(self._text))
        for start, end in _credit_lines(self._text):
            self._credited[start:end] = b"\1" * (end - start)

    def has(self, form: Form) -> bool:
        """Whether a form is the article's own publisher, or stands only where sources and writers are named."""
        name = bare(form.text)
        if name in self._own:
            return True
        places = [p for p in form.places if not self._credited[p[0]]]
        return not places or (name in _media() and all(self._names_source(a, b) for a, b in places))

    def _names_source(self, start: int, end: int) -> bool:
        """Whether an outlet stands here as a source: 星桥社讯, 据星桥社, （星桥社） closing a line, alone on a line."""
        text = self._text
        line = bisect_left(self._line_ends, start)
        line_start = self._line_ends[line - 1] + 1 if line else 0
        ends = bisect_left(self._line_ends, end)
        line_end = self._line_ends[ends] if ends < len(self._line_ends) else len(text)
        if _SOURCE_AFTER.match(text, end, line_end):
            return True
        before = start
        while before > line_start and text[before - 1].isspace():
            before -= 1
        if text.endswith(_SOURCES_BEFORE, line_start, before):
            return True
        alone = start - line_start + line_end - end <= 12 and not _MARK.search(
            text[line_start:start] + text[end:line_end]
        )
        in_parentheses = text.endswith(("（", "("), line_start, start) and text.startswith(("）", ")"), end, line_end)
        return alone or (in_parentheses and line_end - end <= 2)


def _own_names(article: Article) -> set[str]:
    """The publisher's and the writer's names, and the publisher's name in the article's address."""
    names = {bare(n) for n in (article.publisher, article.author) if n}
    if article.url:
        host = re.sub(r"^https?://", "", article.url).partition("/")[0].split(".")
        names |= {part for part in host if len(part) > 3}
    if names & {"36kr", "36氪"}:
        names |= {"36kr", "36氪", "硬氪", "氪星"}
    return names


@cache
def _media() -> frozenset[str]:
    return frozenset(map(bare, lexicon("media")))


def _credit_lines(text: str) -> tuple[tuple[int, int], ...]:
    """Where credits stand: lines that begin with a credit's label, and parentheses that do."""
    found = []
    at = 0
    for line in text.split("\n"):
        match = _CREDIT.match(line.lstrip("（(【[丨｜| "))
        if match and len(line) <= 60:
            found.append((at, at + len(line)))
        at += len(line) + 1
    found += (
        (m.start(), m.end())
        for m in re.finditer(r"[（(](?:图源|图片来源|来源|作者|编辑|文|记者)[:：丨｜|/][^（）()\n]{0,40}[）)]", text)
    )
    return tuple(found)


def drop_sources(forms: Iterable[Form], reading: Reading, article: Article) -> list[Form]:
    """The forms that are part of the story."""
    sources = _Sources(reading, article)
    return [f for f in forms if not sources.has(f)]
