"""``kg completion``: completion for a shell."""

from __future__ import annotations

import click

from kg.cli.style import ExampleCommand

EXAMPLES = """
kg completion bash >> ~/.bashrc
kg completion zsh >> ~/.zshrc
kg completion fish > ~/.config/fish/completions/kg.fish
"""


@click.command(cls=ExampleCommand, examples=EXAMPLES)
@click.argument("shell", type=click.Choice(("bash", "zsh", "fish")))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print the script that makes a shell complete kg's commands and options."""
    from click.shell_completion import get_completion_class

    made = get_completion_class(shell)
    if made is None:
        raise click.UsageError(f"no completion for {shell}", ctx)
    click.echo(made(ctx.find_root().command, {}, "kg", "_KG_COMPLETE").source())
