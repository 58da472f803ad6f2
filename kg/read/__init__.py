"""Bytes → :class:`kg.model.Article`."""

# STOPGAP until the real readers land
import html
import json
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from kg.model import Article, ArticleId, Block, BlockKind, Span, content_id


def read(path: Path) -> Iterator[Article]:
    raw = path.read_text("utf-8")
    if path.suffix == ".json":
        d = json.loads(raw)
        title, url, date = d["title"], d.get("url"), d.get("date_published")
        body = re.sub(r"<[^>]+>", "", re.sub(r"</p>|<br/?>|</h\d>|</li>", "\n", d["content_html"])) if d.get("content_html") else d["content_text"]
        when = datetime.fromisoformat(date.replace("Z", "+00:00")) if date else None
    else:
        from email.utils import parsedate_to_datetime

        _, front, body = re.split(r"^---$", raw, maxsplit=2, flags=re.M)
        title = re.search(r"title: '?(.*?)'?$", front, re.M).group(1)
        when = parsedate_to_datetime(re.search(r"date: (.*)", front).group(1))
        url = None
        body = re.sub(r"<[^>]+>", "", body)
    lines = [title, *(x.strip() for x in html.unescape(body).split("\n") if x.strip())]
    blocks, at = [], 0
    for i, line in enumerate(lines):
        blocks.append(Block(BlockKind.HEADLINE if i == 0 else BlockKind.PARAGRAPH, Span(at, at + len(line))))
        at += len(line) + 1
    yield Article(
        id=ArticleId(content_id("article", url or path.name)),
        source_file=path.name,
        text="\n".join(lines),
        blocks=tuple(blocks),
        headline=title,
        url=url,
        published=when.astimezone(ZoneInfo("Asia/Shanghai")) if when else None,
    )
