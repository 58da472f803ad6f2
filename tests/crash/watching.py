"""What happens in a folder, as the kernel tells it (inotify), and what step of the work that is."""

from __future__ import annotations

import ctypes
import os
import select
import struct
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

_MODIFY, _CLOSE_WRITE, _MOVED_TO, _CREATE, _DELETE, _ISDIR = 0x2, 0x8, 0x80, 0x100, 0x200, 0x40000000
_ALL = _MODIFY | _CLOSE_WRITE | _MOVED_TO | _CREATE | _DELETE
STEPS = (
    "start",
    "texts",
    "records",
    "revisions",
    "store",
    "snapshot",
    "index",
    "turtle",
    "page",
    "report",
    "export",
    "lock",
)
"""The steps that a kill can hit; ``start`` is before anything has happened in the folder."""


def is_available() -> bool:
    """Whether this system tells what happens in folders, and of which process is meant."""
    return sys.platform == "linux" and hasattr(os, "pidfd_open")


def step_of(path: str) -> str:
    """The step that a path, seen from the folder that is watched, belongs to."""
    parts = path.split("/")
    name = parts[1] if len(parts) > 1 else parts[0]
    if parts[0].startswith("backup"):
        return "backup"
    if parts[0] not in ("output", "restored", ".restored.restoring") or path == ".restored.restoring":
        return "export"
    if name.startswith(".backup"):
        return "backup"
    if name.startswith(("store.lock", "output")) or path.endswith(".lock"):
        return "lock"
    if name.startswith("snapshots"):
        return "index" if len(parts) > 3 and parts[3] == "search" else "snapshot"
    if name.startswith(("store", ".store")):
        return "store"
    if "layout" in name:
        return "lock"
    for word, step in _STEPS.items():
        if word in name:
            return step
    return name or "start"


_STEPS = {
    "texts": "texts",
    "annotations": "records",
    "revisions": "revisions",
    "graph.ttl": "turtle",
    "graph.html": "page",
    "report": "report",
}


class Watch:
    """Watches a folder and all folders in it."""

    def __init__(self, root: Path) -> None:
        self._libc = ctypes.CDLL(None, use_errno=True)
        self.root = root
        self.file = self._libc.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
        if self.file < 0:
            raise OSError(ctypes.get_errno(), "no inotify")
        self._folders: dict[int, str] = {}
        self._add(str(root))

    def _add(self, folder: str) -> None:
        watch = self._libc.inotify_add_watch(self.file, os.fsencode(folder), _ALL)
        if watch < 0:
            return  # gone again
        self._folders[watch] = folder
        try:
            with os.scandir(folder) as entries:
                inner = [entry.path for entry in entries if entry.is_dir(follow_symlinks=False)]
        except OSError:
            return
        for path in inner:
            self._add(path)

    def steps(self) -> list[str]:
        """The steps that have happened since the last time."""
        try:
            data = os.read(self.file, 1 << 16)
        except BlockingIOError:
            return []
        found, place = [], 0
        while place < len(data):
            watch, mask, _, length = struct.unpack_from("iIII", data, place)
            name = data[place + 16 : place + 16 + length].rstrip(b"\0").decode("utf-8", "replace")
            place += 16 + length
            folder = self._folders.get(watch)
            if folder is None or not name:
                continue
            path = f"{folder}/{name}"
            if mask & _ISDIR and mask & (_CREATE | _MOVED_TO):
                self._add(path)
            found.append(step_of(os.path.relpath(path, self.root)))
        return found

    def wait(self, process: int, seconds: float) -> bool:
        """Wait for something to happen, at most so long; whether the process (a pidfd) has ended."""
        ready, _, _ = select.select([self.file, process], [], [], max(0.0, seconds))
        return process in ready

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self.file)
