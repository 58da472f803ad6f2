"""Paths that a user names → the files to read, in an order that does not depend on the machine."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.errors import ReadError
from kg.read.lines import words

_BESIDE_ARTICLES = words(
    ".apng .avif .bmp .gif .heic .ico .jpeg .jpg .png .svg .tif .tiff .webp .aac .flac .m4a .mp3 .ogg .wav "
    ".avi .m4v .mkv .mov .mp4 .webm .eot .otf .ttf .woff .woff2 .css .js .map .mjs"
)


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read; ``name`` is its path below the folder that the user named, with ``/``, never absolute."""

    path: Path
    name: str


def find_sources(paths: Iterable[Path]) -> Iterator[Source | ReadError]:
    """Every file named, and every file below a folder named: sorted by name, folder by folder.

    Hidden files and folders (with a leading dot) are passed over, and below a folder so are the pictures, sounds,
    films, fonts, styles and scripts that lie beside posts and pages. Symbolic links within a folder are not followed,
    so that nothing leads out of it or in a circle; each is reported, as is what cannot be listed.
    """
    for path in paths:
        if path.is_dir():
            yield from _below(path)
        elif path.exists():
            yield Source(path, _shown(path.name))
        else:
            yield ReadError(_shown(path.name) or str(path), "no such file or folder")


def _below(folder: Path) -> Iterator[Source | ReadError]:
    waiting: list[tuple[Path, str]] = [(folder, "")]
    while waiting:
        path, name = waiting.pop()
        if name and path.is_symlink():
            yield ReadError(
                _shown(name), "a symbolic link; links inside a folder are not followed, name its target instead"
            )
        elif not path.is_dir():
            if path.suffix.lower() not in _BESIDE_ARTICLES:
                yield Source(path, _shown(name))
        else:
            try:
                entries = sorted(os.listdir(path), reverse=True)
            except OSError as error:
                yield ReadError(_shown(name) or path.name, f"the folder cannot be listed: {error.strerror}")
                continue
            waiting.extend((path / e, f"{name}/{e}" if name else e) for e in entries if not e.startswith("."))


def _shown(name: str) -> str:
    """A file's name as text of one line: bytes that are no UTF-8 and control characters are replaced."""
    whole = unicodedata.normalize("NFC", name.encode("utf-8", "replace").decode("utf-8"))
    return "".join("�" if unicodedata.category(c) == "Cc" else c for c in whole)
