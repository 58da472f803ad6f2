"""``kg serve``: the graph as a web site on this machine."""

from __future__ import annotations

import threading
from pathlib import Path

import click

from kg.cli.options import graph_options
from kg.cli.style import ExampleCommand

EXAMPLES = """
kg serve                               the graph in output/, at http://127.0.0.1:8080/
kg serve -o news --port 0              another graph, at any port that is free
kg serve --no-open                     without opening a browser
kg serve --prefix /news --host-name kg.example.org      behind a proxy
curl http://127.0.0.1:8080/sparql --data-urlencode 'query=SELECT ?n { ?c a kg:Company ; schema:name ?n }'
"""


@click.command(cls=ExampleCommand, examples=EXAMPLES)
@graph_options
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option("--port", default=8080, show_default=True, type=click.IntRange(0, 65535), help="0: any that is free.")
@click.option("--prefix", default="", metavar="PATH", help="Where a proxy puts the site, such as /news.")
@click.option("--host-name", "names", multiple=True, metavar="NAME", help="Answer under this name too; repeatable.")
@click.option("--cors", multiple=True, metavar="ORIGIN", help="Let pages of this site read the answers; repeatable.")
@click.option("--workers", type=click.IntRange(1, 64), help="Processes that work on the graph; one a processor.")
@click.option("--no-open", is_flag=True, help="Do not open a browser.")
def serve(
    output: Path,
    config_file: Path | None,
    host: str,
    port: int,
    prefix: str,
    names: tuple[str, ...],
    cors: tuple[str, ...],
    workers: int | None,
    no_open: bool,
) -> None:
    """Browse and query the graph in a browser, on this machine.

    Pages of entities, articles, events, claims and figures; the explorer; and SPARQL, with an endpoint at /sparql.
    It only reads, answers only under names of this machine unless --host-name says otherwise, and shows what a
    `kg build` adds while it runs. Ctrl-C ends it.
    """
    from kg.config import load_config
    from kg.pipeline import Workplace
    from kg.serve.server import Settings
    from kg.serve.server import serve as run
    from kg.store.limited import QueryLimits

    config = load_config(config_file)
    place = Workplace(output)
    place.demand()
    place.demand_own_store(is_needed=True)

    def ready(address: str) -> None:
        click.echo(f"{address}   (Ctrl-C ends it)", err=True)
        if not no_open:
            # in a thread, as some browsers are not back before they are closed
            threading.Thread(target=click.launch, args=(address,), daemon=True).start()

    settings = Settings(
        output=output,
        base=config.base,
        host=host,
        port=port,
        prefix=prefix,
        host_names=names,
        cors=cors,
        limits=QueryLimits(seconds=config.query_seconds, rows=config.query_max_rows),
        workers=workers,
    )
    run(settings, ready)
