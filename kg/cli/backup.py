"""``kg backup``: all of a graph in one file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import graph_options
from kg.cli.style import ExampleCommand

if TYPE_CHECKING:
    from kg.pipeline.backup import Backup

EXAMPLES = """
kg backup /backups/news.tar.gz
kg backup /backups/news.tar.gz -o news
kg backup --verify /backups/news.tar.gz      whether the file is whole
"""


@click.command(cls=ExampleCommand, examples=EXAMPLES)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--verify", is_flag=True, help="Read FILE, and say whether it is a whole backup.")
@click.option(
    "--wait", default=600.0, show_default=True, metavar="SECONDS", help="How long to wait for a build to end."
)
@graph_options
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but what is wrong.")
@click.pass_context
def backup(
    ctx: click.Context, file: Path, verify: bool, wait: float, output: Path, config_file: Path | None, quiet: bool
) -> None:
    """Put all of a graph into FILE: statements, history, records, earlier versions and texts, compressed.

    The same graph gives the same bytes. FILE is written whole or not at all; an older backup of this name stays until
    then. Others may read meanwhile, and build too once the files are gathered, which takes seconds. `kg restore` makes
    the graph again, and tar unpacks the file anywhere.
    """
    from kg.cli.progress import progress
    from kg.cli.terminal import tell
    from kg.config import load_config
    from kg.pipeline import Workplace
    from kg.pipeline.backup import backup as run
    from kg.pipeline.restore import verify as read

    def waiting() -> None:
        if not quiet:
            tell(f"{output}: a build is going on; waiting for its end, {wait:g} s at most")

    with progress(quiet) as on_progress:
        if verify:
            made = read(file, on_progress=on_progress)
        else:
            config = load_config(config_file)
            made = run(file, output, config=config, wait_s=wait, on_wait=waiting, on_progress=on_progress)
    if not quiet:
        tell(f"{'whole' if verify else 'wrote'}: {describe(file, made)}")
    more = Workplace(output).command("check --deep")
    for name in made.rotten:
        tell(f"kg: {output}: {name} is not the text that its name says; {more} tells more")
    for problem in made.damaged:
        tell(f"kg: {output}: {problem}; keep an older backup, and see {Workplace(output).command('check --deep')}")
    ctx.exit(1 if made.rotten or made.damaged else 0)


def describe(file: Path, made: Backup) -> str:
    """What a backup holds, in a line."""
    from kg.cli.terminal import counted

    revisions = f", {counted(made.revisions, 'earlier version')}" if made.revisions else ""
    records = f" ({counted(made.records, 'record')})" if made.records != made.articles else ""
    held = f"{counted(made.articles, 'article')}{records}{revisions}, {counted(made.statements, 'statement')}"
    return f"{file}: {held}, {made.bytes:,} bytes, by kg {made.kg}"
