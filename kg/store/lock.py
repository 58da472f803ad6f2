"""Who may have a store, or a snapshot of it, at the same time as others."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from errno import EACCES, EAGAIN, EINVAL, ELOOP, EPERM, EROFS
from pathlib import Path
from typing import Self

from kg.errors import StoreError
from kg.files import no_link, reason, unwritable


class StoreInUseError(StoreError):
    """Others have the store at this moment."""


class StoreLock:
    """A lock on a store's folder, held until released or until the process ends, however it ends.

    The lock lies beside the folder (``<folder>.lock``). Who may only read the folder has it all the same, shared; where
    there is none, as nobody has written since the folder was copied, and he cannot make it, he goes without. Where the
    system has no ``flock`` only Oxigraph's own lock protects, which keeps a second writer out.

    Raises:
        StoreError: if others hold the store for longer than ``wait_s`` seconds, or the folder cannot be made.
    """

    def __init__(self, folder: Path, *, shared: bool, wait_s: float = 0.0) -> None:
        self._file: int | None = None
        try:
            import fcntl
        except ImportError:  # pragma: no cover - Windows
            return
        place = lock_file(folder)
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            self._file = _to_share(place) if shared else no_link(place, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            if isinstance(error, PermissionError) and not shared:
                raise unwritable(folder, PermissionError(EACCES, "")) from None
            raise StoreError(f"{place}: cannot be locked: {reason(error)}") from error
        if self._file is None:
            return
        deadline = time.monotonic() + wait_s
        while True:
            try:
                fcntl.flock(self._file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
                return
            except OSError:
                if time.monotonic() >= deadline:
                    self.release()
                    doing = "being built" if shared else "in use by another program"
                    raise StoreInUseError(f"{folder}: the store is {doing}; try again when that is done") from None
                time.sleep(0.05)

    def release(self) -> None:
        """Let others have the store."""
        if self._file is not None:
            os.close(self._file)
            self._file = None


def _to_share(place: Path) -> int | None:
    """The file of a lock, for reading, which may be all that one may do; None where it is missing and cannot be made.

    Raises:
        OSError: if it is there and cannot be read.
    """
    with suppress(FileNotFoundError):
        return no_link(place, os.O_RDONLY)
    try:
        return no_link(place, os.O_RDONLY | os.O_CREAT, 0o644)
    except OSError as error:
        if error.errno in (EACCES, EPERM, EROFS) and not os.path.lexists(place):
            return None
        raise


class SnapshotLock:
    """A lock on a snapshot, from :meth:`reading` or :meth:`removing`; released as a :class:`StoreLock` is."""

    def __init__(self, file: int | None) -> None:
        self._file = file

    @classmethod
    def reading(cls, folder: Path) -> Self | None:
        """Keep a snapshot from being removed; None if it is being removed. Writes nothing where nothing is missing.

        Where locks cannot be had (a folder or a system that cannot be written and has none) reading goes without.
        """
        place = lock_file(folder)
        try:
            return cls._of(place, os.O_RDONLY, shared=True)
        except FileNotFoundError:
            pass
        except OSError as error:
            if error.errno not in (EINVAL, ELOOP):  # a pipe, a link
                raise
            return cls(None)
        try:
            return cls._of(place, os.O_RDONLY | os.O_CREAT, shared=True)
        except OSError:
            return cls(None)

    @classmethod
    def removing(cls, folder: Path) -> Self | None:
        """Keep readers from a snapshot; None if somebody reads it.

        Raises:
            OSError: if the lock cannot be made.
        """
        return cls._of(lock_file(folder), os.O_RDWR | os.O_CREAT, shared=False)

    @classmethod
    def _of(cls, place: Path, flags: int, *, shared: bool) -> Self | None:
        try:
            import fcntl
        except ImportError:  # pragma: no cover - Windows
            return cls(None)
        file = no_link(place, flags, 0o644)
        try:
            fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except OSError as error:
            os.close(file)
            return cls(None) if shared and error.errno != EAGAIN else None
        return cls(file)

    def release(self) -> None:
        """Let the writer remove the snapshot."""
        if self._file is not None:
            os.close(self._file)
            self._file = None


def lock_file(folder: Path) -> Path:
    """The file beside a folder that stands for it in locks."""
    return folder.with_name(folder.name + ".lock")
