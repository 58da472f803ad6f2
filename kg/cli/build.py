"""``kg build``: articles → graph."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from kg.cli.options import config_option, output_option, talk_options
from kg.cli.style import ExampleCommand
from kg.pipeline.report import BuildReport, Outcome, Refusal

EXAMPLES = """
kg build articles/                     every article of a folder and its subfolders
kg build a.md feed.json.gz -o news     files of any kind, into the folder news
kg build articles/ --jobs 2            with two processes; the result is the same
kg build articles/ --again             also what is unchanged
"""


@click.command(cls=ExampleCommand, examples=EXAMPLES)
@click.argument("paths", nargs=-1, metavar="PATH...", type=click.Path(path_type=Path))
@output_option
@config_option
@click.option("-j", "--jobs", type=click.IntRange(min=1), default=1, show_default=True, help="Processes that extract.")
@click.option("--again", is_flag=True, help="Extract also the articles that are unchanged.")
@talk_options
@click.pass_context
def build(
    ctx: click.Context,
    paths: tuple[Path, ...],
    output: Path,
    config_file: Path | None,
    jobs: int,
    again: bool,
    quiet: bool,
    verbose: bool,
) -> None:
    """Read articles and build their graph.

    PATH is a file or a folder, which is read with its subfolders: posts of Hexo or Jekyll, HTML pages, JSON Feed, RSS,
    Atom, Markdown, plain text, JSON lines, gzipped or not. What they are is seen from their content.

    DIR then holds graph.ttl, graph.html, report.json, the store, the kept texts and annotations. Building into it again
    skips what is unchanged and replaces what has changed.
    """
    if not paths:
        raise click.UsageError("no article is named; try `kg build articles/`", ctx)
    from kg.config import load_config
    from kg.pipeline import Listeners
    from kg.pipeline import build as run

    config = load_config(config_file)
    with _progress(not quiet, verbose) as on_progress:
        listeners = Listeners(on_progress, _refused)
        report = run(paths, output, config=config, jobs=jobs, again=again, listeners=listeners)
    if not quiet:
        _summarise(report, output)
    ctx.exit(int(report.exit_code))


def _refused(refusal: Refusal) -> None:
    # the bar, where there is one, is drawn again below the line
    click.echo(f"{_clear()}{refusal}", err=True)


def _clear() -> str:
    return "\r\033[K" if sys.stderr.isatty() else ""


@contextmanager
def _progress(wanted: bool, verbose: bool) -> Iterator[Callable[[str], None]]:
    """What shows that articles are being dealt with: lines if they are wanted, else a bar on a terminal, else nothing."""
    if verbose:
        yield lambda source: click.echo(source, err=True)
    elif wanted and sys.stderr.isatty():
        done = 0

        def count(source: str) -> None:
            nonlocal done
            done += 1
            click.echo(f"{_clear()}{done} articles · {source}"[:100], err=True, nl=False)

        yield count
        click.echo(_clear(), err=True, nl=False)
    else:
        yield lambda source: None


def _summarise(report: BuildReport, output: Path) -> None:
    told = [f"{n} {outcome.value}" for outcome, n in report.outcomes.items() if n or outcome is Outcome.BUILT]
    click.echo(f"articles: {', '.join(told)}", err=True)
    kinds = ("companies", "persons", "posts", "relations", "events", "claims", "figures")
    facts = ", ".join(f"{report.graph[kind]} {kind}" for kind in kinds)
    click.echo(f"{output}: {report.graph['articles']} articles, {facts}", err=True)
    click.echo(f"open {output / 'graph.html'}, or ask: kg query --list", err=True)
