"""Configuration files."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from fuzz.target import Target, must
from fuzz.watching import sealed
from kg.config import Config, load_config
from kg.errors import ConfigError
from kg.registry import find_extractor

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

TOKENS = (
    *('base = "https://example.org/id/"\n', 'extractors = ["names", "posts"]\n', "page_max_nodes = ", "query_seconds = ", "query_max_rows = "),
    *("1e999", "nan", "-1", "0x7f", "true", "1979-05-27T07:32:00Z", "[[", "]]", "[a]\n", "{", "}", '"""', "'''", "\\u0000", "\\ud800"),
    *('"javascript:x/"', '"http:///"', '"http://a b/"', '"os:system"', '"../names"', "a.b.c = 1\n", "#", "\n", "=", '"', ",", "\ufeff"),
)  # fmt: skip


@cache
def _file() -> Path:
    return Path(tempfile.mkdtemp(prefix="kg-fuzz-")) / "kg.toml"


def check(data: bytes) -> None:
    file = _file()
    file.write_bytes(data)
    with sealed(file):
        try:
            config = load_config(file)
        except ConfigError:
            return
        must(config == load_config(file) and config.digest == load_config(file).digest, "the same settings twice")
        _extractors(config)
    must(config.base.startswith(("http://", "https://")), "the base is an address of the web")
    must(config.page_max_nodes > 0 and config.query_seconds > 0 and config.query_max_rows > 0, "limits are limits")


def _extractors(config: Config) -> None:
    for name in config.extractors:
        try:
            find_extractor(name)
        except ConfigError:
            continue


def cases() -> SearchStrategy[bytes]:
    from hypothesis import strategies as st

    piece = st.sampled_from(TOKENS) | st.text(st.characters(exclude_categories=["Cs"]), max_size=4)
    return st.lists(piece, max_size=12).map(lambda pieces: "".join(pieces).encode()) | st.binary(max_size=60)


TARGET = Target(
    "settings or a refusal; the same twice; nothing is loaded that is not an extractor",
    check,
    cases,
    ("kg.config", "tomllib"),
    TOKENS,
)
