"""axe-core, from where the scripts' own packages are: what keeps people out of a page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from window import Window

_SOURCE = Path(__file__).resolve().parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
_RUN = """() => axe.run(document, { resultTypes: ["violations"] }).then((found) => JSON.stringify(found.violations
  .filter((v) => v.impact === "serious" || v.impact === "critical")
  .map((v) => [v.id, ...v.nodes.slice(0, 5).map(
    (n) => n.target.join(" ") + ": " + (n.any[0] ?? n.all[0] ?? {}).message)])))"""


def faults(window: Window) -> list[Any]:
    """The serious and critical faults of what is seen now; skips the test where axe-core is not here."""
    if not _SOURCE.exists():
        pytest.skip("axe-core is not here: run `npm ci --ignore-scripts` in web/")
    if not window.run("() => 'axe' in window"):
        window.run(_SOURCE.read_text("utf-8"))
    return list(json.loads(window.run(_RUN)))
