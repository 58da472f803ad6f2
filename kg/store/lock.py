"""One writer or many readers of a store on disk, never both."""

from __future__ import annotations

import os
import time
from pathlib import Path

from kg.errors import StoreError


class StoreLock:
    """A lock on a store's folder, held until released or until the process ends, however it ends.

    The lock lies beside the folder (``<folder>.lock``). Where the system has no ``flock`` only Oxigraph's own
    lock protects, which keeps a second writer out.

    Raises:
        StoreError: if others hold the store for longer than ``wait_s`` seconds, or the folder cannot be made.
    """

    def __init__(self, folder: Path, *, shared: bool, wait_s: float = 0.0) -> None:
        self._file: int | None = None
        try:
            import fcntl
        except ImportError:  # pragma: no cover - Windows
            return
        place = folder.with_name(folder.name + ".lock")
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            self._file = os.open(place, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except PermissionError:
            if shared:  # nobody can be writing a folder that cannot be written: reading needs no lock
                return
            raise StoreError(f"{folder}: no permission to write here") from None
        except OSError as error:
            if shared and error.errno == 30:  # a read-only file system
                return
            raise StoreError(f"{folder}: cannot be locked: {error}") from error
        deadline = time.monotonic() + wait_s
        while True:
            try:
                fcntl.flock(self._file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
                return
            except OSError:
                if time.monotonic() >= deadline:
                    self.release()
                    doing = "being built" if shared else "in use by another program"
                    raise StoreError(f"{folder}: the store is {doing}; try again when that is done") from None
                time.sleep(0.05)

    def release(self) -> None:
        """Let others have the store."""
        if self._file is not None:
            os.close(self._file)
            self._file = None
