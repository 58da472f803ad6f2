"""The options that commands share."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar, cast

import click
from click.core import ParameterSource

F = TypeVar("F", bound=Callable[..., Any])


def output_option(command: F) -> F:
    """``-o``: the folder of the graph."""
    return click.option(
        "-o",
        "--output",
        type=click.Path(file_okay=False, path_type=Path),
        default=Path("output"),
        show_default=True,
        metavar="DIR",
        help="Folder of the graph.",
    )(command)


def store_option(command: F) -> F:
    """``--store``: the remote store that has the graph."""
    return click.option(
        "--store",
        metavar="URL",
        help="SPARQL server that keeps the graph; without it that of KG_STORE or kg.toml, if DIR has no store.",
    )(command)


def config_option(command: F) -> F:
    """``--config``: the settings."""
    return click.option(
        "--config",
        "config_file",
        type=click.Path(dir_okay=False, path_type=Path),
        metavar="FILE",
        help="Settings in TOML; without it kg.toml, where there is one.",
    )(command)


def graph_options(command: F) -> F:
    """``-o`` and ``--config``: which graph, with which settings."""
    return output_option(config_option(command))


def any_graph_options(command: F) -> F:
    """``-o``, ``--store`` and ``--config``: which graph, also one that a remote store has."""
    return output_option(store_option(config_option(command)))


def asked_graph_options(command: F) -> F:
    """As :func:`any_graph_options`, for a command that only reads; refused where ``-o`` and ``--store`` name two."""

    @wraps(command)
    def checked(*arguments: Any, **options: Any) -> Any:
        given = click.get_current_context().get_parameter_source("output")
        if options["store"] and given is not ParameterSource.DEFAULT:
            from kg.pipeline import Workplace
            from kg.pipeline.stores import demand_one_store

            demand_one_store(Workplace(options["output"]), options["store"])
        return command(*arguments, **options)

    return any_graph_options(cast(F, checked))


def talk_options(command: F) -> F:
    """``-q`` and ``-v``."""
    quiet = click.option("-q", "--quiet", is_flag=True, help="Say nothing but what is wrong.")
    verbose = click.option("-v", "--verbose", is_flag=True, help="Say what happens to every article.")
    return quiet(verbose(command))


def format_option(*formats: str, help: str) -> Callable[[F], F]:
    """``--format``: one of a few, chosen by the command where none is given."""
    return click.option("-f", "--format", "format_", type=click.Choice(formats), help=help)
