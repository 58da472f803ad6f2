"""Full-text search: what is found and how fast, beside other ways to do it; and what the index costs a build.

    python -m benchmarks.search output                 # 1,000 queries made of what the graph holds
    python -m benchmarks.search output --times 20      # and the index of the same articles, so many times over

Recall is the share of all (query, text) pairs in which the text has the query in it, letter for letter after folding,
that were found. What is found beyond that is mostly meant: other spaces and punctuation between the same characters.
"""

from __future__ import annotations

import argparse
import random
import re
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks.search_engines import Engine, engines, plain
from kg.store import open_current
from kg.store.oxigraph import OxigraphStore
from kg.store.search import index, search
from kg.store.search.documents import Contents, contents
from kg.store.search.keys import key

_HAN = re.compile("[\u4e00-\u9fff]")
_MIXED = re.compile("[A-Za-z0-9]{1,8}[\u4e00-\u9fff]{1,4}|[\u4e00-\u9fff]{1,4}[A-Za-z0-9]{1,8}")
Query = tuple[str, str]
"""What kind of query it is, and the query."""


def main() -> None:
    """Print a table of engines, then what the index of kg finds and costs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("output", type=Path)
    parser.add_argument("--queries", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--times", type=int, default=1, help="measure the index of the articles so many times over")
    options = parser.parse_args()
    with open_current(options.output / "store") as store, tempfile.TemporaryDirectory() as folder:
        read = {graph: contents(store.statements(graph)) for graph in store.graphs()}
        texts = _texts(options.output, read)
        queries = _queries(store, list(texts.values()), options.queries, random.Random(options.seed))  # noqa: S311
        print(f"{len(texts)} texts, {sum(map(len, texts.values()))} characters; {_shares(queries)}")
        _compare(Path(folder), list(texts.values()), queries)
        _own(Path(folder), read, texts, queries)
        if options.times > 1:
            _many(Path(folder), read, texts, queries, options.times)


def _texts(output: Path, read: Mapping[str, Contents | None]) -> dict[str, str]:
    """The text of each article, by the article's IRI."""
    found = {of.source.iri: output / "texts" / f"{of.source.sha256}.txt" for of in read.values() if of}
    return {iri: file.read_bytes().decode("utf-8", "replace") for iri, file in found.items() if file.is_file()}


def _queries(store: OxigraphStore, texts: Sequence[str], count: int, rng: random.Random) -> list[Query]:
    """Names of one to eight characters, pieces of quotes, mixtures of letters, single characters, traditional forms."""
    from opencc import OpenCC

    traditional = OpenCC("s2t").convert
    kinds = "VALUES ?t { kg:Company kg:Organization kg:Person kg:Product kg:Place } ?x a ?t"
    names = sorted({str(r["n"]) for r in store.select(f"SELECT ?n {{ {kinds} ; schema:name|skos:altLabel ?n }}")})
    quotes = sorted({str(r["q"]) for r in store.select("SELECT ?q { ?c a schema:Claim ; schema:text ?q }")})
    chinese = [name for name in names if _HAN.search(name)]
    pools: dict[str, list[str]] = {f"{n}-character names": [x for x in chinese if len(x) == n] for n in range(2, 9)}
    pools["characters"] = sorted({c for text in texts for c in text if _HAN.match(c)})
    pools["pieces of quotes"] = [_piece(quote, rng) for quote in quotes if len(quote) > 16]
    pools["mixed letters"] = sorted({m for text in texts for m in _MIXED.findall(text)})
    pools["Latin words"] = sorted({m for text in texts for m in re.findall("[A-Za-z]{2,12}", text)})
    pools["traditional names"] = [t for name in chinese if (t := traditional(name)) != name and len(t) == len(name)]
    each = {"pieces of quotes": 4, "mixed letters": 2, "traditional names": 2}
    share = count / (sum(each.get(kind, 1) for kind in pools))
    found = [
        (kind, query)
        for kind, pool in pools.items()
        for query in rng.sample(pool, min(len(pool), round(share * each.get(kind, 1))))
    ]
    return [(kind, query) for kind, query in found if key(query).strip()]


def _piece(quote: str, rng: random.Random) -> str:
    start = rng.randrange(len(quote) - 14)
    return quote[start : start + rng.randint(2, 14)].strip()


def _shares(queries: Sequence[Query]) -> str:
    counts = Counter(kind for kind, _ in queries)
    return f"{len(queries)} queries: " + ", ".join(f"{count} {kind}" for kind, count in counts.items())


def _compare(folder: Path, texts: Sequence[str], queries: Sequence[Query]) -> None:
    folded = [plain(text) for text in texts]
    truth = [{i for i, text in enumerate(folded) if plain(query) in text} for _, query in queries]
    print("| engine | recall | precision | MB | s to build | ms, median | p95 | slowest |")
    print("|---|---|---|---|---|---|---|---|")
    for engine in engines():
        began = time.process_time()
        size = engine.build(folder, texts) / 1e6
        built = time.process_time() - began
        quality, speed = _quality(engine, queries, truth), _speed(engine.find, queries)
        print(f"| {engine.name} | {quality} | {size:.1f} | {built:.1f} | {speed} |")


def _quality(engine: Engine, queries: Sequence[Query], truth: Sequence[set[int]]) -> str:
    right = missed = more = 0
    for (_, query), wanted in zip(queries, truth, strict=True):
        found = engine.find(query)
        right += len(found & wanted)
        missed += len(wanted - found)
        more += len(found - wanted)
    return f"{right / (right + missed):.4f} | {right / (right + more):.4f}"


def _speed(find: Callable[[str], object], queries: Sequence[Query], repeats: int = 3) -> str:
    """Milliseconds a query takes: the best of a few runs of each, so that what else the machine does counts little."""
    best = sorted(min(_timed(find, query) for _ in range(repeats)) for _, query in queries)
    return " | ".join(f"{1000 * best[min(int(len(best) * share), len(best) - 1)]:.2f}" for share in (0.5, 0.95, 1))


def _timed(find: Callable[[str], object], query: str) -> float:
    began = time.perf_counter()
    find(query)
    return time.perf_counter() - began


def _own(folder: Path, read: Mapping[str, Contents | None], texts: Mapping[str, str], queries: Sequence[Query]) -> None:
    """The index of kg, with names, quotes, figures and events in it: built whole, then kept in step."""
    by_digest = {of.source.sha256: texts.get(of.source.iri, "") for of in read.values() if of}
    names = list(read)

    def write(number: int, changed: Sequence[str]) -> float:
        began = time.process_time()
        previous = folder / str(number - 1) / index.FOLDER if number else None
        (folder / str(number)).mkdir()
        graphs = index.Graphs(names, read.__getitem__, by_digest.__getitem__, {graph: read[graph] for graph in changed})
        index.write(folder / str(number) / index.FOLDER, previous, graphs)
        return time.process_time() - began

    print(f"\nkg's index: {write(0, ()):.2f} s for all, {_size(folder / '0') / 1e6:.1f} MB", end="")
    print(
        f"; {statistics.median(write(n, names[n : n + 1]) for n in range(1, 6)) * 1000:.0f} ms for one article", end=""
    )
    print(f", {write(6, names[:100]) * 1000:.0f} ms for 100 (CPU)")
    print(f"recall of its texts: {_own_recall(folder / '6', texts, queries):.4f}")
    print(f"kg.search, 20 hits with their passages: ms {_speed(lambda q: search(folder / '6', q), queries)}")
    print(f"as somebody types a company's pinyin: ms {_speed(lambda q: search(folder / '6', q), list(_typed(read)))}")


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def _own_recall(folder: Path, texts: Mapping[str, str], queries: Sequence[Query]) -> float:
    folded = {iri: plain(text) for iri, text in texts.items()}
    right = wanted = 0
    for _, query in queries:
        truth = {iri for iri, text in folded.items() if plain(query) in text}
        found = {hit.iri for hit in search(folder, query, ("text",), limit=len(texts)).hits} if truth else set()
        right += len(found & truth)
        wanted += len(truth)
    return right / wanted


def _typed(read: Mapping[str, Contents | None]) -> Iterator[Query]:
    from kg.text.spoken import is_chinese, syllables

    names = sorted({n.name for of in read.values() if of for n in of.namings if n.kind == "company"})
    for name in list(filter(is_chinese, names))[::20]:
        spoken = "".join(syllables(name))
        yield from (("typed", spoken[:end]) for end in range(1, min(len(spoken), 8)))


def _many(
    folder: Path, read: Mapping[str, Contents | None], texts: Mapping[str, str], queries: Sequence[Query], times: int
) -> None:
    """The same articles many times over, each time as others."""
    by_digest = {of.source.sha256: texts.get(of.source.iri, "") for of in read.values() if of}
    graphs = {f"{graph}/{n}": of for n in range(times) for graph, of in read.items()}
    began = time.process_time()
    (folder / "many").mkdir()
    index.write(folder / "many" / index.FOLDER, None, index.Graphs(graphs, graphs.__getitem__, by_digest.__getitem__))
    built = time.process_time() - began
    print(f"\n{len(graphs)} articles: {built:.0f} s for all, {_size(folder / 'many') / 1e6:.0f} MB", end="")
    began = time.process_time()
    (folder / "more").mkdir()
    one = next(iter(graphs))
    changed = index.Graphs(graphs, graphs.__getitem__, by_digest.__getitem__, {one: graphs[one]})
    index.write(folder / "more" / index.FOLDER, folder / "many" / index.FOLDER, changed)
    print(f"; {(time.process_time() - began) * 1000:.0f} ms for one more (CPU)")
    print(f"kg.search: ms {_speed(lambda q: search(folder / 'more', q), queries, repeats=1)}")


if __name__ == "__main__":
    main()
