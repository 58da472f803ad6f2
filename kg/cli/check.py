"""``kg check``: whether the graph holds what it promises."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from kg.cli.options import asked_graph_options, format_option
from kg.cli.style import ExampleCommand
from kg.cli.terminal import counted, safe

EXAMPLES = """
kg check
kg check --deep                  everything that is kept against everything made from it
kg check -o news --format jsonl | jq -r .article | sort | uniq -c
"""


@click.command(cls=ExampleCommand, examples=EXAMPLES)
@asked_graph_options
@click.option("--deep", is_flag=True, help="Also all records, texts, identifiers, snapshots, indexes and files.")
@format_option("text", "jsonl", help="How to list faults: a line each, or a JSON object each.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but what is wrong.")
@click.pass_context
def check(
    ctx: click.Context,
    output: Path,
    store: str | None,
    config_file: Path | None,
    deep: bool,
    format_: str | None,
    quiet: bool,
) -> None:
    """Hold the graph against its shapes (SHACL), and every evidence against the text that was read.

    What queries read must also be what the articles' graphs hold, no more and no less. With --deep all that is kept
    is held against all that is made from it, and of each fault it is said whether `kg repair` mends it. A graph on a
    SPARQL server is held against the articles that DIR keeps, where DIR is there.

    Each fault is listed on standard output: the article, the node, and what is wrong. The exit status is 1 if there
    are any, or if --deep could look at a part only, because a build is going on.
    """
    from kg.config import load_config

    settings = load_config(config_file)
    faults = _deep(output, store, settings, format_, quiet) if deep else _plain(output, store, settings, format_, quiet)
    ctx.exit(1 if faults else 0)


def _plain(output: Path, store: str | None, settings: Any, format_: str | None, quiet: bool) -> int:
    from kg.pipeline import Workplace, open_store
    from kg.pipeline.lost import known, lost
    from kg.pipeline.remote_check import Records, keeps_records
    from kg.pipeline.stores import demand_one_store, to_be_asked
    from kg.publish.check import check as run

    place = Workplace(output)
    demand_one_store(place, store)
    before = known(place)
    address = to_be_asked(place, store, settings)
    records = Records(place) if address and keeps_records(place) else None
    with open_store(output, store=store, config=settings) as graphs:
        report = run(graphs, place.unchecked_text_of)
        names = graphs.graphs()
        gone = [*lost(place, names, before)] if records or not address else []
        faults = (*report.faults, *(records.faults(graphs, names, settings.base) if records else ()))
        damaged = tuple(records.damaged(names)) if records else ()
    count = len(faults) + len(damaged) + len(gone)
    for problem in gone:
        told = {"article": problem.partition(": ")[0], "node": "", "problem": problem.partition(": ")[2]}
        click.echo(json.dumps(told, ensure_ascii=False) if format_ == "jsonl" else safe(problem))
    for fault in (*faults, *damaged):
        click.echo(json.dumps(asdict(fault), ensure_ascii=False) if format_ == "jsonl" else safe(str(fault)))
    if records and records.entries and faults:
        click.echo(safe(records.advice()), err=True)
    elif report.faults and not address and not quiet:
        more, mend = place.command("check --deep"), place.command("repair")
        click.echo(
            safe(f"{mend} makes again what records and texts tell; {more} says of each fault whether it can"), err=True
        )
    if not quiet:
        found = counted(count, "fault") if count else "all sound"
        click.echo(f"checked {_checked(report.graphs, report.evidence)}: {found}", err=True)
    return count


def _deep(output: Path, store: str | None, settings: Any, format_: str | None, quiet: bool) -> int:
    from kg.pipeline import Workplace
    from kg.pipeline.checking import check_deep

    start = time.monotonic()
    with progress(output, quiet) as tell:
        report = check_deep(output, config=settings, store=store, on_progress=tell)
    seconds = time.monotonic() - start
    for finding in report.findings:
        if format_ == "jsonl":
            click.echo(json.dumps(finding.as_json(), ensure_ascii=False))
        elif not (finding.is_note and quiet):
            click.echo(safe(str(finding)), err=finding.is_note)
    if report.is_partial:
        click.echo("a build is going on: only the newest snapshot and the records were looked at", err=True)
    elif report.is_without_outputs and Workplace(output).has_old_outputs():
        again = "the last build did not end: run it again, which puts right what it had not come to"
        click.echo(again, err=True)
    if not quiet:
        found = counted(len(report.faults), "fault") if report.faults else "all sound"
        rate = report.articles / seconds if seconds else 0.0
        checked = _checked(report.articles, report.evidence)
        click.echo(f"checked {checked} in {seconds:.1f} s ({rate:.1f} articles/s): {found}", err=True)
    return len(report.faults) + report.is_partial


def _checked(articles: int, evidence: int) -> str:
    return f"{counted(articles, 'article')} and {counted(evidence, 'piece')} of evidence"


@contextmanager
def progress(output: Path, quiet: bool) -> Iterator[Callable[[str], None]]:
    """What hears how a deep check goes on: a bar that counts articles, where a person is there to see it."""
    if quiet or not sys.stderr.isatty():
        yield lambda _: None
        return
    from kg.pipeline import Workplace

    records = sum(1 for _ in Workplace(output).annotations.glob("*.json"))
    bar: Any = click.progressbar(length=records, file=sys.stderr, item_show_func=lambda name: safe(name or "")[:40])
    with bar:
        yield lambda name: bar.update(1, name)
