"""``python -m fuzz``: the targets, one of them, or all of them, for so many seconds."""

from __future__ import annotations

import argparse
import importlib.util
import json
import subprocess
import sys
from pathlib import Path

from fuzz.findings import fault_of, smallest
from fuzz.structured import explore
from fuzz.target import NAMES, kept, target

_GUIDED_SHARE = 0.75


def main() -> int:
    """The command; 1 where something was found."""
    asked = _asked()
    if asked.smallest:
        return _make_small(asked.target, asked.smallest)
    names = NAMES if asked.all else (asked.target,) if asked.target else ()
    if not names:
        for name in NAMES:
            print(f"{name:12} {target(name).promise}")
        return 0
    found = [_one(name, asked.seconds / len(names), asked.work, asked.engine, asked.seed) for name in names]
    return int(any(found))


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__)
    parser.add_argument("target", nargs="?", choices=NAMES)
    parser.add_argument("--all", action="store_true", help="every target, one after the other")
    parser.add_argument("--seconds", type=float, default=60, help="how long in all (60)")
    parser.add_argument("--engine", choices=("both", "guided", "structured"), default="both")
    parser.add_argument("--seed", type=int, default=0, help="of the structured inputs: the same gives the same inputs")
    parser.add_argument("--work", type=Path, default=Path(".fuzz"), help="where what is found goes (.fuzz)")
    parser.add_argument("--smallest", type=Path, metavar="FILE", help="make an input that shows a fault smaller")
    return parser.parse_args()


def _one(name: str, seconds: float, work: Path, engine: str, seed: int) -> int:
    """One target with one engine or both; gives back how many faults there are."""
    replayed = _replayed(name)
    checked, found = [], dict(replayed)
    has_guide = importlib.util.find_spec("atheris") is not None
    if engine != "structured" and has_guide:
        count, faults = _guided(name, seconds * (_GUIDED_SHARE if engine == "both" else 1), work)
        checked.append(f"{count} guided")
        found |= faults
    if engine != "guided" or not has_guide:
        count, findings = explore(name, seconds * (1 - _GUIDED_SHARE if checked else 1), work, seed)
        checked.append(f"{count} structured")
        found |= {named: str(file) for named, file in findings.known.items()}
    print(f"{name}: {', '.join(checked)} inputs checked; {len(found) or 'no'} faults", flush=True)
    for named, file in found.items():
        print(f"  {named}\n    {file}", flush=True)
    return len(found)


def _replayed(name: str) -> dict[str, str]:
    """The faults that inputs show which are kept."""
    found = {}
    for file in kept(name):
        if named := fault_of(target(name), file.read_bytes()):
            found[named] = str(file)
    return found


def _guided(name: str, seconds: float, work: Path) -> tuple[int, dict[str, str]]:
    folder = work / name
    folder.mkdir(parents=True, exist_ok=True)
    told = folder / "guided.json"
    told.unlink(missing_ok=True)
    command = [sys.executable, "-m", "fuzz.guided", name, str(max(1, round(seconds))), str(work)]
    with (folder / "guided.log").open("wb") as log:
        status = subprocess.run(command, stdout=log, stderr=log, check=False).returncode
    result = json.loads(told.read_text("utf-8")) if told.is_file() else {}
    faults: dict[str, str] = dict(result.get("found", {}))
    if status != 0:
        faults[f"the process ended with status {status}"] = str(folder / "guided.log")
    return int(result.get("checked", 0)), faults


def _make_small(name: str, file: Path) -> int:
    data = smallest(target(name), file.read_bytes())
    small = file.with_suffix(".small")
    small.write_bytes(data)
    print(f"{file.stat().st_size} → {len(data)} bytes: {small}\n{data!r}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
