"""``kg stats``: how much there is of each kind, and what it takes on the disk."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import asked_graph_options, format_option
from kg.cli.style import ExampleCommand

if TYPE_CHECKING:
    from kg.pipeline.compacting import Sizes

EXAMPLES = """
kg stats
kg stats -o news --format json
"""


@click.command(cls=ExampleCommand, examples=EXAMPLES)
@asked_graph_options
@format_option("table", "json", help="A table, or one JSON object; a table on a terminal, else JSON.")
def stats(output: Path, store: str | None, config_file: Path | None, format_: str | None) -> None:
    """Count what the graph holds: articles, entities and facts of each kind; and tell what it takes on the disk.

    Of the folder it tells the bytes of the store, of what snapshots take beyond that, of the search index, the texts
    and the annotations, and when `kg compact` pays. A quad is a statement of an article's graph, or of all merged.
    """
    import json
    import sys

    from kg.config import load_config
    from kg.pipeline import counts, open_store
    from kg.pipeline.compacting import sizes

    with open_store(output, store=store, config=load_config(config_file)) as graphs:
        found = counts(graphs)
        on_disk = sizes(output, graphs)
    if (format_ or ("table" if sys.stdout.isatty() else "json")) == "json":
        click.echo(json.dumps({**found, **({"disk": on_disk.as_dict()} if on_disk else {})}))
        return
    _show("kind", "number", {kind: str(n) for kind, n in found.items()})
    if on_disk:
        _show_sizes(on_disk)


def _show_sizes(found: Sizes) -> None:
    from kg.cli.rows import size
    from kg.cli.terminal import tell

    parts = {"store": found.store, "snapshots": found.snapshots, "search index": found.search}
    parts |= {"texts": found.texts, "annotations": found.annotations}
    click.echo()
    sizes = {part: size(n) for part, n in parts.items()}
    _show("on the disk", "size", {**sizes, "quads": str(found.quads), "bytes a quad": str(found.bytes_per_quad)})
    if found.compacting_saves:
        tell(f"`kg compact` would save about {size(found.compacting_saves)}")


def _show(kind: str, number: str, rows: Mapping[str, str]) -> None:
    from kg.cli.rows import table

    width = max(map(len, rows.values()))
    click.echo("".join(table((kind, number), [[name, f"{n:>{width}}"] for name, n in rows.items()])), nl=False)
