"""``kg query``: ask the graph, in SPARQL or by the name of a stored query."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import asked_graph_options, format_option
from kg.cli.style import ExampleCommand

if TYPE_CHECKING:
    from kg.rdf.answers import Answer, Solutions

EXAMPLES = """
kg query --list                                      the stored queries and their parameters
kg query executives --company 快手                    a stored query
kg query figures --company 快手 --format csv > f.csv
kg query 'SELECT ?name { ?c a kg:Company ; schema:name ?name }'
kg query question.rq                                 SPARQL from a file, or from standard input with -
kg query 'CONSTRUCT { ?p schema:worksFor ?o } WHERE { ?m org:member ?p ; org:organization ?o }'
"""
# after spaces and comments, a word with which SPARQL begins, alone or before a space, a comment or an IRI: no file name
_SPARQL = re.compile(
    r"\s*(?:#[^\n]*\n\s*)*"
    r"(?:PREFIX|BASE|SELECT|ASK|CONSTRUCT|DESCRIBE|LOAD|INSERT|DELETE|CLEAR|DROP|CREATE|ADD|MOVE|COPY|WITH)[\s#<]",
    re.IGNORECASE,
)


@click.command(
    cls=ExampleCommand,
    examples=EXAMPLES,
    context_settings={"ignore_unknown_options": True, "allow_extra_args": True},
)
@click.argument("query", required=False)
@click.option("--list", "list_", is_flag=True, help="List the stored queries with their parameters.")
@format_option(
    "table",
    "jsonl",
    "csv",
    "json",
    "turtle",
    help="How to write the answer; json is SPARQL JSON, turtle is for CONSTRUCT. A table on a terminal, else jsonl.",
)
@asked_graph_options
@click.pass_context
def query(
    ctx: click.Context,
    query: str | None,
    list_: bool,
    format_: str | None,
    output: Path,
    store: str | None,
    config_file: Path | None,
) -> None:
    """Ask the graph in SPARQL 1.1, or by the name of a stored query.

    QUERY is the name of a stored query, followed by its parameters; or SPARQL; or a file with SPARQL in it; or - for
    standard input. The prefixes kg, schema, org, prov, oa, skos, rdf, rdfs, xsd, dct, sem and time need not be
    declared, nor those of IRIs as tables print them, such as company:f80b3084c26eb6f2.
    Outside GRAPH all articles are asked as one. SERVICE, LOAD and FROM are refused: a query never leaves the store.
    """
    from kg.cli.rows import default_format

    if list_:
        _list(format_ or default_format())
        return
    if not query:
        raise click.UsageError("no query is given; `kg query --list` names the stored ones", ctx)
    from kg.config import load_config
    from kg.pipeline import Workplace, open_store
    from kg.pipeline.stores import ask, to_be_asked

    config = load_config(config_file)

    def called(name: str) -> list[str]:
        from kg.publish.entity import find_entities

        place = Workplace(output)
        if to_be_asked(place, store, config) is None and not place.store.is_dir():
            return []  # what is wrong is said when the query is asked
        with open_store(output, store=store, config=config) as graphs:
            return [entity.iri for entity in find_entities(graphs, name).exact]

    sparql = _sparql(ctx, query, _parameters(ctx, ctx.args), called, config.base)
    with ask(output, sparql, store, config) as answer:
        _write(answer, format_, config.base)


def _parameters(ctx: click.Context, arguments: list[str]) -> dict[str, str]:
    """``--name value`` and ``--name=value``, as written after a stored query's name."""
    given: dict[str, str] = {}
    rest = iter(arguments)
    for argument in rest:
        name, equals, value = argument.removeprefix("--").partition("=")
        if not argument.startswith("--") or not name:
            raise click.UsageError(f"unexpected «{argument}»; parameters are written as --name value", ctx)
        if not equals:
            try:
                value = next(rest)
            except StopIteration:
                raise click.UsageError(f"--{name} needs a value", ctx) from None
        given[name] = value
    return given


def _sparql(
    ctx: click.Context, query: str, given: dict[str, str], called: Callable[[str], list[str]], base: str
) -> str:
    """The SPARQL that the user means; ``called`` finds what has a name in the graph."""
    from kg.errors import ConfigError
    from kg.publish.stored_queries import stored_queries, stored_query

    if query in stored_queries() or query.isidentifier():
        try:
            return stored_query(query).bind(given, called, base)
        except ConfigError as error:
            raise click.UsageError(f"{error}; parameters are written as --name value", ctx) from error
    if given:
        raise click.UsageError(f"no such option: --{next(iter(given))}; only stored queries take parameters", ctx)
    return _source(query)


def _source(query: str) -> str:
    if query == "-":
        return sys.stdin.buffer.read().decode("utf-8-sig", "replace")
    if "{" in query or _SPARQL.match(query):
        return query
    try:
        return Path(query).read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        from kg.errors import ConfigError
        from kg.files import garbled

        what = f"no stored query, no SPARQL, and no file that can be read ({garbled(error)})"
        raise ConfigError(f"«{query}» is {what}; `kg query --list` names the stored queries") from error


def _write(answer: Answer, format_: str | None, base: str) -> None:
    from kg.publish.turtle import triples_as_turtle

    if isinstance(answer, bool):
        _expect(format_, "a yes or no", "table", "jsonl", "csv", "json")
        word = "true" if answer else "false"
        click.echo(f'{{"head":{{}},"boolean":{word}}}' if format_ == "json" else word)
    elif isinstance(answer, tuple):
        _expect(format_, "triples", "turtle")
        sys.stdout.buffer.write(triples_as_turtle(answer, base))
    else:
        _expect(format_, "a table", "table", "jsonl", "csv", "json")
        _write_rows(answer, format_, base)


def _expect(format_: str | None, what: str, *formats: str) -> None:
    if format_ is not None and format_ not in formats:
        raise click.UsageError(f"this query gives {what}; --format can be {', '.join(formats)}")


def _write_rows(answer: Solutions, format_: str | None, base: str) -> None:
    from kg.cli.rows import default_format, render, shortener

    for piece in render(format_ or default_format(), answer.variables, answer, shortener(base)):
        sys.stdout.write(piece)


def _list(format_: str) -> None:
    """The stored queries: what each answers, and what it can be given."""
    import json

    from kg.publish.stored_queries import stored_queries

    for stored in stored_queries().values():
        if format_ != "table":
            parameters = [{"name": p.name, "required": p.required, "zh": p.zh, "en": p.en} for p in stored.parameters]
            told = {"name": stored.name, "zh": stored.zh, "en": stored.en, "parameters": parameters}
            click.echo(json.dumps(told, ensure_ascii=False))
            continue
        click.echo(f"{stored.name}\n    {stored.zh}\n    {stored.en}")
        for p in stored.parameters:
            click.echo(f"      --{p.name}{'' if p.required else ' (optional)'}  {p.zh}; {p.en}")
