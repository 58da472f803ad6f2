"""What an output folder holds, and what is wrong with it.

:func:`read` looks at everything without changing anything, in a process that may open stores; :func:`faults` holds
what it saw against what builds without interruption gave.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from crash.corpus import file_name, marked, number_of, published

State = dict[str, Any]
HISTORY = "graph/revisions"
_OWN = {
    "store",
    "layout.json",
    "store.lock",
    "snapshots",
    "texts",
    "annotations",
    "revisions",
    "graph.ttl",
    "graph.html",
    "report.json",
}
_RECORD, _TEXT = re.compile(r"[0-9a-f]{16}\.json"), re.compile(r"[0-9a-f]{64}\.txt")
_EARLIER = re.compile(r"[0-9]{6}-[0-9a-f]{64}\.json")


def read(output: str) -> State:
    """Everything that there is."""
    from kg.store.snapshots import open_current

    folder = Path(output)
    state: State = {"records": _records(folder), "revisions": _revisions(folder)}
    state |= {"litter": _litter(folder), "files": _files(folder)}
    is_there = (folder / "store" / "CURRENT").is_file() and not (folder / "store.loading").exists()
    state["store"] = _store(folder / "store") if is_there else None
    state["readers"] = None
    if (folder / "snapshots" / "current").is_file():
        with open_current(folder / "store") as store:
            state["readers"] = _graphs(store)
            state["index"] = _index(store) if store.identity else None
    return state


def _records(folder: Path) -> State:
    """The kept articles: which version of each, and whether the record and the text are whole."""
    found: State = {}
    for file in sorted((folder / "annotations").glob("*.json")) if (folder / "annotations").is_dir() else ():
        if not _RECORD.fullmatch(file.name):
            continue
        content = file.read_bytes()
        record = json.loads(content)  # or it is not whole
        text = (folder / "texts" / f"{record['sha256']}.txt").read_bytes()
        assert hashlib.sha256(text).hexdigest() == record["sha256"], f"{file}: its text is not whole"
        number, version = marked(record["article"]["published"]) or (-1, -1)
        graph = record["version"]
        digest = hashlib.sha256(content).hexdigest()
        found[record["article"]["source_file"]] = [number, version, graph, digest]
    return found


def _revisions(folder: Path) -> list[list[int]]:
    """Number and version of every earlier version that is kept, the oldest of each article first."""
    found = []
    for file in sorted((folder / "revisions").glob("*/[0-9]*.json")):
        record = json.loads(file.read_bytes())
        text = (folder / "texts" / f"{record['sha256']}.txt").read_bytes()
        assert hashlib.sha256(text).hexdigest() == record["sha256"], f"{file}: its text is not whole"
        found.append(list(marked(record["article"]["published"]) or (-1, -1)))
    return sorted(found, key=lambda mark: mark[0])


def _litter(folder: Path) -> list[str]:
    """What a command has no business to leave, now that it has ended."""
    found = [file.name for file in folder.iterdir() if file.name not in _OWN] if folder.is_dir() else []
    for inner, name in (("annotations", _RECORD), ("texts", _TEXT)):
        if (folder / inner).is_dir():
            found += [f"{inner}/{f.name}" for f in (folder / inner).iterdir() if not name.fullmatch(f.name)]
    for file in (folder / "revisions").glob("*/*"):
        if not _EARLIER.fullmatch(file.name):
            found.append(f"revisions/{file.name}")
    snapshots = folder / "snapshots"
    if (snapshots / "current").is_file():
        newest = (snapshots / "current").read_text("ascii").strip()
        expected = {"current", newest, f"{newest}.lock"}
        found += [f"snapshots/{f.name}" for f in snapshots.iterdir() if f.name not in expected]
    return sorted(found)


def _store(path: Path) -> State | None:
    from kg.errors import StoreError
    from kg.store.oxigraph import OxigraphStore

    try:
        with OxigraphStore(path, read_only=True, wait_s=5) as store:
            return _graphs(store)
    except StoreError as error:
        if "was never finished" in str(error):
            return None
        raise


def _graphs(store: Any) -> State:
    """Each graph's digest, the history, and what the merged graph has too much and too little."""
    named: dict[str, list[str]] = {name: sorted(store.statements(name)) for name in store.graphs()}
    merged, union = set(store.merged()), {line for lines in named.values() for line in lines}
    return {
        "graphs": {name: digest(lines) for name, lines in named.items() if not name.endswith(HISTORY)},
        "history": [line for name, lines in named.items() if name.endswith(HISTORY) for line in lines],
        "merged": [sorted(merged - union)[:3], sorted(union - merged)[:3]],
    }


def _index(store: Any) -> list[str]:
    """The files of the articles whose text the search finds by their marks."""
    from kg.store.search import search

    found = search(store, "次尝试 值得等待", ("text",), limit=1000)
    assert found.total == len(found.hits)
    return sorted(f"{hit.file} {hit.day}" for hit in found.hits)


def _files(folder: Path) -> State:
    """The files for people and programs: which articles they show, and whether they are whole."""
    found: State = {}
    for name, whole in (("graph.ttl", _turtle), ("graph.html", _page), ("report.json", _report)):
        if (folder / name).exists():
            found[name] = whole((folder / name).read_bytes())
    return found


def digest(lines: Iterable[str]) -> str:
    """What stands for statements."""
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


def _turtle(content: bytes) -> State:
    import pyoxigraph as ox

    lines = [f"{quad.triple} ." for quad in ox.parse(content, ox.RdfFormat.TURTLE)]
    marks = sorted({mark for line in lines if (mark := marked(line))})
    return {"marks": marks, "digest": digest(lines), "sha256": hashlib.sha256(content).hexdigest()}


def _page(content: bytes) -> State:
    text = content.decode()
    assert text.rstrip().endswith("</html>"), "graph.html is cut"
    return {"sha256": hashlib.sha256(content).hexdigest()}


def _report(content: bytes) -> State:
    found: State = json.loads(content)
    return found


class Known:
    """What builds without interruption give: for each version of each article its graph, record and statements."""

    def __init__(self) -> None:
        self.graphs: dict[str, dict[str, tuple[int, int]]] = defaultdict(dict)
        self.articles: dict[tuple[int, int], str] = {}
        self.records: dict[tuple[int, int], str] = {}
        self.lines: dict[tuple[int, int], list[str]] = {}

    def learn(self, state: State, lines: Mapping[str, list[str]]) -> None:
        """Take in a folder that was built whole; ``lines`` are the statements that its Turtle has of each graph."""
        for number, version, graph, record in state["records"].values():
            [name] = [name for name in state["store"]["graphs"] if name.endswith(f"/{graph}")]
            self.graphs[name][state["store"]["graphs"][name]] = (number, version)
            self.articles[number, version] = name
            self.records[number, version] = record
            self.lines[number, version] = lines[name]

    def turtle(self, marks: Iterable[Iterable[int]]) -> str:
        """The digest of the Turtle of these articles."""
        return digest({line for number, version in marks for line in self.lines[number, version]})


def lines_of(output: str) -> dict[str, list[str]]:
    """The statements of every graph as pyoxigraph writes them."""
    import pyoxigraph as ox

    from kg.store.snapshots import open_current

    with open_current(Path(output) / "store") as store:
        return {
            name: [f"{q.triple} ." for q in ox.parse("\n".join(store.statements(name)), ox.RdfFormat.N_TRIPLES)]
            for name in store.graphs()
        }


def faults(state: State, known: Known) -> list[str]:
    """What is not whole, or not in step."""
    found = []
    for number, version, _, record in state["records"].values():
        if known.records.get((number, version)) != record:
            found.append(f"the record of article {number} is none that a build gives")
    for place in ("store", "readers"):
        if state[place] is not None:
            found += [f"{place}: {fault}" for fault in _graph_faults(state[place], known)]
    for name, whole in state["files"].items():
        if "digest" in whole and known.turtle(whole["marks"]) != whole["digest"]:
            found.append(f"{name}: not the graph of articles {whole['marks']}")
        if "marks" in whole and len({number for number, _ in whole["marks"]}) != len(whole["marks"]):
            found.append(f"{name}: two versions of one article: {whole['marks']}")
    if state.get("index") is not None and state["index"] != indexed(shown(state["readers"], known)):
        found.append(f"the search finds {state['index']}, readers see {indexed(shown(state['readers'], known))}")
    return found


def _graph_faults(graphs: State, known: Known) -> list[str]:
    found = []
    for name, content in graphs["graphs"].items():
        if name not in known.graphs:
            found.append(f"{name}: no build makes this graph")
        elif content not in known.graphs[name]:
            found.append(f"{name}: a part of a graph")
    articles = defaultdict(list)
    for name in graphs["graphs"]:
        articles[name.rpartition("/")[0]].append(name)
    found += [f"several versions of one article: {names}" for names in articles.values() if len(names) > 1]
    more, less = graphs["merged"]
    if more:
        found.append(f"merged graph: says what no graph says: {more}")
    if less:
        found.append(f"merged graph: lacks what a graph says: {less}")
    return found


def shown(graphs: State, known: Known) -> dict[int, int]:
    """Which version of which article these graphs show."""
    found = (known.graphs.get(name, {}).get(content) for name, content in graphs["graphs"].items())
    return dict(article for article in found if article)


def indexed(articles: Mapping[int, int]) -> list[str]:
    """What the search finds where these articles are."""
    return sorted(f"{file_name(number)} {published(number, version)[:10]}" for number, version in articles.items())


def kept(state: State) -> dict[int, int]:
    """Which version of which article is kept."""
    return {number_of(file): version for file, (_, version, _, _) in state["records"].items()}


def content(output: str) -> dict[str, str]:
    """The digest of every file that depends on the articles alone, and of the export as N-Quads."""
    from io import BytesIO

    from kg.publish.serialise import write
    from kg.store.snapshots import open_current

    folder = Path(output)
    used = [json.loads(file.read_bytes())["sha256"] for file in folder.glob("annotations/*.json")]
    files = [
        *(folder / "texts" / f"{name}.txt" for name in used),
        *folder.glob("annotations/*"),
        folder / "graph.ttl",
        folder / "graph.html",
    ]
    found = {str(f.relative_to(folder)): hashlib.sha256(f.read_bytes()).hexdigest() for f in files}
    with open_current(folder / "store") as store:
        quads = BytesIO()
        write(store, "nquads", quads)
    return {**found, "quads": hashlib.sha256(quads.getvalue()).hexdigest()}
