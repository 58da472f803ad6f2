"""``kg check``: whether the graph holds what it promises."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from kg.cli.options import any_graph_options, format_option
from kg.cli.style import ExampleCommand
from kg.cli.terminal import safe

EXAMPLES = """
kg check
kg check -o news --format jsonl | jq -r .article | sort | uniq -c
"""


@click.command(cls=ExampleCommand, examples=EXAMPLES)
@any_graph_options
@format_option("text", "jsonl", help="How to list faults: a line each, or a JSON object each.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but what is wrong.")
@click.pass_context
def check(
    ctx: click.Context, output: Path, store: str | None, config_file: Path | None, format_: str | None, quiet: bool
) -> None:
    """Hold the graph against its shapes (SHACL), and every evidence against the text that was read.

    What queries read must also be what the articles' graphs hold, no more and no less.

    Each fault is listed on standard output: the article, the node, and what is wrong. The exit status is 1 if there
    are any.
    """
    from kg.config import load_config
    from kg.pipeline import Workplace, open_store
    from kg.publish.check import check as run

    place = Workplace(output)
    with open_store(output, store=store, config=load_config(config_file)) as graphs:
        report = run(graphs, place.text_of)
    for fault in report.faults:
        click.echo(json.dumps(asdict(fault), ensure_ascii=False) if format_ == "jsonl" else safe(str(fault)))
    if not quiet:
        found = f"{len(report.faults)} faults" if report.faults else "all sound"
        click.echo(f"checked {report.graphs} articles and {report.evidence} pieces of evidence: {found}", err=True)
    ctx.exit(1 if report.faults else 0)
