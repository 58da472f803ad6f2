"""Invented articles in several versions, each published at a time of its own that tells which one it is."""

from __future__ import annotations

import json
import re
from pathlib import Path

VERSIONS = 4
_PUBLISHED = re.compile(r"2026-03-1([0-9])T08:([0-9]{2}):00")
_COMPANIES = ("星桥科技", "青檐咖啡", "岚岳机器人", "木棉创投", "澄湖资本")


class Corpus:
    """A folder of articles, numbered from 0."""

    def __init__(self, folder: Path, size: int) -> None:
        self.folder = folder
        self.size = size
        self.versions: dict[int, int] = {}
        folder.mkdir(parents=True, exist_ok=True)

    def put(self, number: int, version: int) -> None:
        """Let an article have this version."""
        (self.folder / file_name(number)).write_text(text(number, version), "utf-8")
        self.versions[number] = version

    def take(self, number: int) -> None:
        """Let an article be none of the folder."""
        (self.folder / file_name(number)).unlink()
        del self.versions[number]


def file_name(number: int) -> str:
    """What the file of an article is called."""
    return f"a{number:02}.json"


def number_of(file: str) -> int:
    """Which article a file name means."""
    return int(file[1:3])


def published(number: int, version: int) -> str:
    """When an article was published, which is different for every version of every article."""
    return f"2026-03-1{version}T08:{number:02}:00+08:00"


def marked(words: str) -> tuple[int, int] | None:
    """Which version of which article was published at the time that stands in some words."""
    found = _PUBLISHED.search(words)
    return (int(found[2]), int(found[1])) if found else None


def has_text_of(version: int) -> int:
    """The version whose text this one has; the last one differs from it in its date alone."""
    return 1 if version == VERSIONS - 1 else version


def text(number: int, version: int) -> str:
    """An article. What versions and articles have in common is in more than one graph."""
    attempt = has_text_of(version) + 1
    company, other = (_COMPANIES[(number + n) % len(_COMPANIES)] for n in (0, 1 + attempt % 2))
    title = f"{company}完成{number + 1}亿元融资"
    article = {
        "title": title,
        "url": f"https://news.example/{number}",
        "date_published": published(number, version),
        "content_text": f"{company}完成{number + 1}亿元A轮融资，由{other}领投。这是第{attempt}次尝试，值得等待。\n",
    }
    return json.dumps(article, ensure_ascii=False)
