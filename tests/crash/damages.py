"""Damages that no kill may leave, made by hand: what looks for them must find each of them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path


def _store(output: Path) -> Path:
    return output / "store"


def _snapshot(output: Path) -> Path:
    return output / "snapshots" / (output / "snapshots" / "current").read_text("ascii").strip()


def _update(store: Path, *updates: str) -> None:
    import pyoxigraph as ox

    opened = ox.Store(str(store))
    for update in updates:
        opened.update(update)
    opened.flush()


_FIRST = "{ SELECT ?g ?s ?o { GRAPH ?g { ?s <https://schema.org/headline> ?o } } ORDER BY ?g LIMIT 1 }"
_HEADLINE = "?s <https://schema.org/headline> ?o"


def part_of_a_graph(output: Path) -> None:
    _update(_store(output), f"DELETE {{ GRAPH ?g {{ {_HEADLINE} }} {_HEADLINE} }} WHERE {_FIRST}")


def part_of_a_graph_for_readers(output: Path) -> None:
    _update(_snapshot(output), f"DELETE {{ GRAPH ?g {{ {_HEADLINE} }} {_HEADLINE} }} WHERE {_FIRST}")


def merged_graph_lacks_a_statement(output: Path) -> None:
    _update(_store(output), f"DELETE {{ {_HEADLINE} }} WHERE {_FIRST}")


def merged_graph_says_more(output: Path) -> None:
    _update(_snapshot(output), "INSERT DATA { <x:a> <x:b> <x:c> }")


def graph_of_nobody(output: Path) -> None:
    _update(_store(output), "INSERT DATA { GRAPH <x:g> { <x:a> <x:b> <x:c> } <x:a> <x:b> <x:c> }")


def article_is_missing(output: Path) -> None:
    """As if it had never been built, everywhere."""
    record = min((output / "annotations").iterdir())
    take_out(str(output), record.stem)
    record.unlink()


def take_out(output: str, name: str) -> None:
    """Take the graph of the article whose record has this name out of the store, and from its readers."""
    from kg.store.oxigraph import OxigraphStore

    for path in (_store(Path(output)), _snapshot(Path(output))):
        with OxigraphStore(path) as store:
            for graph in store.graphs():
                if f"/{name}/" in graph:
                    store.remove_graph(graph)


def graph_of_another_base(output: Path) -> None:
    _update(_store(output), "INSERT DATA { GRAPH <https://other.example/kg/article/1/2> { <x:a> <x:b> <x:c> } }")


def record_is_cut(output: Path) -> None:
    _cut(min((output / "annotations").iterdir()), 100)


def text_is_cut(output: Path) -> None:
    _cut(min((output / "texts").iterdir()), 10)


def turtle_is_cut(output: Path) -> None:
    _cut(output / "graph.ttl", 1000)


def turtle_is_cut_after_a_statement(output: Path) -> None:
    content = (output / "graph.ttl").read_bytes()
    half, end, _ = content[: len(content) // 2].rpartition(b" .\n")
    (output / "graph.ttl").write_bytes(half + end)


def page_is_cut(output: Path) -> None:
    _cut(output / "graph.html", 20)


def report_is_cut(output: Path) -> None:
    _cut(output / "report.json", 5)


def index_of_before(output: Path) -> None:
    """The search index is that of the snapshot before, which had an article less."""
    shutil.rmtree(_snapshot(output) / "search")
    shutil.copytree(output.parent / "older-search", _snapshot(output) / "search")


def something_is_left(output: Path) -> None:
    (output / "annotations" / ".unfinished-x").write_bytes(b"x")


def earlier_version_is_lost(output: Path) -> None:
    min(output.glob("revisions/*/*.json")).unlink()


def _cut(file: Path, by: int) -> None:
    file.write_bytes(file.read_bytes()[:-by])


def make(name: str, output: str) -> None:
    """Make one of the damages; for a process of its own."""
    DAMAGES[name][0](Path(output))


DAMAGES: dict[str, tuple[Callable[[Path], None], str]] = {
    "part of a graph": (part_of_a_graph, "a part of a graph"),
    "part of a graph, for readers": (part_of_a_graph_for_readers, "readers: .* a part of a graph"),
    "merged graph lacks a statement": (merged_graph_lacks_a_statement, "store: merged graph: lacks"),
    "merged graph says more": (merged_graph_says_more, "readers: merged graph: says what no graph says"),
    "graph of nobody": (graph_of_nobody, "no build makes this graph"),
    "graph of another base": (graph_of_another_base, "several bases"),
    "article is missing": (article_is_missing, r"\{None\} is kept"),
    "record is cut": (record_is_cut, "none that a build gives"),
    "text is cut": (text_is_cut, "text of article . is not whole"),
    "turtle is cut": (turtle_is_cut, "SyntaxError"),
    "turtle is cut after a statement": (turtle_is_cut_after_a_statement, "graph.ttl: not the graph of"),
    "page is cut": (page_is_cut, "graph.html is cut"),
    "report is cut": (report_is_cut, "JSONDecodeError"),
    "index of before": (index_of_before, "the search finds"),
    "something is left": (something_is_left, "left behind: annotations/.unfinished-x"),
    "earlier version is lost": (earlier_version_is_lost, "earlier versions"),
}
"""Each damage by its name, with what is said of it."""
