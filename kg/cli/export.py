"""``kg export``: the graph in another form."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from kg.cli.options import asked_graph_options
from kg.cli.style import ExampleCommand

FORMATS = ("turtle", "trig", "nquads", "ntriples", "jsonld", "graphml", "csv", "pyvis")
SUFFIXES = {
    ".ttl": "turtle",
    ".trig": "trig",
    ".nq": "nquads",
    ".nt": "ntriples",
    ".jsonld": "jsonld",
    ".graphml": "graphml",
    ".html": "pyvis",
}
NAMES = {**{name: name for name in FORMATS}, **{suffix[1:]: name for suffix, name in SUFFIXES.items()}}
EXAMPLES = """
kg export turtle > graph.ttl         or by its suffix: ttl, nq, nt
kg export graph.nq                   the format follows from the suffix
kg export graphml news.graphml       for Gephi, yEd, igraph
kg export csv tables/                a folder with a table for each kind of fact
kg export --to pyvis network.html    a vis-network to play with; the page to read is graph.html
"""


@click.command(cls=ExampleCommand, examples=EXAMPLES)
@click.argument("format_", metavar="[FORMAT]", required=False)
@click.argument("target", metavar="[FILE]", required=False, type=click.Path(path_type=Path))
@click.option("--to", metavar="FORMAT", help="The format, where FILE stands first.")
@click.option(
    "--max-nodes",
    type=click.IntRange(min=1),
    metavar="N",
    help="pyvis: how many nodes at most, the best connected ones; 2000 unless you say otherwise.",
)
@asked_graph_options
@click.pass_context
def export(
    ctx: click.Context,
    format_: str | None,
    target: Path | None,
    to: str | None,
    max_nodes: int | None,
    output: Path,
    store: str | None,
    config_file: Path | None,
) -> None:
    """Write the graph as turtle, trig, nquads, ntriples, jsonld, graphml, csv or pyvis.

    Without FILE it goes to standard output. csv makes a folder of tables: entities, posts, relations, events, claims,
    figures, each row with the words that prove it. turtle, ntriples and jsonld merge the articles' graphs; trig and
    nquads keep a graph for each article. pyvis makes an HTML file with a vis-network, which loads nothing from
    elsewhere.
    """
    if to is not None:
        if target is not None:
            raise click.UsageError("with --to, name one file", ctx)
        format_, target = to, Path(format_) if format_ else None
    if format_ is None:
        raise click.UsageError(f"name a format: {', '.join(FORMATS)}", ctx)
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

    config = load_config(config_file)
    with open_store(output, store=store, config=config) as graphs:
        _write(graphs, format_, target, config.base, max_nodes)
    if target is not None:
        click.echo(f"wrote {target}", err=True)


def _write(store: Any, format_: str, target: Path | None, base: str, max_nodes: int | None) -> None:
    from kg.publish.graphml import write_graphml
    from kg.publish.serialise import write, write_file
    from kg.publish.tables import write_tables

    if format_ == "csv" and target is not None:
        _guarded(target, lambda: write_tables(store, target))
    elif format_ == "pyvis":
        _write_pyvis(store, target, max_nodes)
    elif format_ == "graphml":
        _write_graphml(lambda file: write_graphml(store, file), target)
    elif target is not None:
        write_file(store, format_, target, base)
    else:
        write(store, format_, sys.stdout.buffer, base)


def _write_pyvis(store: Any, target: Path | None, max_nodes: int | None) -> None:
    from kg.publish.page.pyvis_graph import NODES_SHOWN, to_pyvis

    network = to_pyvis(store, height="100vh", max_nodes=max_nodes or NODES_SHOWN)
    if network.omitted:
        drawn = len(network.nodes)
        click.echo(
            f"kg: the graph has {drawn + network.omitted:,} nodes, too many for vis-network; it gets the {drawn:,} "
            "best connected (--max-nodes changes that). graph.html shows all.",
            err=True,
        )
    if target is None:
        sys.stdout.buffer.write(network.generate_html().encode("utf-8"))
    else:
        _guarded(target, lambda: network.write_html(str(target)))


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
    from kg.files import unwritable

    try:
        write()
    except OSError as error:
        raise unwritable(target, error) from error
