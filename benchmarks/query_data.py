"""The graphs that queries are measured on: invented articles, loaded as a build loads them and as `oxigraph load` does.

A folder holds for each size what :func:`made` makes: ``output/`` as `kg build` leaves it (store, snapshot with search
index, texts), ``oxigraph/`` with the same quads, and ``made.json`` last. What is whole is used again.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import groupby, islice
from pathlib import Path

from benchmarks.invented_articles import invented_articles
from kg.rdf import Statement, article_graph
from kg.store import PublishingStore
from kg.store.snapshots import open_current

QUADS_AN_ARTICLE = 1531
"""How many quads an invented article makes: 782 in its own graph, and those of the merged graph that are new."""
_MADE = "made.json"
_FORM = 1  # of the data; another number makes them anew


@dataclass(frozen=True, slots=True)
class Data:
    """A graph on disk, and what it took to load it."""

    folder: str
    articles: int
    named: int
    merged: int
    load_s: float
    store_bytes: int
    oxigraph_load_s: float
    oxigraph_bytes: int
    form: int = _FORM

    @property
    def quads(self) -> int:
        """All quads: those of the articles' graphs and those of the merged graph."""
        return self.named + self.merged

    @property
    def store(self) -> Path:
        """The folder of our store."""
        return Path(self.folder, "output", "store")

    @property
    def oxigraph(self) -> Path:
        """The folder of the other store."""
        return Path(self.folder, "oxigraph")

    @property
    def merged_file(self) -> Path:
        """The statements of the merged graph as N-Triples, some of them several times."""
        return Path(self.folder, "merged.nt")


def made(keep: Path, quads: int) -> Data:
    """The graph of about so many quads under a folder; made where it is not there yet."""
    folder = keep / str(quads)
    if (folder / _MADE).is_file():
        told = json.loads((folder / _MADE).read_text("utf-8"))
        if told.get("form") == _FORM:
            return Data(**{**told, "folder": str(folder)})
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "output" / "texts").mkdir(parents=True)
    articles = max(1, round(quads / QUADS_AN_ARTICLE))
    say(f"{quads} quads: inventing {articles} articles")
    named, texts = folder / "named.nq", folder / "output" / "texts"
    count = _write(articles, named, folder / "merged.nt", texts)
    say(f"{quads} quads: loading {count} statements into kg's store")
    began = time.perf_counter()
    with PublishingStore(folder / "output" / "store") as store:
        for graph, statements in _graphs(named):
            store.load(graph, statements)
    load_s = time.perf_counter() - began
    with open_current(folder / "output" / "store") as reader:
        merged = len(reader)
    say(f"{quads} quads: loading the same into Oxigraph's own store")
    began = time.perf_counter()
    command = [oxigraph(), "load", "--location", str(folder / "oxigraph"), "--file", str(named)]
    subprocess.run([*command, "--file", str(folder / "merged.nt")], check=True, capture_output=True)
    oxigraph_s = time.perf_counter() - began
    named.unlink()
    data = Data(
        folder=str(folder),
        articles=articles,
        named=count,
        merged=merged,
        load_s=load_s,
        store_bytes=_size(folder / "output" / "store"),
        oxigraph_load_s=oxigraph_s,
        oxigraph_bytes=_size(folder / "oxigraph"),
    )
    (folder / _MADE).write_text(json.dumps({**asdict(data), "folder": ""}), "utf-8")
    return data


def oxigraph() -> str:
    """The program of the package ``oxigraph``."""
    found = shutil.which("oxigraph", path=sysconfig.get_path("scripts")) or shutil.which("oxigraph")
    if not found:
        sys.exit("Oxigraph's server stands beside: pip install oxigraph")
    return found


def say(what: str) -> None:
    """Tell how far it is."""
    print(f"[{time.strftime('%H:%M:%S')}] {what}", file=sys.stderr, flush=True)


def _write(articles: int, named: Path, merged: Path, texts: Path) -> int:
    """Articles as N-Quads, and for the merged graph as N-Triples; gives the number of statements."""
    count = 0
    with named.open("w", encoding="utf-8") as quads, merged.open("w", encoding="utf-8") as triples:
        for facts in islice(invented_articles(), articles):
            graph = article_graph(facts, configuration="0123456789abcdef")
            lines = "\n".join([*graph.statements, ""])
            quads.write(lines.replace(" .\n", f" <{graph.name}> .\n"))
            triples.write(lines)
            count += len(graph.statements)
            digest = next(line for line in graph.statements if "/sha256>" in line).split('"')[1]
            (texts / f"{digest}.txt").write_text(facts.article.text, "utf-8", newline="")
    return count


def _graphs(named: Path) -> Iterator[tuple[str, list[Statement]]]:
    with named.open(encoding="utf-8", newline="\n") as lines:
        split = (line[:-4].rsplit(" <", 1) for line in lines)
        for graph, parts in groupby(split, lambda parts: parts[1]):
            yield graph, [Statement(f"{statement} .") for statement, _ in parts]


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
