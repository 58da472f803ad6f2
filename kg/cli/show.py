"""``kg show``: all that is known of one entity, each fact with the words that prove it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import asked_graph_options, format_option
from kg.cli.style import ExampleCommand

if TYPE_CHECKING:
    from kg.publish.entity import EntityPage, Match
    from kg.publish.rows import AssertionRow, ClaimRow, EventRow, FigureRow, PostRow, RelationRow

EXAMPLES = """
kg show 快手
kg show 快手科技 -o news                 any name that an article uses will do
kg show 快手 --format json | jq .posts
"""
_INDENT = "    "
_BOLD, _DIM, _PLAIN = "bold", "dim", "plain"
Line = tuple[str, str]
"""How a line looks, and the line."""


@click.command(cls=ExampleCommand, examples=EXAMPLES)
@click.argument("name")
@asked_graph_options
@format_option("text", "json", help="Text for people, or one JSON object; text on a terminal and in a pipe.")
@click.pass_context
def show(
    ctx: click.Context, name: str, output: Path, store: str | None, config_file: Path | None, format_: str | None
) -> None:
    """Show an entity: its posts, relations, events, claims and figures, each with its quotation and source.

    NAME is any name that an article uses, in simplified or traditional characters, or an IRI.
    """
    from kg.cli.terminal import safe, tell
    from kg.config import load_config
    from kg.pipeline import open_store
    from kg.publish.entity import entity_page, find_entities

    with open_store(output, store=store, config=load_config(config_file)) as graphs:
        match = find_entities(graphs, name)
        page = entity_page(graphs, match.exact[0], match.exact[1:]) if match.exact else None
    if page is None:
        tell(_unknown(name, match))
        ctx.exit(1)
    if format_ == "json":
        click.echo(json.dumps(asdict(page), ensure_ascii=False, default=str))
    else:
        for style, line in _text(page):
            click.secho(safe(line), bold=style == _BOLD or None, dim=style == _DIM or None)


def _unknown(name: str, match: Match) -> str:
    import shlex

    similar = "、".join(e.name for e in match.similar)
    meant = f"; did you mean {similar}?" if similar else "."
    search = f"kg search {shlex.quote(name)}"
    return f"kg: nothing is called «{name}» in this graph{meant} To look in pinyin and texts too: {search}"


def _text(page: EntityPage) -> Iterator[Line]:
    from kg.publish.labels import FACT_KINDS, NODE_TYPES

    entity = page.entity
    label = NODE_TYPES[entity.type]
    articles = "1 article" if entity.articles == 1 else f"{entity.articles} articles"
    yield _BOLD, f"{entity.name}  {label.zh} {label.en} · in {articles}"
    if entity.aliases:
        yield _PLAIN, f"also: {'、'.join(entity.aliases)}"
    if entity.identifiers:
        yield _PLAIN, f"identifiers: {', '.join(entity.identifiers)}"
    sections: tuple[tuple[str, Iterable[tuple[str, AssertionRow]]], ...] = (
        ("post", ((_post(page, f), f) for f in page.posts)),
        ("relation", ((_relation(page, f), f) for f in page.relations)),
        ("event", ((_event(page, f), f) for f in page.events)),
        ("claim", ((_claim(page, f), f) for f in page.claims)),
        ("figure", ((_figure(page, f), f) for f in page.figures)),
    )
    for kind, facts in sections:
        told = list(facts)
        if told:
            yield _PLAIN, ""
            yield _BOLD, f"{FACT_KINDS[kind].zh} {FACT_KINDS[kind].en} ({len(told)})"
        for line, fact in told:
            yield _PLAIN, f"  {line}"
            yield from _proof(fact)
    if page.others:
        yield _PLAIN, ""
        yield (
            _PLAIN,
            "also called so: " + ", ".join(f"{o.name} ({NODE_TYPES[o.type].en}, {o.iri})" for o in page.others),
        )


def _proof(fact: AssertionRow) -> Iterator[Line]:
    """The first quotation and its source."""
    for quote in fact.evidence[:1]:
        source = quote.source
        told = " · ".join(part for part in (source.headline or source.file, source.publisher, source.day) if part)
        more = f" (+{len(fact.evidence) - 1})" if len(fact.evidence) > 1 else ""
        yield _DIM, f"{_INDENT}“{' '.join(quote.exact.split())}”{more}"
        yield _DIM, f"{_INDENT}— {told}"


def _post(page: EntityPage, f: PostRow) -> str:
    span = "–".join((f.valid_from, f.valid_until)) if f.valid_from or f.valid_until else ""
    former = "（曾任 former）" if f.former else ""
    return f"{_name(page, f.person)} · {_name(page, f.organization)} {f.title}{former} {span}".rstrip()


def _relation(page: EntityPage, f: RelationRow) -> str:
    from kg.publish.labels import RELATIONS, Label

    label = RELATIONS.get(f.type, Label(f.type, f.type))
    former = "（曾 former）" if f.former else ""
    return f"{_name(page, f.subject)} —{label.zh} {label.en}→ {_name(page, f.object)}{former}"


def _event(page: EntityPage, f: EventRow) -> str:
    from kg.publish.amounts import amount_text
    from kg.publish.labels import EVENT_TYPES, Label

    label = EVENT_TYPES.get(f.type, Label(f.type, f.type))
    told = [f"{f.date or '—'}  {label.zh} {label.en}: {f.name}"]
    told += [f.round] if f.round else []
    told += [amount_text(f.amount)] if f.amount else []
    told += [f"@ {_name(page, f.place)}"] if f.place else []
    told += [f.modality.lower()] if f.modality not in ("", "Happened") else []
    told += ["、".join(f"{role} {_name(page, iri)}" for role, iri in f.participants)] if f.participants else []
    return " · ".join(told)


def _claim(page: EntityPage, f: ClaimRow) -> str:
    speaker = _name(page, f.speaker) if f.speaker else "?"
    words = f"“{f.text}”" if f.attribution == "DirectQuote" else f.text
    return f"{speaker}: {words}"


def _figure(page: EntityPage, f: FigureRow) -> str:
    from kg.publish.amounts import amount_text

    return f"{_name(page, f.subject)} · {f.metric} {amount_text(f.amount)} {f.time}".rstrip()


def _name(page: EntityPage, iri: str) -> str:
    return page.names.get(iri, iri)
