"""``kg restore``: a graph out of a backup."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import graph_options
from kg.cli.style import ExampleCommand

EXAMPLES = """
kg restore /backups/news.tar.gz -o news
kg backup --verify /backups/news.tar.gz      only look whether the file is whole
"""


@click.command(cls=ExampleCommand, examples=EXAMPLES)
@click.argument("file", type=click.Path(path_type=Path))
@graph_options
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but what is wrong.")
def restore(file: Path, output: Path, config_file: Path | None, quiet: bool) -> None:
    """Make the graph of a backup again, in a new or an empty folder.

    Nothing is there before all of FILE has been held against its manifest and is on the disk. The store is made anew
    from the statements, so this is also the way from one form of store to another.
    """
    from kg.cli.backup import describe
    from kg.cli.progress import progress
    from kg.cli.terminal import tell
    from kg.config import load_config
    from kg.files import is_same
    from kg.pipeline.restore import restore as run
    from kg.pipeline.stores import remote

    config = load_config(config_file)
    is_here = is_same(output, Path())
    with progress(quiet) as on_progress:
        made = run(file, output, config=config, on_progress=on_progress)
    if not quiet:
        tell(f"restored into {output}: {describe(file, made)}")
    if is_here and not quiet:
        tell("kg: the folder that you are in was replaced by the restored one; `cd .` brings you there")
    if address := remote(None, config):
        tell(f"kg: {output} is a graph on this machine; {address}, which KG_STORE or kg.toml names, has none of it")
    if made.base != config.base:
        tell(
            f'kg: the IRIs of this graph begin with {made.base}: put base = "{made.base}" into kg.toml, or the next '
            "build changes them"
        )
