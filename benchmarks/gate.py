"""The quality gate: how right the facts of the annotated articles are, against floors, measured twice.

    python -m benchmarks.gate            # 1 if a floor is not reached
    python -m benchmarks.gate --raise    # floors at what is reached less 0.02, where that is more; none is lowered

``build`` scores the graph that ``kg build`` leaves. The model of names that ships has seen the annotated articles
(``training/train_names.py``), so this tells that something broke, not how good the extraction is on other articles:
for that there is ``python -m benchmarks.quality --folds``. ``given names`` takes the names from gold and scores the
other extractors, which learn nothing from any article.

There is a floor for F1 of each kind and for what ``kg eval`` measures beside it: kinds of quotes, former posts,
comparators, times, units, dates, repeats, aliases, what is no entity. On the corpus that the floors were set on (its
fingerprint stands with them), they are what was reached less 0.02, for the odd changed tie, and are only ever raised.
On any other corpus the least that the project promises holds.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from math import floor as whole
from pathlib import Path
from typing import Any

from benchmarks.shared import ROOT, gold_files, shared
from kg.evaluate import KINDS
from kg.evaluate.beside import OWN, SCORED

FLOORS = ROOT / "benchmarks" / "floors.json"
SLACK = 0.02
ALWAYS = ("of evidence, exact",)
"""What has no slack: it holds for every fact or is broken."""
OF_NAMES = ("entities", "of not_entities, avoided", "of aliases, right")
"""What gold gives in the run with given names."""
RUNS: Mapping[str, tuple[str, ...]] = {
    "build": ("mean", *KINDS, *SCORED, *OWN),
    "given names": tuple(n for n in ("mean", *KINDS, *SCORED, *OWN) if n not in OF_NAMES),
}
"""What is held to a floor in each run."""

Floors = dict[str, float]


def fingerprint(files: list[Path]) -> str:
    """The first 16 hex digits of SHA-256 over names and contents: which corpus numbers were measured on."""
    digest = sha256()
    for file in sorted(files, key=lambda f: (f.parent.name, f.name)):
        digest.update(f"{file.parent.name}/{file.name}:{sha256(file.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()[:16]


def reached(scores: Mapping[str, Any], name: str) -> float | None:
    """F1 of a kind, the mean, or the share beside them; None where there was nothing to measure."""
    if name == "mean":
        return float(scores[name])
    told = scores.get(name)
    if told is None or ("right" in told and not (told["right"] or told["missed"] or told["wrong"])):
        return None
    return float(told["f1"] if "f1" in told else told["accuracy"])


def shortfalls(scores: Mapping[str, Any], floors: Mapping[str, float], run: str) -> list[str]:
    """Every floor that is not reached, in words."""
    lines = []
    for name, floor in floors.items():
        value = reached(scores, name)
        what = f"{run}: {name}:{'' if name.startswith('of ') else ' F1'}"
        if value is None:
            lines.append(f"{what} nothing was found to measure, its floor is {floor:.3f}")
        elif value < floor:
            lines.append(f"{what} {value:.3f} is below its floor {floor:.3f}")
    return lines


def raised(scores: Mapping[str, Any], floors: Mapping[str, float], names: Iterable[str]) -> Floors:
    """The floors at what is reached less the slack, none lower than before."""
    new: Floors = {}
    for name in dict.fromkeys((*names, *floors)):
        value = reached(scores, name)
        least = 0.0 if value is None else whole(round((value - (0 if name in ALWAYS else SLACK)) * 1000, 6)) / 1000
        if value is not None or name in floors:
            new[name] = max(floors.get(name, 0.0), least, 0.0)
    return new


def build_scores(folder: Path, work: Path) -> dict[str, Any]:
    """The scores of a fresh build of the annotated articles."""
    kg = [sys.executable, "-m", "kg.cli.main"]
    output = str(work / "output")
    # 1 where an article is refused: the score tells what that costs
    subprocess.run([*kg, "build", str(folder / "articles"), "-o", output], check=False, timeout=1200)
    evaluate = [*kg, "eval", str(folder / "gold"), "-o", output, "--json"]
    done = subprocess.run(evaluate, stdout=subprocess.PIPE, encoding="utf-8", check=False, timeout=1200)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def given_names_scores(work: Path) -> dict[str, Any]:
    """The scores of the other extractors, with the names that gold gives."""
    scores = work / "given.json"
    quality = [sys.executable, "-m", "benchmarks.quality", "--names", "oracle", "--table", "--json", str(scores)]
    subprocess.run(quality, check=True, timeout=1200, cwd=ROOT)
    found: dict[str, Any] = json.loads(scores.read_text("utf-8"))
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Build, score, compare; 1 if a floor is not reached."""
    options = _options(arguments)
    folder = shared()
    if folder is None:
        print("quality gate skipped: KG_SHARED names no folder with gold/ in it")
        return 0
    floors = json.loads(options.floors.read_text("utf-8"))
    articles = [folder / "articles" / json.loads(f.read_text("utf-8"))["article"] for f in gold_files()]
    corpus = fingerprint([*gold_files(), *articles])
    known = corpus == floors["corpus"]
    if options.raise_ and not known and not options.new_corpus:
        print(f"the floors were set on another corpus, {floors['corpus']}; --new-corpus sets them anew for {corpus}")
        return 2
    with tempfile.TemporaryDirectory() as work:
        scores = {"build": build_scores(folder, Path(work)), "given names": given_names_scores(Path(work))}
    print(f"corpus {corpus}, {len(articles)} articles; the shipped model of names was trained on them")
    if options.raise_:
        return _raise(options.floors, {**floors, "corpus": corpus}, scores, known)
    if not known:
        print(f"the floors were set on another corpus, {floors['corpus']}: only the promised least is asked for")
    missed = [
        line for run, found in scores.items() for line in shortfalls(found, floors[run if known else "anywhere"], run)
    ]
    print("\n".join(missed) or "every floor is reached")
    return 1 if missed else 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--raise", dest="raise_", action="store_true", help="raise the floors to what is reached")
    parser.add_argument("--new-corpus", action="store_true", help="with --raise: set them anew, on another corpus")
    parser.add_argument("--floors", type=Path, default=FLOORS, help="the file of the floors")
    return parser.parse_args(arguments)


def _raise(file: Path, floors: dict[str, Any], scores: Mapping[str, Any], known: bool) -> int:
    """Write higher floors, and say which; 1 if one is not reached, which stays."""
    missed = []
    for run, names in RUNS.items():
        before = floors[run] if known else {}
        missed += shortfalls(scores[run], before, run)
        floors[run] = raised(scores[run], before, names)
        for name, floor in floors[run].items():
            if floor > before.get(name, 0.0):
                print(f"{run}: {name}: {before.get(name, 0.0):.3f} → {floor:.3f}")
    file.write_text(json.dumps(floors, indent=2) + "\n", "utf-8")
    print("\n".join(missed) or "every floor is reached")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
