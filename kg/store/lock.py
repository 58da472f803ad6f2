"""Who may have a store, or a snapshot of it, at the same time as others."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from errno import EACCES, EAGAIN, EINVAL, EISDIR, ELOOP, EPERM, EROFS
from pathlib import Path
from typing import Self

from kg.errors import StoreError
from kg.files import no_link, reason, unwritable

_HAS_LOCKS = os.name == "posix"


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
        if not _HAS_LOCKS:  # pragma: no cover - Windows
            return
        place = lock_file(folder)
        deadline = time.monotonic() + wait_s
        while True:
            try:
                place.parent.mkdir(parents=True, exist_ok=True)
                self._file = _to_share(place) if shared else _locked(place, os.O_RDWR | os.O_CREAT, shared=False)
                return
            except NotLockedError:
                if time.monotonic() >= deadline:
                    doing = "being built" if shared else "in use by another program"
                    raise StoreInUseError(f"{folder}: the store is {doing}; try again when that is done") from None
                time.sleep(0.05)
            except OSError as error:
                if isinstance(error, PermissionError) and not shared:
                    raise unwritable(folder, PermissionError(EACCES, "")) from None
                raise StoreError(f"{place}: cannot be locked: {reason(error)}") from error

    def release(self) -> None:
        """Let others have the store."""
        if self._file is not None:
            os.close(self._file)
            self._file = None


class NotLockedError(Exception):
    """A lock cannot be had: others have it, or the file system has none."""

    def __init__(self, error: OSError) -> None:
        super().__init__(str(error))
        self.is_taken = error.errno == EAGAIN


def _locked(place: Path, flags: int, *, shared: bool) -> int:
    """Open a file and lock it, without waiting.

    Who has a lock may remove its file. So a file counts only if it still has its name when it is locked: others would
    make a new one and lock that.

    Raises:
        NotLockedError: if it cannot be locked.
        OSError: as opening does.
    """
    import fcntl

    while True:
        file = no_link(place, flags, 0o644)
        try:
            fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except OSError as error:
            os.close(file)
            raise NotLockedError(error) from error
        if _is_called(file, place):
            return file
        os.close(file)


def _is_called(file: int, place: Path) -> bool:
    """Whether an open file is still the one of this name."""
    try:
        return os.path.samestat(os.fstat(file), place.lstat())
    except FileNotFoundError:
        return False


def _to_share(place: Path) -> int | None:
    """Lock a file that one may perhaps only read; None where it is missing and cannot be made.

    Raises:
        NotLockedError: if it cannot be locked.
        OSError: if it is there and cannot be read.
    """
    with suppress(FileNotFoundError):
        return _locked(place, os.O_RDONLY, shared=True)
    try:
        return _locked(place, os.O_RDONLY | os.O_CREAT, shared=True)
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
        if not _HAS_LOCKS:  # pragma: no cover - Windows
            return cls(None)
        place = lock_file(folder)
        try:
            return cls(_locked(place, os.O_RDONLY, shared=True))
        except NotLockedError as error:
            return None if error.is_taken else cls(None)
        except FileNotFoundError:
            pass
        except OSError as error:
            if error.errno not in (EINVAL, EISDIR, ELOOP):  # a pipe, a folder, a link
                raise
            return cls(None)
        try:
            return cls(_locked(place, os.O_RDONLY | os.O_CREAT, shared=True))
        except NotLockedError as error:
            return None if error.is_taken else cls(None)
        except OSError:
            return cls(None)

    @classmethod
    def removing(cls, folder: Path) -> Self | None:
        """Keep readers from a snapshot; None if somebody reads it.

        Who has it may remove the file of the lock before he releases it, and only then.

        Raises:
            OSError: if the lock cannot be made.
        """
        if not _HAS_LOCKS:  # pragma: no cover - Windows
            return cls(None)
        try:
            return cls(_locked(lock_file(folder), os.O_RDWR | os.O_CREAT, shared=False))
        except NotLockedError:
            return None

    def release(self) -> None:
        """Let the writer remove the snapshot."""
        if self._file is not None:
            os.close(self._file)
            self._file = None


def lock_file(folder: Path) -> Path:
    """The file beside a folder that stands for it in locks."""
    return folder.with_name(folder.name + ".lock")
