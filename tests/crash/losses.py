"""What a disk may do to a graph: a record with a bit that is another one, or none left, and the store gone with it."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterable
from pathlib import Path


def lose_records(files: Iterable[Path], chance: random.Random) -> None:
    """Let records be gone, or have a bit that is another one."""
    for file in files:
        content = bytearray(file.read_bytes())
        file.unlink()  # it may be a link to that of an earlier version, which stays as it is
        if chance.random() < 0.5:
            place = chance.randrange(len(content) - 100)  # at its end is the digest
            content[place] ^= 1 << chance.randrange(8)
            file.write_bytes(content)


def lose_store(output: Path) -> None:
    """Let there be no store, nor one that was to take its place."""
    for name in ("store", ".store.old", ".store.new"):
        shutil.rmtree(output / name, ignore_errors=True)
