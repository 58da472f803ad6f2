"""The command's entry: finds the commands when they are asked for, and is the border where errors end."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Sequence
from importlib import import_module

import click

from kg import __version__
from kg.cli.border import bounded, show_warning
from kg.cli.style import ExampleGroup

COMMANDS = (
    "build",
    "view",
    "serve",
    "search",
    "query",
    "show",
    "export",
    "stats",
    "check",
    "repair",
    "eval",
    "remove",
    "revisions",
    "backup",
    "restore",
    "compact",
    "completion",
)
"""In the order in which ``kg --help`` shows them."""


class Commands(ExampleGroup):
    """The commands, each imported when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command, in the order of a first day's work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command with this name, or None."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"kg.cli.{cmd_name}"), cmd_name)
        return command


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    examples="""
    kg build articles/                       every article of a folder, into output/
    kg build feed.json -o news               into another folder
    kg view                                  the graph as a page, in your browser
    kg query executives --company 快手        a stored query
    kg search 光合                            names, quotes and texts, also by pinyin
    kg show 快手                              all that is known of one company
    """,
)
@click.version_option(__version__, prog_name="kg", message="%(prog)s %(version)s")
def cli() -> None:
    """Turn Chinese business news into a knowledge graph that can be checked.

    Results go to standard output, messages to standard error. Exit status: 0 all well, 1 finished but some articles
    were refused, a check found faults, or nothing has the name or words asked for, 2 wrong usage or settings, 3 nothing
    readable, 4 extraction failed, 5 the store failed, 6 a query was refused, is malformed or went over its limits, 70 a
    fault of kg itself, 130 interrupted.
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and end the process with its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    warnings.showwarning = show_warning
    sys.exit(bounded(lambda: _run(arguments)))


def _run(arguments: Sequence[str] | None) -> int:
    code = cli.main(args=arguments, prog_name="kg", standalone_mode=False)
    sys.stdout.flush()
    return int(code or 0)


if __name__ == "__main__":
    main()
