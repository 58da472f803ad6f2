"""libFuzzer over a target, in a process of its own: ``python -m fuzz.guided TARGET SECONDS WORK``.

A fault does not end the run: it is written down once, and the run goes on. Only what ends the process itself (a crash
of a library, an input that takes a minute, too much memory) ends it.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from fuzz.findings import Findings
from fuzz.target import CORPUS, Target, target

_HANGS_S = 60
_MEMORY_MB = 4096


def main() -> None:
    """Run until the time is over; what is found and how many inputs were checked is in ``WORK/TARGET``."""
    import atheris  # type: ignore[import-untyped]

    name, seconds, folder = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]) / sys.argv[1]
    with atheris.instrument_imports(include=_code(name), enable_loader_override=False):
        chosen = target(name)
        for module in chosen.code:
            __import__(module)
    findings = Findings(folder / "found")
    told = _Told(folder / "guided.json", findings)

    def one(data: bytes) -> None:
        findings.attempt(chosen, data)
        told.another()

    atheris.Setup([sys.argv[0], *_options(chosen, seconds, folder), str(_seeds(name))], one)
    atheris.Fuzz()


def _code(name: str) -> list[str]:
    """What is to be instrumented, read from the source: importing the target would be too early."""
    import ast

    tree = ast.parse((Path(__file__).parent / "targets" / f"{name}.py").read_text("utf-8"))
    calls = [n for n in ast.walk(tree) if isinstance(n, ast.Call) and getattr(n.func, "id", "") == "Target"]
    return [str(item.value) for item in calls[0].args[3].elts]  # type: ignore[attr-defined]


def _options(chosen: Target, seconds: int, folder: Path) -> list[str]:
    grown, words = folder / "grown", folder / "words.dict"
    grown.mkdir(parents=True, exist_ok=True)
    quoted = ("".join(f"\\x{byte:02x}" for byte in token.encode("utf-8", "replace")) for token in chosen.tokens)
    words.write_text("".join(f'"{word}"\n' for word in dict.fromkeys(quoted)), "ascii")
    return [
        f"-max_total_time={seconds}",
        f"-max_len={chosen.longest}",
        f"-timeout={_HANGS_S}",
        f"-rss_limit_mb={_MEMORY_MB}",
        f"-dict={words}",
        f"-artifact_prefix={folder}/ended-",
        "-len_control=0",
        "-print_final_stats=1",
        str(grown),
    ]


def _seeds(name: str) -> Path:
    folder = CORPUS / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder


class _Told:
    """What a run has done so far, in a file: libFuzzer ends the process without another word."""

    def __init__(self, file: Path, findings: Findings) -> None:
        self._file, self._findings = file, findings
        self._count, self._next = 0, 0.0

    def another(self) -> None:
        """One more input is checked."""
        self._count += 1
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + 1
            known = {named: str(file) for named, file in self._findings.known.items()}
            self._file.write_text(json.dumps({"checked": self._count, "found": known}), "utf-8")


if __name__ == "__main__":
    main()
