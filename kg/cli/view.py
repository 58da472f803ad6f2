"""``kg view``: the graph as a page, in the browser."""

from __future__ import annotations

import webbrowser
from pathlib import Path

import click

from kg.cli.options import asked_graph_options
from kg.cli.style import ExampleCommand

EXAMPLES = """
kg view                              the graph in output/, in your browser
kg view -o news --title 二月的新闻      another graph, under a heading
kg view --file 二月.html --no-open     a file to send: it opens anywhere, also offline
"""


@click.command(cls=ExampleCommand, examples=EXAMPLES)
@asked_graph_options
@click.option(
    "--file",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Where the page goes; graph.html in the folder of the graph, unless you say otherwise.",
)
@click.option("--title", default="", metavar="TEXT", help="Heading of the page.")
@click.option("--no-open", is_flag=True, help="Do not open a browser.")
def view(
    output: Path, store: str | None, config_file: Path | None, file: Path | None, title: str, no_open: bool
) -> None:
    """Write the graph as one page that loads nothing from elsewhere, and open it in the browser.

    Entities, events and claims with all their facts, each with the words that prove it, and the whole articles. The
    page can be sent: who opens it needs nothing but a browser. `kg serve` shows the same of a graph that grows.
    """
    from kg.config import load_config
    from kg.pipeline import Workplace, open_store
    from kg.pipeline.outputs import write_page
    from kg.pipeline.stores import demand_one_store

    settings = load_config(config_file)
    place = Workplace(output)
    if file is None:
        demand_one_store(place, store)
    page = file or place.page
    with open_store(output, store=store, config=settings) as graphs:
        write_page(place, graphs, settings, page, title)
    click.echo(f"wrote {page}", err=True)
    if not no_open and not webbrowser.open(page.resolve().as_uri()):
        click.echo(f"kg: no browser was found; open {page} yourself", err=True)
