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
@click.pass_context
def remove(
    ctx: click.Context,
    articles: tuple[str, ...],
    output: Path,
    store: str | None,
    config_file: Path | None,
    quiet: bool,
) -> None:
    """Take articles out of the graph.

    ARTICLE is the article's file (as it was given to `kg build`, or its name alone), its address, or its IRI. All that
    rests on it alone leaves the graph with it; the article's own file stays where it is. So it is where the record of
    an article is damaged or lost; the others of that kind, which stay, are named, and the exit status is 1.
    """
    from kg.config import load_config
    from kg.pipeline import Workplace
    from kg.pipeline import remove as run
    from kg.pipeline.orphans import may_show

    damaged: list[str] = []
    config = load_config(config_file)
    for source in run(articles, output, config=config, store=store, on_error=lambda r: damaged.append(str(r))):
        if not quiet:
            tell(f"removed {source}")
    for file in may_show(Workplace(output)):
        tell(f"kg: {file} was set aside earlier, and may still show what was removed: delete it")
    for refusal in damaged:
        tell(refusal)
    ctx.exit(1 if damaged else 0)
