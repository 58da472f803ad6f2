"""``kg compact``: the store in less room."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import config_option, output_option
from kg.cli.style import ExampleCommand

EXAMPLES = """
kg compact
kg compact -o news
"""


@click.command(cls=ExampleCommand, examples=EXAMPLES)
@output_option
@config_option
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but what is wrong.")
@click.pass_context
def compact(ctx: click.Context, output: Path, config_file: Path | None, quiet: bool) -> None:
    """Write the store anew, so that it takes less room on the disk; `kg stats` tells when that pays.

    The graph says the same afterwards. Others may read meanwhile, but not build. The new store is written beside the
    old one, which needs room; where there is too little, or anything goes wrong, all stays as it was.
    """
    from kg.cli.rows import size
    from kg.cli.terminal import tell
    from kg.config import load_config
    from kg.pipeline import Workplace
    from kg.pipeline.compacting import compact as run

    damaged: list[str] = []
    done = run(output, config=load_config(config_file), on_error=damaged.append)
    for problem in damaged:
        tell(problem)
    if quiet:
        ctx.exit(1 if damaged else 0)
    saved = done.before - done.after
    folders = [f for f in Workplace(output).snapshots.iterdir() if f.name.isdigit()]
    what = f"{size(saved)} saved" if saved > 0 else "nothing saved"
    if len(folders) > 1:  # a snapshot that nobody reads goes as soon as there is a newer one
        what += "; others still read the old store, whose room is free when they are done"
    tell(f"{output}: {done.quads} quads, {size(done.before)} before, {size(done.after)} now: {what}")
    ctx.exit(1 if damaged else 0)
