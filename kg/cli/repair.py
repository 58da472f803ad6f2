"""``kg repair``: make again what is damaged."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.check import progress
from kg.cli.options import any_graph_options
from kg.cli.style import ExampleCommand
from kg.cli.terminal import safe

EXAMPLES = """
kg repair --dry-run              what would be done
kg repair                        do it
kg repair --store http://127.0.0.1:7878 -o news      what a SPARQL server has of news
kg check --deep                  see that all is well
"""


@click.command(cls=ExampleCommand, examples=EXAMPLES)
@any_graph_options
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but what cannot be mended.")
@click.pass_context
def repair(
    ctx: click.Context, output: Path, store: str | None, config_file: Path | None, dry_run: bool, quiet: bool
) -> None:
    """Make again what is damaged, from what is whole.

    Lost texts are written again from the records; the store, its snapshots, the search index, graph.ttl, graph.html and
    report.json are made again where they are damaged, missing or out of step. Damaged records are moved into damaged/,
    never deleted, and the sources to be read again are named. Where a SPARQL server has the graph, its graphs are made
    to be what the records say, and the one that queries read is made again of them.

    Everything that is done is listed on standard output, a line each; what cannot be mended on standard error, and then
    the exit status is 1.
    """
    from kg.config import load_config
    from kg.pipeline.repair import repair as run

    def say(line: str) -> None:
        if not quiet:
            click.echo(safe(line))

    with progress(output, quiet) as tell:
        settings = load_config(config_file)
        report = run(output, config=settings, store=store, dry_run=dry_run, say=say, on_progress=tell)
    for finding in report.left:
        is_done = finding.mend and not dry_run  # and told on standard output, so that only the rest is left to say
        click.echo(safe(f"{finding.where}: left to do: {finding.advice}" if is_done else str(finding)), err=True)
    if not quiet and not report.done and not report.left:
        click.echo("nothing is damaged", err=True)
    ctx.exit(1 if report.left else 0)
