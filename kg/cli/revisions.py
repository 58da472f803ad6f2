"""``kg revisions``: articles whose text was changed after they were first read, and how."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import format_option, graph_options
from kg.cli.style import ExampleCommand

if TYPE_CHECKING:
    from kg.pipeline.histories import ArticleVersion, Change, History
    from kg.publish.changes import FactChange
    from kg.text.differences import Line

EXAMPLES = """
kg revisions                                 the articles that were read with several texts
kg revisions https://news.example/2026/1.html
kg revisions 000_a6051089805fbf8b.md --format json | jq '.changes[].facts'
"""
_COLUMNS = ("article", "headline", "versions", "first", "last")
_SIGNS = {"came": "+", "went": "-", "changed": "~"}


@click.command(cls=ExampleCommand, examples=EXAMPLES)
@click.argument("article", required=False)
@format_option(
    "text", "json", "jsonl", help="Text for people, one JSON array, or a JSON object a line; text as a rule."
)
@graph_options
@click.pass_context
def revisions(
    ctx: click.Context, article: str | None, format_: str | None, output: Path, config_file: Path | None
) -> None:
    """List the articles whose text has changed since it was first read, or show how one has.

    ARTICLE is the article's file, its address, or its IRI. From each version to the next you see the sentences that
    differ, with what is gone in [-…-] and what is new in {+…+} (in colour on a terminal); what changed in headline,
    author and date; and which facts came, went, or are told differently.

    The graph, its exports and its counts have the newest version only. Versions whose records are damaged or lost are
    named on standard error, and then the exit status is 1.
    """
    from kg.cli.terminal import tell
    from kg.config import load_config
    from kg.pipeline import revisions as find

    problems: list[str] = []
    found = find(output, article, config=load_config(config_file), on_error=problems.append)
    if format_ == "json":
        click.echo(json.dumps([history.as_json() for history in found], ensure_ascii=False, indent=2))
    elif format_ == "jsonl":
        for history in found:
            click.echo(json.dumps(history.as_json(), ensure_ascii=False, separators=(",", ":")))
    elif not found and not problems:
        one = "one version only" if article else "no article has more than one version"
        tell(f"kg: {f'«{article}» has ' if article else ''}{one}")
    elif found and article is None:
        _list(found)
    else:
        _show(found)
    for problem in problems:
        tell(f"kg: {problem}")
    ctx.exit(1 if problems else 0)


def _list(found: Sequence[History]) -> None:
    from kg.cli.rows import table
    from kg.cli.terminal import safe

    cells = [
        [
            safe(history.current.url or history.current.source or history.article),
            safe(history.current.headline),
            str(len(history.versions)),
            history.versions[0].published[:10],
            history.current.published[:10],
        ]
        for history in found
    ]
    click.echo("".join(table(_COLUMNS, cells)), nl=False)


def _show(found: Sequence[History]) -> None:
    for history in found:
        for change in history.changes:
            for line in _told(history, change):
                click.echo(line)


def _told(history: History, change: Change) -> Iterator[str]:
    before, after = history.versions[change.before - 1], history.versions[change.after - 1]
    yield _bold(f"{_name(after)}: version {change.before} → {change.after} of {len(history.versions)}")
    for field in change.fields:
        yield _plain(f"  {field.name}: {field.before or '—'} → {field.after or '—'}")
    yield ""
    if change.text:
        yield from map(_line, change.text)
    else:
        yield _plain("  only white space has changed")
    yield ""
    if not change.same_extractors:
        read_by = ", ".join(sorted({*before.extractors} ^ {*after.extractors}))
        yield _plain(f"  read by other extractors ({read_by}): some facts may differ for that reason")
    if not change.facts:
        yield _plain("  the same facts")
    yield from map(_fact, change.facts)
    yield ""


def _name(version: ArticleVersion) -> str:
    return " · ".join(part for part in (version.headline, version.url or version.source) if part)


def _line(line: Line) -> str:
    from kg.cli.terminal import safe
    from kg.text.differences import GONE, KEPT, LEFT_OUT

    if line.sign == LEFT_OUT:
        return _dim(f"  {LEFT_OUT}")
    if line.sign == KEPT:
        return _dim(f"  {safe(line.text)}")
    brackets = ("[-", "-]") if line.sign == GONE else ("{+", "+}")
    colour = "red" if line.sign == GONE else "green"
    coloured = _is_terminal()
    pieces = [click.style(f"{line.sign} ", fg=colour)]
    for piece in line.pieces:
        text = safe(piece.text)
        shown = text if coloured or not piece.changed else f"{brackets[0]}{text}{brackets[1]}"
        pieces.append(click.style(shown, fg=colour, reverse=piece.changed))
    return "".join(pieces)


def _fact(change: FactChange) -> str:
    from kg.cli.terminal import safe

    told = " → ".join(safe(words) for words in (change.before, change.after) if words is not None)
    colour = {"came": "green", "went": "red", "changed": "yellow"}[change.what]
    return click.style(f"{_SIGNS[change.what]} {change.kind}: {told}", fg=colour)


def _plain(text: str) -> str:
    from kg.cli.terminal import safe

    return safe(text)


def _bold(text: str) -> str:
    return click.style(_plain(text), bold=True)


def _dim(text: str) -> str:
    return click.style(text, dim=True)


def _is_terminal() -> bool:
    import sys

    return sys.stdout.isatty()
