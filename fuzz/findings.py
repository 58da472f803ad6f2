"""What runs find: each fault once, with the input that shows it, as small as it can be made."""

from __future__ import annotations

import hashlib
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from fuzz.target import Finding, Target


class Slow(Finding):
    """An input takes longer than its length allows."""


def run(target: Target, data: bytes, timed: bool = True) -> None:
    """Check one input, and how long that takes.

    Raises:
        Slow: if it takes too long, three times in a row.
        BaseException: whatever the check raises; Rust's panics are no :class:`Exception`.
    """
    allowed = target.seconds + len(data) * target.seconds_a_byte
    for _ in range(3):
        started = time.process_time()
        target.check(data)
        taken = time.process_time() - started
        if not timed or taken <= allowed:
            return
    raise Slow(f"{taken:.1f} s for {len(data)} bytes")


def fault(error: BaseException) -> str:
    """What makes two faults one: the kind of error, and the innermost place in kg, or the promise that is broken."""
    if isinstance(error, Slow):
        return "Slow"
    if isinstance(error, Finding):
        return f"Finding: {str(error)[:60]}"
    frames = [f for f in traceback.extract_tb(error.__traceback__) if "/kg/" in f.filename or "/fuzz/" in f.filename]
    place = f"{frames[-1].filename.rpartition('/kg/')[2]}:{frames[-1].name}" if frames else "?"
    return f"{type(error).__name__} in {place}"


class Findings:
    """The faults found, each kept as a file with its input.

    Args:
        folder: where the files go.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.known: dict[str, Path] = {}

    def attempt(self, target: Target, data: bytes) -> BaseException | None:
        """Check one input; gives back the error of a fault that was not known before."""
        try:
            run(target, data)
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:  # Rust's panics too
            named = fault(error)
            if named in self.known:
                return None
            self.keep(named, data, error)
            return error
        return None

    def keep(self, named: str, data: bytes, error: BaseException) -> None:
        """Write a fault down: the input, and the traceback beside it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        file = self.folder / hashlib.sha256(named.encode()).hexdigest()[:12]
        file.write_bytes(data)
        told = "".join(traceback.format_exception(error))[-6000:]
        file.with_suffix(".txt").write_text(f"{named}\n\n{told}", "utf-8", "backslashreplace")
        self.known[named] = file


def smallest(target: Target, data: bytes, seconds: float = 20.0) -> bytes:
    """An input that shows the same fault and has nothing left to take away, as far as the time goes."""
    wanted = fault_of(target, data)
    if wanted is None:
        return data
    return _reduced(data, lambda some: fault_of(target, some) == wanted, time.monotonic() + seconds)


def _reduced(data: bytes, shows: Callable[[bytes], bool], until: float) -> bytes:
    piece = max(1, len(data) // 2)
    while piece and time.monotonic() < until:
        at, before = 0, len(data)
        while at < len(data) and time.monotonic() < until:
            shorter = data[:at] + data[at + piece :]
            if shows(shorter):
                data = shorter
            else:
                at += piece
        if piece == 1 and len(data) == before:
            break
        piece = max(1, piece // 2)
    return data


def fault_of(target: Target, data: bytes) -> str | None:
    """The fault that an input shows; None if it shows none."""
    try:
        run(target, data)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:
        return fault(error)
    return None
