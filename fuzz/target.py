"""What a target is, and what it raises when kg breaks a promise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

CORPUS = Path(__file__).with_name("corpus")
"""The inputs that are kept: seeds, and what once broke a promise, in a folder for each target."""

NAMES = (
    "answers",
    "archives",
    "extraction",
    "guard",
    "page",
    "reading",
    "records",
    "requests",
    "search",
    "settings",
    "site",
    "statements",
    "terminal",
    "text",
    "writers",
)


class Finding(AssertionError):  # noqa: N818 - it is what is found, and no error of ours
    """A promise is broken."""


def must(holds: object, promise: str) -> None:
    """Raise where a promise does not hold."""
    if not holds:
        raise Finding(promise)


@dataclass(frozen=True, slots=True)
class Target:
    """A place where kg takes what others wrote.

    Attributes:
        promise: what is held against every input, in one line.
        check: takes an input; raises :class:`Finding`, or whatever it is that kg should not have raised.
        cases: gives the strategy that makes inputs of the usual form.
        code: the modules whose coverage leads libFuzzer.
        tokens: what inputs are likely to hold.
        longest: bytes of an input.
        seconds: what one input may take, and
        seconds_a_byte: what each of its bytes adds to that.
    """

    promise: str
    check: Callable[[bytes], None]
    cases: Callable[[], SearchStrategy[bytes]]
    code: tuple[str, ...]
    tokens: tuple[str, ...] = ()
    longest: int = 2048
    seconds: float = 1.0
    seconds_a_byte: float = 0.001


def target(name: str) -> Target:
    """The target with this name."""
    found: Target = import_module(f"fuzz.targets.{name}").TARGET
    return found


def kept(name: str) -> list[Path]:
    """The inputs that are kept for a target, sorted."""
    folder = CORPUS / name
    return sorted(file for file in folder.iterdir() if file.is_file()) if folder.is_dir() else []
