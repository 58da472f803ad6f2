"""Files that are there whole or not at all, and what is said where the system refuses them."""

from __future__ import annotations

import errno
import json
import os
import re
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kg.errors import StoreError

UNFINISHED = ".unfinished-"
"""What the name of a file begins with that is being written: whoever is killed meanwhile leaves it so."""
_UNFINISHED = re.compile(rf"{re.escape(UNFINISHED)}(?:[0-9]+-[0-9a-f]{{8}}-)?(.+)", re.DOTALL)
LARGEST = 1 << 30
"""How many bytes a file of ours has at most that is read as a whole,"""
LARGEST_TEXT = 1 << 28
"""and the text of an article,"""
LARGEST_NOTE = 1 << 20
"""and one that only says which layout, which snapshot, which server."""
_LONGEST = 200
_CHUNK = 1 << 20
_AGAIN = "and run the same command again"
_FULL = f"no space left on the device; free some {_AGAIN}"
_SAID = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: f"no space left, the disk quota is used up; free some {_AGAIN}",
    errno.EFBIG: f"it would become larger than this system allows; raise that limit (ulimit -f) {_AGAIN}",
    errno.EACCES: f"no permission; change that, or be another user, {_AGAIN}",
    errno.EPERM: f"no permission; change that, or be another user, {_AGAIN}",
    errno.EROFS: f"the file system is read-only; make it writable, or name a folder elsewhere, {_AGAIN}",
    errno.EISDIR: f"a folder is in its place; move that away {_AGAIN}",
    errno.ENOTEMPTY: f"a folder is in its place; move that away {_AGAIN}",
    errno.ENOTDIR: f"a file is in the place of a folder; move that away {_AGAIN}",
    errno.EEXIST: f"a file is in the place of a folder; move that away {_AGAIN}",
    errno.ELOOP: f"it is a symbolic link, which kg leaves none of; put a file in its place {_AGAIN}",
    errno.EMFILE: f"too many files are open; allow more (ulimit -n) {_AGAIN}",
    errno.EIO: "the disk has a fault; look at the system's log, and restore a backup to another disk",
}
_TOLD = {
    "no space left": errno.ENOSPC,
    "is full": errno.ENOSPC,
    "disk quota": errno.EDQUOT,
    "file too large": errno.EFBIG,
    "permission denied": errno.EACCES,
    "read-only file system": errno.EROFS,
    "readonly database": errno.EACCES,
    "too many open files": errno.EMFILE,
}
"""What libraries say that give no number."""


def reason(error: BaseException) -> str:
    """What the system refused, and what to do about it, in one line.

    >>> reason(OSError(28, "No space left on device"))
    'no space left on the device; free some and run the same command again'
    """
    if said := _SAID.get(_number(error)):
        return said
    return str(getattr(error, "strerror", None) or str(error) or type(error).__name__).splitlines()[0]


def garbled(error: BaseException) -> str:
    """What is wrong with the content of a file of JSON, in a few words and none of Python's.

    >>> garbled(KeyError("layout"))
    '«layout» is missing'
    """
    if isinstance(error, OSError):
        return reason(error)
    if isinstance(error, json.JSONDecodeError):
        return f"no JSON from line {error.lineno}, column {error.colno} on"
    if isinstance(error, UnicodeDecodeError):
        return f"no UTF-8 from byte {error.start} on"
    if isinstance(error, KeyError):
        return f"«{error.args[0]}» is missing"
    if isinstance(error, TypeError | AttributeError):
        return "its parts are of the wrong kind"
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    return str(error).partition("\n")[0]


def is_refusal(error: BaseException) -> bool:
    """Whether the system refused something, for want of space or of a right, so that nothing is damaged."""
    return _number(error) in _SAID


def _number(error: BaseException) -> int:
    """The system's number of an error; 0 if there is none."""
    said = str(error).casefold()
    return getattr(error, "errno", None) or next((n for words, n in _TOLD.items() if words in said), 0)


def unwritable(path: Path | str, error: BaseException) -> StoreError:
    """The error that tells that a file or folder cannot be written."""
    return StoreError(f"{path}: cannot be written: {reason(error)}")


@contextmanager
def whole_file(path: Path, follows: bool = True) -> Iterator[Path]:
    """A file to write in place of ``path``, which is as it was until the block ends well, and on the disk then.

    Of two that write one file at the same time the last one wins, whole. What is no file of a disk, such as a pipe, is
    written itself.

    Args:
        path: the file.
        follows: whether a link stays one, and what it leads to is replaced; else the link itself is.

    Raises:
        StoreError: if the system refuses anything within.
    """
    target = Path(os.path.realpath(path)) if follows and path.is_symlink() else path
    try:
        if target.is_dir() and not (target.is_symlink() and not follows):
            raise IsADirectoryError(errno.EISDIR, "Is a directory")
        if follows and target.exists() and not target.is_file():
            yield target
            return
        if follows:  # folders of our own are swept as a whole
            sweep(target.parent, target.name)
        with _unfinished(target) as temporary:
            yield temporary
            sync(temporary)
            temporary.replace(target)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise unwritable(path, error) from error


def no_link(path: str | Path, flags: int, mode: int = 0o666) -> int:
    """An opener of files of our own: never a symbolic link, whatever it leads to, a pipe or a device; it never waits.

    Raises:
        OSError: as opening does, and where there is no such file but something else.
    """
    more = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
    handle = os.open(path, flags | more | getattr(os, "O_BINARY", 0), mode)
    try:
        demand_file(os.fstat(handle).st_mode)
    except BaseException:
        os.close(handle)
        raise
    return handle


def demand_file(mode: int) -> None:
    """Make sure that something is a file of a disk, as its mode tells that ``os.lstat`` gives.

    Raises:
        OSError: if it is a link, a folder, a pipe, a device or the like.
    """
    if stat.S_ISREG(mode):
        return
    if stat.S_ISLNK(mode):
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    raise OSError(errno.EINVAL, "it is a pipe or a device, which kg leaves none of; put a file in its place")


def demand_own(folder: Path) -> None:
    """Make sure that a folder of our own has nothing but files and folders in it, for others that open what lies there.

    It costs a look at the names (some 20 µs for those of a store). What lies in the folders within is not looked at.

    Raises:
        OSError: if there is no such folder, or a link, a pipe or a device lies in it, which is named.
    """
    with os.scandir(folder) as entries:
        for entry in entries:
            if not (entry.is_file(follow_symlinks=False) or entry.is_dir(follow_symlinks=False)):
                try:
                    demand_file(entry.stat(follow_symlinks=False).st_mode)
                except OSError as error:
                    raise OSError(error.errno, error.strerror, entry.path) from None


@contextmanager
def _unfinished(target: Path) -> Iterator[Path]:
    """A new file beside the target, with a name that nobody else has; locked, for :func:`sweep` to see its owner."""
    name = target.name.encode()[:_LONGEST].decode("utf-8", "ignore")
    while True:
        file = target.with_name(f"{UNFINISHED}{os.getpid()}-{secrets.token_hex(4)}-{name}")
        handle = os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0), 0o666)
        if _is_ours(handle) and file.exists():
            break
        os.close(handle)  # one who sweeps was faster
    try:
        yield file
    finally:
        os.close(handle)
        with suppress(OSError):
            file.unlink(missing_ok=True)


def _is_ours(handle: int) -> bool:
    """Whether nobody else has an open file locked; where the system has no such locks that is taken to be so."""
    try:
        import fcntl
    except ImportError:  # pragma: no cover - Windows
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks
        return True
    return True


def unfinished(name: str) -> str:
    """The name of the file that one of this name was to become; empty if it was to become none.

    >>> unfinished(".unfinished-12-0123abcd-graph.ttl")
    'graph.ttl'
    """
    found = _UNFINISHED.fullmatch(name)
    return found[1] if found else ""


def sync(file: Path) -> None:
    """Have a file on the disk, or the names in a folder, as far as the system can say so.

    Raises:
        OSError: if the disk does not take it.
    """
    try:
        handle = os.open(file, os.O_RDONLY)
    except PermissionError:  # a folder, on Windows
        return
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # a file system that has nothing to do
            raise
    finally:
        os.close(handle)


def is_same(file: Path, other: Path) -> bool:
    """Whether these are names of one file; False if either is missing."""
    try:
        return file.samefile(other)
    except OSError:
        return False


def listed(folder: Path) -> list[Path]:
    """What lies in a folder; nothing if there is none."""
    return list(folder.iterdir()) if folder.is_dir() else []


def listed_own(folder: Path) -> list[Path]:
    """What lies in a folder that we made; nothing if there is none, or a link in its place."""
    return [] if folder.is_symlink() else listed(folder)


def read_own(file: Path, most: int = LARGEST) -> bytes:
    """What a file holds that we wrote, which is neither a link, nor a pipe, nor a device (10 µs for one of 6 kB).

    A folder that somebody sent may hold links to files of the one who opens it, and pages would show what those hold;
    or pipes, which would keep him waiting for ever.

    Args:
        file: the file.
        most: how many bytes it may have.

    Raises:
        OSError: as reading does, where it is no such file, or a larger one.
    """
    handle = no_link(file, os.O_RDONLY)
    try:
        size = os.fstat(handle).st_size
        content = os.read(handle, size + 1) if size <= most else b""
        while size <= most and (more := os.read(handle, _CHUNK)):  # it grows, or was given in parts
            content += more
            size = len(content)
    finally:
        os.close(handle)
    if size > most:
        raise OSError(errno.EINVAL, f"it is larger than any that kg writes, which has {most:,} bytes at most")
    return content


def write_whole(file: Path, content: bytes) -> None:
    """Put ``content`` into ``file`` to stay: readers see the file as it was or as it will be, never a part.

    A link in its place is replaced, and what it leads to is left alone.

    Raises:
        StoreError: as :func:`whole_file`.
    """
    with whole_file(file, follows=False) as temporary, temporary.open("wb") as stream:
        stream.write(content)


def sweep(folder: Path, name: str = "") -> None:
    """Remove what was being written in a folder by those who were killed; what others are writing stays.

    Args:
        folder: the folder.
        name: of the file that was being written; without it all such files go.
    """
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            of = unfinished(entry.name)
            if (of == name if name else of) and entry.is_file(follow_symlinks=False):
                _remove_left(Path(entry.path))


def _remove_left(file: Path) -> None:
    with suppress(OSError):
        handle = os.open(file, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0))
        try:
            if _is_ours(handle):
                file.unlink()
        finally:
            os.close(handle)
