"""What an output folder holds, and what is wrong with it.

:func:`read` looks at everything without changing anything, in a process that may open stores; :func:`faults` holds
what it saw against what builds without interruption gave.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from crash.corpus import file_name, marked, published

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
    "damaged",
    "graph.ttl",
    "graph.html",
    "report.json",
}
_RECORD, _TEXT = re.compile(r"[0-9a-f]{16}\.json"), re.compile(r"[0-9a-f]{64}\.txt")
_EARLIER = re.compile(r"[0-9]{6}-[0-9a-f]{64}\.json")


class Mark(NamedTuple):
    """A version of an article."""

    number: int
    version: int


def read(output: Path | str, before: State | None = None) -> State:
    """Everything that there is.

    Args:
        output: the folder.
        before: what was read there before: what has the same files now is not read again.
    """
    folder, last = Path(output), before or {"of": {}, "files": {}}
    state: State = {"records": _records(folder, ""), "waiting": _records(folder, ".waiting")}
    state |= {"removed": sorted(_records(folder, ".removed")), "revisions": _revisions(folder)}
    state |= {"texts": _texts(folder), "damaged": _names(folder / "damaged")}
    state |= {"litter": _litter(folder), "lacks": (folder / "snapshots" / "lacking").exists()}
    state["of"] = {place: _files_of(path) for place, path in _places(folder)}
    for place, _ in _places(folder):
        is_same = bool(state["of"][place]) and state["of"][place] == last["of"].get(place)
        state[place] = last[place] if is_same else _READERS[place](folder)
    return {**state, "files": _files(folder, state["readers"], last["files"])}


def _places(folder: Path) -> list[tuple[str, Path]]:
    current = folder / "snapshots" / "current"
    newest = current.read_text("ascii").strip() if current.is_file() else "none"
    return [("store", folder / "store"), ("readers", folder / "snapshots" / newest)]


def _files_of(folder: Path) -> list[list[Any]]:
    """What tells whether a folder is still the same: no file is written into without its time or its size telling."""
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    told = ((file, file.stat()) for file in (*files, folder.with_name(f"{folder.name}.loading")) if file.exists())
    return [[str(file), there.st_ino, there.st_size, there.st_mtime_ns] for file, there in told]


def _records(folder: Path, end: str) -> dict[str, str]:
    """The digests of the records of articles, or of those that were cut short while they came or went."""
    files = (folder / "annotations").glob(f"*.json{end}")
    return {f.name[:16]: _sha256(f) for f in files if _RECORD.fullmatch(f.name.removesuffix(end))}


def _revisions(folder: Path) -> dict[str, str]:
    """The digests of the records of earlier versions, the oldest of each article first."""
    files = sorted((folder / "revisions").glob("*/[0-9]*.json"))
    return {f"{file.parent.name}/{file.name}": _sha256(file) for file in files}


def _texts(folder: Path) -> list[str]:
    """The texts that are whole."""
    files = (folder / "texts").glob("*.txt")
    return sorted(file.stem for file in files if _TEXT.fullmatch(file.name) and _sha256(file) == file.stem)


def _sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir()) if folder.is_dir() else []


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


def _store(folder: Path) -> State | None:
    """What the store holds; None where it is no whole one."""
    from kg.errors import StoreError
    from kg.store.oxigraph import OxigraphStore

    if not (folder / "store" / "CURRENT").is_file() or (folder / "store.loading").exists():
        return None
    try:
        with OxigraphStore(folder / "store", read_only=True, wait_s=5) as store:
            return _graphs(store)
    except StoreError as error:
        if "was never finished" in str(error):
            return None
        raise


def _readers(folder: Path) -> State | None:
    """What the newest snapshot holds, and what the search finds in it."""
    from kg.store.snapshots import open_current

    if not (folder / "snapshots" / "current").is_file():
        return None
    with open_current(folder / "store") as store:
        return {**_graphs(store), "index": _index(store) if store.identity else None}


_READERS = {"store": _store, "readers": _readers}


def _graphs(store: Any) -> State:
    """Each graph's digest, the history, and what the merged graph has too much and too little."""
    named: dict[str, list[str]] = {name: sorted(store.statements(name)) for name in store.graphs()}
    merged, union = set(store.merged()), {line for lines in named.values() for line in lines}
    return {
        "graphs": {name: digest(lines) for name, lines in named.items() if not name.endswith(HISTORY)},
        "names": sorted(named),
        "history": [line for name, lines in named.items() if name.endswith(HISTORY) for line in lines],
        "merged": [sorted(merged - union)[:3], sorted(union - merged)[:3]],
        "lines": sorted(line for name, lines in named.items() if not name.endswith(HISTORY) for line in lines),
    }


def _index(store: Any) -> list[str]:
    """The files of the articles whose text the search finds by their marks."""
    from kg.store.search import search

    found = search(store, "次尝试 值得等待", ("text",), limit=1000)
    assert found.total == len(found.hits)
    return sorted(f"{hit.file} {hit.day}" for hit in found.hits)


def _files(folder: Path, readers: State | None, last: State) -> State:
    """The files for people and programs: which articles they show, and whether they are whole."""
    found: State = {}
    for name, whole in (("graph.ttl", _turtle), ("graph.html", _page), ("report.json", _report)):
        if not (folder / name).exists():
            continue
        content = (folder / name).read_bytes()
        found[name] = {"sha256": hashlib.sha256(content).hexdigest()}
        is_same = last.get(name, {}).get("sha256") == found[name]["sha256"]
        found[name] = last[name] if is_same else {**found[name], **whole(content, readers)}
    return found


def digest(lines: Iterable[str]) -> str:
    """What stands for statements."""
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


def _turtle(content: bytes, readers: State | None) -> State:
    """Which articles a file in Turtle shows, and whether it says what readers are told."""
    lines, told = written(content, "TURTLE"), "\n".join(readers["lines"] if readers else ()).encode()
    marks = sorted({mark for line in lines if (mark := marked(line))})
    return {"marks": marks, "digest": digest(lines), "is_of_readers": lines == written(told, "N_TRIPLES")}


def written(content: bytes, form: str) -> set[str]:
    """The statements as pyoxigraph writes them."""
    import pyoxigraph as ox

    return {f"{quad.triple} ." for quad in ox.parse(content, getattr(ox.RdfFormat, form))}


def _page(content: bytes, readers: State | None) -> State:
    text = content.decode()
    assert text.rstrip().endswith("</html>"), "graph.html is cut"
    return {}


def _report(content: bytes, readers: State | None) -> State:
    found: State = json.loads(content)
    return found


class Known:
    """What builds without interruption give: for each version of each article its graph, record and statements.

    Attributes:
        graphs: which version a graph of this name and digest shows.
        names: what the graph of a version is called under a base.
        records: which version a record with this digest is of.
        numbers: which article a record of this name is of; ``files`` the other way round.
        texts: the digest of the text of a version.
        turtles: the digests of files in Turtle that were whole when they were seen first.
    """

    def __init__(self) -> None:
        self.graphs: dict[str, dict[str, Mark]] = defaultdict(dict)
        self.names: dict[tuple[str, Mark], str] = {}
        self.records: dict[str, Mark] = {}
        self.numbers: dict[str, int] = {}
        self.files: dict[int, str] = {}
        self.texts: dict[Mark, str] = {}
        self.turtles: set[str] = set()
        self._lines: dict[str, dict[Mark, list[str]]] = defaultdict(dict)

    def learn(self, articles: Iterable[State]) -> None:
        """Take in a folder that was built whole, as :func:`learnt` tells of it."""
        for told in articles:
            mark, name = Mark(*told["mark"]), told["graph"]
            self.graphs[name][told["digest"]] = mark
            for other, digest_ in told["rebased"]:
                self.graphs[other][digest_] = mark
            self.names[base_of(name), mark] = name
            self.records[told["record"]] = mark
            self.numbers[told["file"]], self.files[mark.number] = mark.number, told["file"]
            self.texts[mark] = told["text"]
            self._lines[base_of(name)][mark] = told["lines"]

    def is_turtle(self, whole: State) -> bool:
        """Whether a file in Turtle says what readers see, or what builds of its articles make."""
        versions = [Mark(*mark) for mark in whole["marks"]]
        return whole["is_of_readers"] or any(
            whole["digest"] == digest({line for mark in versions for line in lines[mark]})
            for lines in self._lines.values()
            if lines.keys() >= set(versions)
        )


def base_of(graph: str) -> str:
    """What stands before that which kg calls a graph."""
    return graph.removesuffix(HISTORY) if graph.endswith(HISTORY) else graph.rpartition("article/")[0]


def learnt(output: Path | str, bases: Collection[str] = ()) -> list[State]:
    """What a folder that was built whole has of each article.

    Args:
        output: the folder.
        bases: others, under which the graph of an article may stand that has lost its record.
    """
    from kg.store.snapshots import open_current

    folder, found = Path(output), []
    with open_current(folder / "store") as store:
        graphs = {name.rpartition("article/")[2]: name for name in store.graphs()}
        for file in sorted((folder / "annotations").glob("*.json")):
            record = json.loads(file.read_bytes())
            graph = graphs[record["version"].removeprefix("article/")]
            lines, base = list(store.statements(graph)), base_of(graph)
            told = {"mark": marked(record["article"]["published"]), "file": file.stem, "record": _sha256(file)}
            told |= {"text": record["sha256"], "graph": graph, "digest": digest(lines)}
            told["rebased"] = [
                (graph.replace(base, other), digest(line.replace(f"<{base}", f"<{other}") for line in lines))
                for other in bases
            ]
            found.append({**told, "lines": sorted(written("\n".join(lines).encode(), "N_TRIPLES"))})
    return found


def faults(state: State, known: Known, lost: Collection[int] = ()) -> list[str]:
    """What is not whole, or not in step.

    Args:
        state: what there is.
        known: what there may be.
        lost: the articles whose records may be damaged.
    """
    found = [*_record_faults(state, known, lost)]
    for place in ("store", "readers"):
        if state[place] is not None:
            found += [f"{place}: {fault}" for fault in _graph_faults(state[place], known)]
    if whole := state["files"].get("graph.ttl"):
        found += _turtle_faults(whole, known)
    if state["readers"] and state["readers"]["index"] is not None:
        index, seen = state["readers"]["index"], indexed(shown(state["readers"], known))
        found += [f"the search finds {index}, readers see {seen}"] if index != seen else []
    return found


def _turtle_faults(whole: State, known: Known) -> Iterator[str]:
    if whole["sha256"] in known.turtles:
        return
    if not known.is_turtle(whole):
        yield f"graph.ttl: not the graph of articles {whole['marks']}"
    elif len({number for number, _ in whole["marks"]}) != len(whole["marks"]):
        yield f"graph.ttl: two versions of one article: {whole['marks']}"
    else:
        known.turtles.add(whole["sha256"])


def _record_faults(state: State, known: Known, lost: Collection[int]) -> Iterator[str]:
    for name, digest_ in (*state["records"].items(), *state["waiting"].items(), *state["revisions"].items()):
        number, mark = known.numbers.get(name[:16]), known.records.get(digest_)
        if mark is None or mark.number != number:
            is_replaced = state["waiting"].get(name) in known.records
            if "/" in name or not (number in lost or is_replaced):  # as what waits counts where the other is damaged
                yield f"the record {name} of article {number} is none that a build gives"
        elif known.texts[mark] not in state["texts"]:
            yield f"the text of article {number} is not whole: {known.texts[mark]}"


def _graph_faults(graphs: State, known: Known) -> list[str]:
    found = []
    for name, content in graphs["graphs"].items():
        if name not in known.graphs:
            found.append(f"{name}: no build makes this graph")
        elif content not in known.graphs[name]:
            found.append(f"{name}: a part of a graph")
    articles = defaultdict(list)
    bases = {base_of(name) for name in graphs["names"]}
    found += [f"several bases: {sorted(bases)}"] if len(bases) > 1 else []
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


def kept(state: State, known: Known) -> dict[int, int]:
    """Which version of which article is kept; a record that waits for its name counts where no whole one has that."""
    whole = {name: digest_ for name, digest_ in state["records"].items() if digest_ in known.records}
    return dict(known.records[d] for d in {**state["waiting"], **whole}.values() if d in known.records)


def content(output: Path | str) -> dict[str, str]:
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
