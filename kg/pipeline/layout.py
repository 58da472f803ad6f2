"""Which layout an output folder has: a newer kg may lay its files out in ways that this one does not know.

The file ``layout.json`` tells it. A folder without one has the first layout, and gets the file when it is next written.
"""

from __future__ import annotations

import json
import shlex
from pathlib import Path

from kg import __version__
from kg.errors import StoreError
from kg.files import LARGEST_NOTE, garbled, read_own, reason, write_whole

LAYOUT = 1
"""Changes when an older kg could no longer read a folder, or would damage it by writing."""
FILE = "layout.json"


def demand(folder: Path) -> None:
    """Make sure that this kg knows the layout of a folder; one that is missing, or has no such file, it knows.

    Raises:
        StoreError: if it does not; says who wrote the folder, and what to do.
    """
    file = folder / FILE
    found, by = _read(file)
    if found > LAYOUT:
        raise StoreError(
            f"{folder}: has layout {found}, written by kg {by}; this is kg {__version__}, which knows layout {LAYOUT}: "
            "use the newer kg, or `kg backup` there and `kg restore` here"
        )


def mark(folder: Path) -> None:
    """Leave word of this kg's layout in a folder that it writes.

    Raises:
        StoreError: as :func:`demand`, or if the file cannot be written.
    """
    demand(folder)
    if _read(folder / FILE) != (LAYOUT, __version__):
        write_whole(folder / FILE, (json.dumps({"layout": LAYOUT, "kg": __version__}) + "\n").encode())


def is_own(file: Path) -> bool:
    """Whether a file of this name is one of kg's."""
    try:
        return _read(file)[0] > 0
    except StoreError:
        return False


def _read(file: Path) -> tuple[int, str]:
    """The layout, and the version of kg that wrote the folder; 0 where there is no file."""
    try:
        told = json.loads(read_own(file, LARGEST_NOTE))
        layout, by = told["layout"], told["kg"]
        if type(layout) is not int or layout < 1 or not isinstance(by, str):
            raise ValueError("a layout is a number from 1, and kg a version")
    except (FileNotFoundError, NotADirectoryError):
        return 0, ""
    except OSError as error:
        raise StoreError(f"{file}: cannot be read: {reason(error)}") from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise StoreError(
            f"{file}: does not say what layout the folder has ({garbled(error)}); if kg {__version__}, or one before "
            f"it, made the folder, `kg repair -o {shlex.quote(str(file.parent))}` writes it again"
        ) from error
    return layout, by
