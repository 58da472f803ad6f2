"""The files that a graph leaves for people and programs: Turtle, the page, the report."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kg.config import Config
from kg.files import sync, unwritable, whole_file
from kg.pipeline.kept import KeptArticles
from kg.pipeline.report import BuildReport
from kg.pipeline.workplace import Workplace


def write_outputs(place: Workplace, store: Any, settings: Config, report: BuildReport) -> None:
    """Write ``graph.ttl``, ``graph.html`` and ``report.json``, each whole or not at all, to outlive a loss of power.

    Word of what was removed goes after that, as nothing shows it any more: whoever is killed leaves it.
    """
    from kg.publish.serialise import write_file

    write_file(store, "turtle", place.turtle, settings.base)
    write_page(place, store, settings, place.page)
    with whole_file(place.report) as file:
        file.write_text(report.as_json(), "utf-8", newline="\n")
    try:
        sync(place.folder)
    except OSError as error:
        raise unwritable(place.folder, error) from error
    KeptArticles(place).published()


def write_page(place: Workplace, store: Any, settings: Config, file: Path, title: str = "") -> int:
    """Write the page of a graph, whole or not at all; gives back how many nodes it draws."""
    from kg.publish.page import write_page as write

    with whole_file(file) as temporary:
        return write(store, temporary, title, settings.page_max_nodes, place.text_of)
