"""Where the annotated articles are, and the rules that score a graph against them.

They are not part of the project: ``KG_SHARED`` names their folder (default ``../shared``, beside the project).
"""

from __future__ import annotations

import importlib.util
import json
import os
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


def shared() -> Path | None:
    """The folder of annotated articles, or None where it is absent."""
    folder = Path(os.environ.get("KG_SHARED", ROOT.parent / "shared"))
    return folder if (folder / "gold").is_dir() else None


@cache
def scorer() -> ModuleType:
    """The module ``score.py`` of the shared folder."""
    folder = shared()
    if folder is None:
        raise SystemExit("KG_SHARED names no folder with gold/ in it: nothing to score against")
    spec = importlib.util.spec_from_file_location("score", folder / "score" / "score.py")
    if spec is None or spec.loader is None:
        raise SystemExit(f"{folder}: score/score.py cannot be loaded")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def gold_files() -> list[Path]:
    """The gold files, sorted by name; empty where there are none."""
    folder = shared()
    return sorted((folder / "gold").glob("*.json")) if folder else []


def gold_articles() -> dict[str, dict[str, Any]]:
    """Gold by the file name of its article."""
    return {g["article"]: g for g in (json.loads(f.read_text("utf-8")) for f in gold_files())}
