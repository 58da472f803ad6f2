"""``kg remove``: take articles out of the graph."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import any_graph_options
from kg.cli.style import ExampleCommand
from kg.cli.terminal import tell

EXAMPLES = """
kg remove 000_a6051089805fbf8b.md            by its file name
kg remove feed.json                          every item of a feed
kg remove 'feed.json#3' -o news              one item of a feed
kg remove https://news.example/2026/1.html   by its address
"""


@click.command(cls=ExampleCommand, examples=EXAMPLES)
@click.argument("articles", nargs=-1, required=True, metavar="ARTICLE...")
@any_graph_options
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but what is wrong.")
def remove(articles: tuple[str, ...], output: Path, store: str | None, config_file: Path | None, quiet: bool) -> None:
    """Take articles out of the graph.

    ARTICLE is the article's file (as it was given to `kg build`, or its name alone), its address, or its IRI. All that
    rests on it alone leaves the graph with it; the article's own file stays where it is.
    """
    from kg.config import load_config
    from kg.pipeline import remove as run

    for source in run(articles, output, config=load_config(config_file), store=store):
        if not quiet:
            tell(f"removed {source}")
