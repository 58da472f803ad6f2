"""Settings, from ``kg.toml``; ``default.toml`` beside this file holds every default.

A file is checked as a whole: every unknown key and every wrong value is reported at once.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from kg.errors import ConfigError
from kg.model import content_id

FILE = "kg.toml"
"""The name of a configuration file where none is given."""


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of one run.

    Attributes:
        base: what the IRIs of the data begin with; ends in ``/`` or ``#``.
        extractors: names in the registry, in the order in which they run.
        page_max_nodes: how many nodes the page shows at most.
        query_seconds: after how long a query is stopped.
        query_max_rows: how many rows a query gives at most.
        store: the address of a remote store; empty for the one in the output folder.
        store_update: where that takes updates, if it does not follow from its address; empty if it does.
        store_graphs: where that gives whole graphs, likewise.
    """

    base: str
    extractors: tuple[str, ...]
    page_max_nodes: int
    query_seconds: float
    query_max_rows: int
    store: str
    store_update: str
    store_graphs: str

    @property
    def digest(self) -> str:
        """What the facts depend on, as 16 hex digits; the page's and the queries' settings do not enter."""
        return content_id("config", self.base, *self.extractors).partition("/")[2]


def load_config(file: Path | None = None) -> Config:
    """The settings in ``file``, or in ``kg.toml`` of the current folder if there is one, over the defaults.

    Raises:
        ConfigError: if the file cannot be read, or holds unknown keys or wrong values; names them all.
    """
    chosen = file or Path(FILE)
    if file is None and not chosen.is_file():
        return default_config()
    return make_config(_parsed(chosen), str(chosen))


@cache
def default_config() -> Config:
    """The settings as ``default.toml`` gives them."""
    return make_config({}, "default.toml")


def make_config(settings: Mapping[str, object], origin: str = "the settings") -> Config:
    """``settings`` over the defaults. ``origin`` is how messages name where they come from.

    Raises:
        ConfigError: names every unknown key and every wrong value.
    """
    merged = {**_defaults(), **settings}
    known = [f.name for f in fields(Config)]
    problems = [f"unknown key «{key}»; known are {', '.join(known)}" for key in settings if key not in known]
    values: dict[str, Any] = {}
    for key in known:
        try:
            values[key] = _READERS[key](merged[key])
        except ValueError as error:
            problems.append(f"{key} = {merged[key]!r}: {error}")
    if problems:
        raise ConfigError("\n".join(f"{origin}: {problem}" for problem in problems))
    return Config(**values)


@cache
def _defaults() -> dict[str, object]:
    return tomllib.loads(Path(__file__).with_name("default.toml").read_text("utf-8"))


def _parsed(file: Path) -> dict[str, object]:
    try:
        return tomllib.loads(file.read_text("utf-8-sig"))
    except OSError as error:
        raise ConfigError(f"{file}: cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file}: is not TOML: {error}") from error
    except RecursionError:
        raise ConfigError(f"{file}: is nested too deeply; no setting is nested") from None


def _base(value: object) -> str:
    text = _text(value)
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc or not text.endswith(("/", "#")):
        raise ValueError("expected an http(s) address that ends in / or #, such as https://example.org/id/")
    if any(c.isspace() or c in '<>"{}|\\^`' for c in text):
        raise ValueError('no IRI has a space or one of < > " { } | \\ ^ ` in it')
    return text


def _address(value: object) -> str:
    if not isinstance(value, str) or (value and not value.startswith(("http://", "https://"))):
        raise ValueError("expected an http(s) address, such as http://127.0.0.1:7878, or an empty text")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError("expected a text")
    return value


def _names(value: object) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or not value:
        raise ValueError("expected a list with at least one name")
    names = tuple(_text(item) for item in value)
    if len(set(names)) < len(names):
        raise ValueError("each name may stand once")
    return names


def _count(value: object) -> int:
    if type(value) is not int or value < 1:
        raise ValueError("expected a whole number of at least 1")
    return value


def _seconds(value: object) -> float:
    if type(value) not in (int, float) or not 0 < float(value) < float("inf"):  # type: ignore[arg-type]
        raise ValueError("expected a number of seconds above 0")
    return float(value)  # type: ignore[arg-type]


_READERS: dict[str, Callable[[object], object]] = {
    "base": _base,
    "extractors": _names,
    "page_max_nodes": _count,
    "query_seconds": _seconds,
    "query_max_rows": _count,
    "store": _address,
    "store_update": _address,
    "store_graphs": _address,
}
