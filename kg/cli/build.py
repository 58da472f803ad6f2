"""``kg build``: articles → graph."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.options import any_graph_options, talk_options
from kg.cli.style import ExampleCommand
from kg.cli.terminal import counted, tell

if TYPE_CHECKING:
    from kg.pipeline import BuildReport, Refusal

EXAMPLES = """
kg build articles/                     every article of a folder and its subfolders
kg build a.md feed.json.gz -o news     files of any kind, into the folder news
kg build articles/ --jobs 2            with two processes; the result is the same
kg build articles/ --again             also what is unchanged
kg build articles/ --store http://127.0.0.1:7878      the graph in a SPARQL server
"""


@click.command(cls=ExampleCommand, examples=EXAMPLES)
@click.argument("paths", nargs=-1, metavar="PATH...", type=click.Path(path_type=Path))
@any_graph_options
@click.option("-j", "--jobs", type=click.IntRange(min=1), default=1, show_default=True, help="Processes that extract.")
@click.option("--again", is_flag=True, help="Extract also the articles that are unchanged.")
@talk_options
@click.pass_context
def build(
    ctx: click.Context,
    paths: tuple[Path, ...],
    output: Path,
    store: str | None,
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
    talk = _Talk(paths, quiet, verbose)
    with talk.showing():
        listeners = Listeners(talk.progress, talk.refused)
        report = run(paths, output, config=config, jobs=jobs, again=again, listeners=listeners, store=store)
    if not quiet:
        _summarise(report, output)
    ctx.exit(int(report.exit_code))


class _Talk:
    """What is said on standard error while articles are being dealt with."""

    def __init__(self, paths: tuple[Path, ...], quiet: bool, verbose: bool) -> None:
        self.paths = paths
        self.quiet = quiet
        self.verbose = verbose
        self.articles = 0
        self.file = ""
        self.bar: Any = None

    @contextmanager
    def showing(self) -> Iterator[None]:
        """With a bar that counts files, where a person is there to see it."""
        if self.quiet or self.verbose or not sys.stderr.isatty():
            yield
            return
        from kg.read.sources import find_sources

        files = sum(1 for _ in find_sources(self.paths))
        bar: Any = click.progressbar(
            length=files, file=sys.stderr, item_show_func=lambda _: f"{self.articles} articles"
        )
        with bar:
            self.bar = bar
            yield

    def progress(self, source: str) -> None:
        """One more article has been dealt with."""
        self.articles += 1
        if self.verbose:
            tell(source)
        file = source.partition("#")[0]
        if self.bar and file != self.file:
            self.file = file
            self.bar.update(1, file)

    def refused(self, refusal: Refusal) -> None:
        """An article is refused: said in any case, on a line of its own."""
        if self.bar:
            click.echo("\r\033[K", nl=False, err=True)
        tell(str(refusal))


def _summarise(report: BuildReport, output: Path) -> None:
    for duplicate in report.duplicates:
        tell(str(duplicate))
    for revised in report.revised:
        tell(str(revised))
    told = [f"{n} {outcome.value}" for outcome, n in report.outcomes.items() if n] or ["none found"]
    changed = len(report.revised)
    told_changed = f"; {changed} {'text has' if changed == 1 else 'texts have'} changed" if changed else ""
    click.echo(f"articles: {', '.join(told)}{told_changed}", err=True)
    if report.passed_over:
        files = "1 file" if report.passed_over == 1 else f"{report.passed_over} files"
        click.echo(f"passed over: {files} in {output}, which is for results; keep articles elsewhere", err=True)
    if not report.graph["articles"]:
        return
    kinds = ("companies", "organizations", "persons", "products", "posts", "relations", "events", "claims", "figures")
    facts = ", ".join(f"{report.graph[kind]} {kind}" for kind in kinds)
    click.echo(f"{output}: {counted(report.graph['articles'], 'article')}, {facts}", err=True)
    click.echo(f"open {output / 'graph.html'}, or ask: kg query --list", err=True)
