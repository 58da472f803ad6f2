"""How help looks: examples below the options, as they were written."""

from __future__ import annotations

from inspect import cleandoc
from typing import Any

import click


class _WithExamples(click.Command):
    """A command whose help ends with examples."""

    def __init__(self, *args: Any, examples: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.examples = cleandoc(examples)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The examples, letter for letter."""
        super().format_epilog(ctx, formatter)
        if self.examples:
            with formatter.section("Examples"):
                for line in self.examples.splitlines():
                    formatter.write(f"{'':{formatter.current_indent}}{line}\n")


class ExampleCommand(_WithExamples):
    """A command with examples in its help."""


class ExampleGroup(_WithExamples, click.Group):
    """A group of commands with examples in its help."""
