"""The scripts and styles that the pages load, as they were built from ``web/``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from importlib.resources import files

ASSETS: Mapping[str, tuple[str, str, str]] = {
    "explorer.js": ("kg.publish.page", "built/explorer.js", "text/javascript"),
    "explorer.css": ("kg.publish.page", "built/explorer.css", "text/css"),
    "sparql.js": ("kg.serve", "static/sparql.js", "text/javascript"),
    "sparql.css": ("kg.serve", "static/sparql.css", "text/css"),
    "site.js": ("kg.serve", "static/site.js", "text/javascript"),
    "site.css": ("kg.serve", "static/site.css", "text/css"),
}
"""Name → package, path in it, media type."""


def asset(name: str) -> bytes | None:
    """The bytes of a file; None where there is none of this name, or it was not built."""
    package, path, _ = ASSETS.get(name, ("", "", ""))
    file = files(package) / path if package else None
    return file.read_bytes() if file is not None and file.is_file() else None


@cache
def version(name: str) -> str:
    """What changes with a file's bytes, for its address; empty where it was not built."""
    body = asset(name)
    return "" if body is None else sha256(body).hexdigest()[:16]
