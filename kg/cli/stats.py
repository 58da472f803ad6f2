"""``kg stats``: how much there is of each kind."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import format_option, output_option
from kg.cli.style import ExampleCommand

EXAMPLES = """
kg stats
kg stats -o news --format json
"""


@click.command(cls=ExampleCommand, examples=EXAMPLES)
@output_option
@format_option("table", "json", help="A table, or one JSON object; a table on a terminal, else JSON.")
def stats(output: Path, format_: str | None) -> None:
    """Count what the graph holds: articles, entities and facts of each kind."""
    import json
    import sys

    from kg.cli.rows import table
    from kg.pipeline import counts, open_store

    with open_store(output) as store:
        found = counts(store)
    if (format_ or ("table" if sys.stdout.isatty() else "json")) == "json":
        click.echo(json.dumps(found))
        return
    width = max(len(str(n)) for n in found.values())
    click.echo("".join(table(("kind", "number"), [[kind, f"{n:>{width}}"] for kind, n in found.items()])), nl=False)
