"""``kg export``: the graph in another form."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from kg.cli.options import graph_options
from kg.cli.style import ExampleCommand

FORMATS = ("turtle", "trig", "nquads", "ntriples", "jsonld", "graphml", "csv")
SUFFIXES = {
    ".ttl": "turtle",
    ".trig": "trig",
    ".nq": "nquads",
    ".nt": "ntriples",
    ".jsonld": "jsonld",
    ".graphml": "graphml",
}
NAMES = {**{name: name for name in FORMATS}, **{suffix[1:]: name for suffix, name in SUFFIXES.items()}}
EXAMPLES = """
kg export turtle > graph.ttl         or by its suffix: ttl, nq, nt
kg export graph.nq                   the format follows from the suffix
kg export graphml news.graphml       for Gephi, yEd, igraph
kg export csv tables/                a folder with a table for each kind of fact
"""


@click.command(cls=ExampleCommand, examples=EXAMPLES)
@click.argument("format_", metavar="FORMAT")
@click.argument("target", metavar="[FILE]", required=False, type=click.Path(path_type=Path))
@graph_options
@click.pass_context
def export(ctx: click.Context, format_: str, target: Path | None, output: Path, config_file: Path | None) -> None:
    """Write the graph as turtle, trig, nquads, ntriples, jsonld, graphml or csv.

    Without FILE it goes to standard output. csv makes a folder of tables: entities, posts, relations, events, claims,
    figures, each row with the words that prove it. turtle, ntriples and jsonld merge the articles' graphs; trig and
    nquads keep a graph for each article.
    """
    suffix = Path(format_).suffix.lower()
    if target is None and format_ not in NAMES and suffix in SUFFIXES:
        format_, target = SUFFIXES[suffix], Path(format_)
    format_ = NAMES.get(format_.lower(), format_)
    if format_ not in FORMATS:
        raise click.UsageError(f"no format is called «{format_}»; known: {', '.join(FORMATS)}", ctx)
    if format_ == "csv" and target is None:
        raise click.UsageError("csv makes several tables: name a folder, as in `kg export csv tables/`", ctx)
    from kg.config import load_config
    from kg.pipeline import open_store

    base = load_config(config_file).base
    with open_store(output) as store:
        _write(store, format_, target, base)
    if target is not None:
        click.echo(f"wrote {target}", err=True)


def _write(store: Any, format_: str, target: Path | None, base: str) -> None:
    from kg.publish.graphml import write_graphml
    from kg.publish.serialise import write, write_file
    from kg.publish.tables import write_tables

    if format_ == "csv" and target is not None:
        _guarded(target, lambda: write_tables(store, target))
    elif format_ == "graphml":
        _write_graphml(lambda file: write_graphml(store, file), target)
    elif target is not None:
        write_file(store, format_, target, base)
    else:
        write(store, format_, sys.stdout.buffer, base)


def _write_graphml(write: Callable[[Path], object], target: Path | None) -> None:
    if target is not None:
        _guarded(target, lambda: write(target))
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "graph.graphml")
        write(file)
        sys.stdout.buffer.write(file.read_bytes())


def _guarded(target: Path, write: Callable[[], object]) -> None:
    """Run ``write``; what the system refuses is the user's to mend."""
    from kg.errors import StoreError

    try:
        write()
    except OSError as error:
        raise StoreError(f"{target}: cannot be written: {error.strerror}") from error
