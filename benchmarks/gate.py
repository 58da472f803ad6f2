"""The quality gate: F1 of every kind over the annotated articles, as ``kg build`` leaves the graph, against floors.

A gate tells that something broke. It does not tell how good the extraction is on other articles: the model of names
that ships has seen the annotated articles (``training/train_names.py``), so names, and all that is built on them,
score higher here than on news it has never seen. Numbers for that come from ``python -m benchmarks.quality --folds``.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from hashlib import sha256
from pathlib import Path
from typing import Any

from benchmarks.shared import ROOT, gold_files, scorer, shared

FLOORS = ROOT / "benchmarks" / "floors.json"


def fingerprint(files: list[Path]) -> str:
    """The first 16 hex digits of SHA-256 over names and contents: which corpus numbers were measured on."""
    digest = sha256()
    for file in sorted(files, key=lambda f: (f.parent.name, f.name)):
        digest.update(f"{file.parent.name}/{file.name}:{sha256(file.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()[:16]


def shortfalls(scores: dict[str, Any], floors: dict[str, Any]) -> list[str]:
    """Every floor that is not reached, in words."""
    found = [(kind, scores[kind]["f1"], floor) for kind, floor in floors["kinds"].items()]
    found.append(("mean", scores["mean"], floors["mean"]))
    return [f"{kind}: F1 {f1:.3f} is below its floor {floor:.3f}" for kind, f1, floor in found if f1 < floor]


def score(folder: Path, work: Path) -> dict[str, Any]:
    """The scores of a fresh build of the annotated articles."""
    build = [sys.executable, "-m", "kg.cli.main", "build", str(folder / "articles"), "-o", str(work / "output")]
    subprocess.run(build, check=False, timeout=1200)  # 1 where an article is refused: the score tells what that costs
    sys.argv = [
        "score.py",
        str(folder / "gold"),
        str(work / "output" / "graph.ttl"),
        "--json",
        str(work / "scores.json"),
    ]
    scorer().main()
    found: dict[str, Any] = json.loads((work / "scores.json").read_text("utf-8"))
    return found


def main() -> int:
    """Build, score, compare; 1 if a floor is not reached."""
    folder = shared()
    if folder is None:
        print("quality gate skipped: KG_SHARED names no folder with gold/ in it")
        return 0
    floors = json.loads(FLOORS.read_text("utf-8"))
    articles = [folder / "articles" / json.loads(f.read_text("utf-8"))["article"] for f in gold_files()]
    corpus = fingerprint([*gold_files(), *articles])
    with tempfile.TemporaryDirectory() as work:
        missed = shortfalls(score(folder, Path(work)), floors)
    print(f"corpus {corpus}, {len(articles)} articles, all of which the shipped model of names was trained on")
    if corpus != floors["corpus"]:
        print(f"the floors were set on another corpus, {floors['corpus']}")
    print("\n".join(missed) or "every floor is reached")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
