"""``kg search``: find words in the names, quotes, figures, headlines and texts of a graph."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import format_option, graph_options
from kg.cli.style import ExampleCommand
from kg.cli.terminal import tell

if TYPE_CHECKING:
    from kg.cli.rows import Row
    from kg.store.search import Found, Hit
    from kg.store.search.snippets import Marked

KINDS = ("company", "organization", "person", "product", "place", "event", "article", "claim", "figure", "text")
"""As :data:`kg.store.search.KINDS`, which takes too long to load for a help page; a test holds them together."""
EXAMPLES = """
kg search 光合
kg search kuaishou                       pinyin, or its initials: ks
kg search 仓库 机器人 --kind claim         both words in one quote
kg search 毛利率 --kind figure --format csv > margins.csv
kg search 快手 --format jsonl | jq -r .iri
"""
_COLUMNS = ("kind", "name", "words", "source", "date", "iri")
_OPEN, _CLOSE = "【", "】"


@click.command(cls=ExampleCommand, examples=EXAMPLES)
@click.argument("words", nargs=-1, required=True)
@click.option("-k", "--kind", "kinds", multiple=True, type=click.Choice(KINDS), help="Only this kind; may be repeated.")
@click.option("-n", "--limit", default=20, show_default=True, type=click.IntRange(0), help="How many hits to show.")
@click.option("--offset", default=0, type=click.IntRange(0), help="How many hits to pass over first.")
@format_option("table", "jsonl", "csv", help="How to write the hits; a table on a terminal, else jsonl.")
@graph_options
@click.pass_context
def search(
    ctx: click.Context,
    words: tuple[str, ...],
    kinds: tuple[str, ...],
    limit: int,
    offset: int,
    format_: str | None,
    output: Path,
    config_file: Path | None,
) -> None:
    """Find WORDS in names, quotes, figures, headlines and texts, the best first: names, then quotes, then texts.

    Any characters that stand in a row are found, in simplified or traditional characters; entities also by the pinyin
    of their names or its initials. Several WORDS must all be found in one name, quote or text. An article is found by
    its headline, a text by what stands in it. Exit status 1 if nothing is found.
    """
    from kg.cli.rows import default_format
    from kg.config import load_config
    from kg.pipeline import search as find

    base = load_config(config_file).base
    found = find(output, " ".join(words), kinds, limit=limit, offset=offset)
    format_ = format_ or default_format()
    for piece in _jsonl(found) if format_ == "jsonl" else _rows(found, format_, base):
        click.echo(piece, nl=False)
    if not found.total:
        tell(f"kg: nothing is found for «{' '.join(words)}»")
        ctx.exit(1)
    if format_ == "table":
        click.echo(_summary(found, offset), err=True)


def _jsonl(found: Found) -> Iterator[str]:
    for hit in found.hits:
        told = {
            "kind": hit.kind,
            "iri": hit.iri,
            "name": hit.name.text,
            "name_marks": hit.name.marks,
            "words": hit.snippet.text,
            "marks": hit.snippet.marks,
            "articles": hit.articles,
            "article": hit.article,
            "headline": hit.headline,
            "publisher": hit.publisher,
            "date": hit.day,
            "url": hit.url,
            "file": hit.file,
        }
        filled = {name: value for name, value in told.items() if value or name in ("kind", "iri", "name")}
        yield json.dumps(filled, ensure_ascii=False, separators=(",", ":")) + "\n"


def _rows(found: Found, format_: str, base: str) -> Iterator[str]:
    from kg.cli.rows import render, shortener
    from kg.rdf import Iri, Literal

    rows: list[Row] = [
        {
            "kind": Literal(hit.kind),
            "name": Literal(_marked(hit.name)),
            "words": Literal(_marked(hit.snippet)),
            "source": Literal(_source(hit)),
            "date": Literal(hit.day),
            "iri": Iri(hit.iri),
        }
        for hit in found.hits
    ]
    return render(format_, _COLUMNS, rows, shortener(base)) if rows else iter(())


def _marked(text: Marked) -> str:
    """A text with the words that were found in brackets."""
    return "".join(f"{_OPEN}{piece}{_CLOSE}" if is_marked else piece for piece, is_marked in text.pieces())


def _source(hit: Hit) -> str:
    if not hit.article:
        return "1 article" if hit.articles == 1 else f"{hit.articles} articles"
    return " · ".join(part for part in (hit.headline or hit.file, hit.publisher) if part)


def _summary(found: Found, offset: int) -> str:
    kinds = ", ".join(f"{kind} {count}" for kind, count in found.totals.items())
    last = offset + len(found.hits)
    return f"{offset + 1 if found.hits else last}–{last} of {found.total} ({kinds})"
