"""The files that a graph leaves for people and programs: Turtle, the page, the report."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from kg.config import Config
from kg.pipeline.report import BuildReport
from kg.pipeline.workplace import Workplace


def write_outputs(place: Workplace, store: Any, settings: Config, report: BuildReport) -> None:
    """Write ``graph.ttl``, ``graph.html`` and ``report.json``, each whole or not at all."""
    from kg.publish.serialise import write_file

    write_file(store, "turtle", place.turtle, settings.base)
    write_page(place, store, settings, place.page)
    _replace(place.report, lambda file: file.write_text(report.as_json(), "utf-8", newline="\n"))


def write_page(place: Workplace, store: Any, settings: Config, file: Path, title: str = "") -> int:
    """Write the page of a graph, whole or not at all; gives back how many nodes it draws."""
    from kg.publish.page import write_page as write

    drawn = 0

    def written(temporary: Path) -> None:
        nonlocal drawn
        drawn = write(store, temporary, title, settings.page_max_nodes, place.text_of)

    _replace(file, written)
    return drawn


def _replace(file: Path, write: Callable[[Path], object]) -> None:
    """Let ``write`` make the file under another name, then give it its own."""
    temporary = file.with_name(f".new-{file.name}")
    try:
        write(temporary)
        temporary.replace(file)
    finally:
        temporary.unlink(missing_ok=True)
