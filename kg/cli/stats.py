"""``kg stats``: how much there is of each kind."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import any_graph_options, format_option
from kg.cli.style import ExampleCommand

EXAMPLES = """
kg stats
kg stats -o news --format json
"""


@click.command(cls=ExampleCommand, examples=EXAMPLES)
@any_graph_options
@format_option("table", "json", help="A table, or one JSON object; a table on a terminal, else JSON.")
def stats(output: Path, store: str | None, config_file: Path | None, format_: str | None) -> None:
    """Count what the graph holds: articles, entities and facts of each kind."""
    import json
    import sys

    from kg.cli.rows import table
    from kg.config import load_config
    from kg.pipeline import counts, open_store

    with open_store(output, store=store, config=load_config(config_file)) as graphs:
        found = counts(graphs)
    if (format_ or ("table" if sys.stdout.isatty() else "json")) == "json":
        click.echo(json.dumps(found))
        return
    width = max(len(str(n)) for n in found.values())
    click.echo("".join(table(("kind", "number"), [[kind, f"{n:>{width}}"] for kind, n in found.items()])), nl=False)
