"""What tests share: the examples built once, a folder of invented articles, the command run as a user runs it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.shared import shared

ROOT = Path(__file__).resolve().parent.parent
Run = Callable[..., "subprocess.CompletedProcess[str]"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that need the annotated articles are skipped, with the reason, where those are absent."""
    if shared() is None:
        absent = pytest.mark.skip(reason="KG_SHARED names no folder with gold/ in it")
        for item in items:
            if item.get_closest_marker("shared"):
                item.add_marker(absent)


@pytest.fixture(scope="session")
def examples() -> Path:
    """The folder of examples."""
    return ROOT / "examples"


@pytest.fixture(scope="session")
def kg() -> Run:
    """The command ``kg``, in a process of its own; ``code`` is the exit status expected of it."""

    def run(*arguments: str | Path, code: int | None = 0, **options: object) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "PYTHONUTF8": "1", **options.pop("env", {})}  # type: ignore[dict-item]
        done = subprocess.run(
            [sys.executable, "-m", "kg.cli.main", *map(str, arguments)],
            capture_output=True,
            encoding="utf-8",
            timeout=300,
            env=environment,
            stdin=None if "input" in options else subprocess.DEVNULL,
            **options,
        )
        assert code is None or done.returncode == code, f"exit {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done

    return run


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, kg: Run, examples: Path) -> Path:
    """The output folder of a build of the examples. For reading only: tests that change it copy it first."""
    output = tmp_path_factory.mktemp("built") / "output"
    kg("build", examples, "-o", output)
    return output
