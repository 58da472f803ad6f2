"""The schema files: the ontology, the SHACL shapes, the JSON-LD context."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path


@cache
def schema_text(name: str) -> str:
    """A file of ``schemas/``: ``kg.ttl``, ``shapes.ttl`` or ``context.jsonld``.

    In an installed package they lie within it, in a checkout beside it.

    Raises:
        FileNotFoundError: if there is no such file.
    """
    installed: Traversable = files("kg") / "schemas" / name
    if installed.is_file():
        return installed.read_text("utf-8")
    return (Path(__file__).parents[2] / "schemas" / name).read_text("utf-8")
