"""SHACL on a whole graph: our reading of the shapes beside pyshacl and pyrudof, on the same triples in one run.

    python -m benchmarks.shacl output                       # a folder that `kg build` filled
    python -m benchmarks.shacl output --python venv/bin/python   # one where pyrudof and pyshacl are installed

Each runs in a process of its own, which tells its CPU time for reading and for checking, its peak memory, and how many
nodes it found at fault with one label taken away (all must find that one). Times depend on the machine; how they stand
to each other says more.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

BROKEN = " <https://w3id.org/newskg/ns#attribution> "
"""The property that one claim loses before the measurement: who finds nothing then has not looked."""

# what runs in the other process: read(file, shapes) → state, check(state) → number of faults
OURS = """
from kg.publish.nodes import Nodes
from kg.publish.shacl import Shapes, violations
from kg.rdf import Statement
def read(file, shapes):
    with open(file, encoding="utf-8") as lines:
        return Nodes(Statement(line.rstrip("\\n")) for line in lines), Shapes(open(shapes, encoding="utf-8").read())
def check(state):
    return len({node for node, _ in violations(*state)})
"""
OURS_EACH = """
from itertools import groupby
from kg.publish.nodes import Nodes
from kg.publish.shacl import Shapes, violations
from kg.rdf import Statement
def read(file, shapes):
    return file + "s", Shapes(open(shapes, encoding="utf-8").read())
def check(state):
    file, shapes = state
    found = set()
    with open(file, encoding="utf-8") as lines:
        for _, group in groupby(lines, lambda line: line.rstrip().rsplit(" ", 2)[1]):
            nodes = Nodes(Statement(line.rstrip().rsplit(" ", 2)[0] + " .") for line in group)
            found.update(node for node, _ in violations(nodes, shapes))
    return len(found)
"""
PYSHACL = """
import rdflib, warnings
warnings.simplefilter("ignore")
def read(file, shapes):
    return rdflib.Graph().parse(file, format="nt"), rdflib.Graph().parse(shapes, format="turtle")
def check(state):
    import pyshacl
    _, report, _ = pyshacl.validate(state[0], shacl_graph=state[1])
    return len(set(report.objects(None, rdflib.URIRef("http://www.w3.org/ns/shacl#focusNode"))))
"""
PYRUDOF = """
import pyrudof
def read(file, shapes):
    made = pyrudof.Rudof(pyrudof.RudofConfig())
    made.read_data(open(file, encoding="utf-8").read(), pyrudof.RDFFormat.NTriples)
    made.read_shacl(open(shapes, encoding="utf-8").read(), pyrudof.ShaclFormat.Turtle)
    return made
def check(state):
    return len({str(v.focus_node) for v in state.validate_shacl()})
"""
ENGINES = {
    "ours, all triples at once": OURS,
    "ours, article by article": OURS_EACH,
    "pyshacl": PYSHACL,
    "pyrudof": PYRUDOF,
}
_MEASURE = """
import json, re, sys, time
start = time.process_time()
state = read(sys.argv[1], sys.argv[2])
read_s = time.process_time() - start
found = check(state)
check_s = time.process_time() - start - read_s
peak = int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) >> 10
print(json.dumps({"read_s": read_s, "check_s": check_s, "peak_mb": peak, "found": found}))
"""


def dumped(output: Path, folder: Path) -> tuple[Path, int]:
    """All triples of the graph in a file, one name for each entity; beside it (``…s``) the same with their graphs."""
    from kg.pipeline import open_store
    from kg.publish.serialise import write_file

    triples, quads = folder / "data.nt", folder / "data.nts"
    with open_store(output) as store:
        write_file(store, "ntriples", triples)
        write_file(store, "nquads", quads)
    lost = next(line for line in _lines(triples) if BROKEN in line)
    for file, gone in ((triples, lost.rstrip()[:-2]), (quads, lost.rstrip()[:-2])):
        left = [line for line in _lines(file) if not line.startswith(gone)]
        file.write_text("".join(left), "utf-8")
    return triples, sum(1 for _ in _lines(triples))


def _lines(file: Path) -> list[str]:
    return file.read_text("utf-8").splitlines(keepends=True)


def measured(engine: str, python: str, data: Path, shapes: Path) -> dict[str, float]:
    """What an engine took, in a process of its own."""
    command = [python, "-c", ENGINES[engine] + _MEASURE, str(data), str(shapes)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        return {"failed": 1.0, "why": done.stderr.strip().splitlines()[-1]}  # type: ignore[dict-item]
    told: dict[str, float] = json.loads(done.stdout)
    return told


def main(say: Callable[[str], None] = print) -> None:
    """Measure all of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("output", type=Path)
    parser.add_argument("--python", default=sys.executable, help="the interpreter that has pyshacl and pyrudof")
    asked = parser.parse_args()
    shapes = Path(__file__).resolve().parent.parent / "schemas" / "shapes.ttl"
    with tempfile.TemporaryDirectory() as folder:
        data, count = dumped(asked.output, Path(folder))
        say(f"{count} triples, one claim without its attribution")
        say("| engine | read, CPU s | check, CPU s | peak MB | nodes at fault |\n|---|---|---|---|---|")
        for engine in ENGINES:
            python = sys.executable if engine.startswith("ours") else asked.python
            told = measured(engine, python, data, shapes)
            if "failed" in told:
                say(f"| {engine} | – | – | – | {told['why']} |")
                continue
            row = f"{told['read_s']:.2f} | {told['check_s']:.2f} | {told['peak_mb']:.0f} | {told['found']:.0f}"
            say(f"| {engine} | {row} |")


if __name__ == "__main__":
    main()
