"""From annotations to a store that lasts: first build, updates, nothing changed, removal, compacting, beside rdflib.

    python -m benchmarks.loading                        # 400 articles of each size
    python -m benchmarks.loading --articles 2000 --sizes 810

Articles are invented, with about 304 or 810 statements each; a quad is one of these in its article's graph, or once
more in the graph of all merged. "Kept" is what must be on the disk before an article counts as built: its text and its
record, each synced. Seconds are those of the clock, and of all cores together (CPU); on a busy machine only the latter
can be compared. The yardstick puts the same statements into rdflib in memory, one in twenty of them.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

from kg.model import (
    Annotations,
    Article,
    ArticleId,
    Attribution,
    Chain,
    ClaimMention,
    EntityType,
    Mention,
    PostMention,
    Span,
    content_id,
)
from kg.pipeline.build import settle
from kg.pipeline.kept import Kept, KeptArticles
from kg.pipeline.projection import Projection
from kg.pipeline.workplace import Workplace
from kg.rdf import DEFAULT_BASE
from kg.store import PublishingStore, RdflibStore
from kg.store.compact import bytes_on_disk

SENTENCES = {304: 4, 810: 10}
"""How many sentences make an article of so many statements."""
_FIRST, _SECOND = "星远云海山河天江林松石泉晨曦明华", "桥帆舟洋峰川宇航图景岳溪木岩原野"
_SAID = "今年在宁波的团队已经超过{}人，产品{}月量产"


def invented(number: int, sentences: int) -> tuple[Article, Annotations]:
    """An article, and what is found in it: in each sentence two names, a post and a claim."""
    text, mentions, posts, claims = "", [], [], []
    chains: dict[tuple[EntityType, str], list[Mention]] = {}
    for i in range(sentences):
        seed = number * 31 + i * 7
        company = f"{_FIRST[seed % 16]}{_SECOND[seed // 16 % 16]}{number % 97 if i % 3 else ''}科技"
        person = f"林{_SECOND[seed % 13]}{_FIRST[seed // 13 % 11]}"
        said = _SAID.format(number + i, i % 12 + 1)
        start = len(text)
        text += f"{company}高级副总裁{person}表示：“{said}。”"
        whole, words = Span(start, len(text)), text.index(said, start)
        two = []
        for type_, name in ((EntityType.COMPANY, company), (EntityType.PERSON, person)):
            at = text.index(name, start)
            two.append(Mention(Span(at, at + len(name)), type_, 0.9))
            chains.setdefault((type_, name), []).append(two[-1])
        mentions += two
        posts.append(PostMention(two[1].id, two[0].id, "高级副总裁", (whole,), 0.9))
        claims.append(ClaimMention(two[1].id, Attribution.DIRECT, (Span(words, words + len(said)),), (whole,), 0.9))
    found = Annotations(
        tuple(mentions),
        tuple(Chain(type_, name, (), tuple(m.id for m in of)) for (type_, name), of in chains.items()),
        posts=tuple(posts),
        claims=tuple(claims),
    )
    return Article(ArticleId(content_id("article", str(number))), f"{number}.md", text, ()), found


class Bench:
    """One size of articles in one folder."""

    def __init__(self, folder: Path, articles: int, size: int) -> None:
        self.place = Workplace(folder)
        self.place.create()
        self.kept = KeptArticles(self.place)
        self.found = [invented(number, SENTENCES[size]) for number in range(articles)]
        self.quads = 0

    def of(self, one: tuple[Article, Annotations], version: str = "1") -> Kept:
        """What is kept of an article."""
        return Kept(version, (f"names/{version}",), *one)

    @contextmanager
    def store(self) -> Iterator[tuple[PublishingStore, Projection]]:
        """The store, opened for writing."""
        with PublishingStore(self.place.store) as store:
            yield store, Projection(store, DEFAULT_BASE, "settings")

    def measure(self, what: str, run: Callable[[], object], articles: int = 0) -> None:
        """Run it, and say how long it took."""
        wall, cpu = time.perf_counter(), time.process_time()
        run()
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        count = articles or len(self.found)
        quads = self.quads / len(self.found) * count
        rates = "".join(f"{count / s:9,.0f} articles/s{quads / s:11,.0f} quads/s" for s in (wall, cpu))
        print(f"  {what:44}{wall:7.2f} s{rates} (CPU)", flush=True)

    def build(self, found: list[tuple[Article, Annotations]], version: str = "1") -> None:
        """Keep articles and put them into the store, as a build does that has extracted them."""
        with self.store() as (store, projection):
            for one in found:
                kept = self.of(one, version)
                graph = projection.graph(kept)
                with self.kept.replacing(kept):
                    projection.show(graph)
            store.settle()

    def again(self) -> None:
        """Open the store, and put in what it lacks."""
        with self.store() as (_, projection):
            settle(self.kept, projection)

    def remove(self, found: list[tuple[Article, Annotations]]) -> None:
        """Take articles out, one by one."""
        with self.store() as (_, projection):
            for article, _ in found:
                self.kept.forget(article.id)
                projection.drop([article.version])

    def compact(self) -> None:
        """Write the store anew, and say what that saves."""
        with self.store() as (store, _):
            done = store.compact()
        before, after = done.before / done.quads, done.after / done.quads
        print(f"  {'':44}{done.quads:,} quads, {before:.0f} bytes each before, {after:.0f} after")

    def yardstick(self) -> None:
        """The statements of one in twenty articles in rdflib."""
        projection = Projection(RdflibStore(), DEFAULT_BASE, "settings")
        graphs = [projection.graph(self.of(one)) for one in self.found[::20]]
        began = time.process_time()
        for graph in graphs:
            projection.show(graph)
        took, statements = time.process_time() - began, sum(len(g.statements) for g in graphs)
        print(f"  {'rdflib, in memory, statements made before':44}{len(graphs) / took:9,.0f} articles/s (CPU)")
        self.quads = round(2 * statements / len(graphs) * len(self.found))

    def size(self) -> None:
        """Say what the store takes."""
        with self.store() as (store, _):
            quads = store.quads()
        print(f"  {'':44}{quads:,} quads, {bytes_on_disk(self.place.store) / quads:.0f} bytes each")


def run(articles: int, size: int) -> None:
    """Everything, for one size of articles."""
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), articles, size)
        bench.yardstick()
        statements = bench.quads / 2 / articles
        print(f"{articles} articles of {statements:.0f} statements, {bench.quads:,} quads:")
        bench.measure("first build: kept, loaded, published", lambda: bench.build(bench.found))
        bench.size()
        bench.measure("nothing changed", bench.again)
        shutil.rmtree(bench.place.store)
        bench.measure("store lost, made again from what is kept", bench.again)
        few = bench.found[: max(1, articles // 5)]
        others = [(replace(a, headline="另一个标题"), found) for a, found in few]
        bench.measure("update: one in five has another headline", lambda: bench.build(others, "1"), len(few))
        bench.measure("update: another extractor, a third differs", lambda: bench.build(few, "2"), len(few))
        bench.measure("removal of one in five", lambda: bench.remove(few), len(few))
        bench.measure("update: these are new again", lambda: bench.build(few), len(few))
        bench.size()
        bench.measure("compact", bench.compact)
    with tempfile.TemporaryDirectory() as folder, patch("kg.store.bulk.WORTH", 1 << 60):
        bench = Bench(Path(folder), len(few), size)
        bench.quads = round(2 * statements * len(few))
        bench.measure("first build, one transaction an article", lambda: bench.build(bench.found))
        bench.size()


def main() -> None:
    """What the command does."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=400)
    parser.add_argument("--sizes", type=int, nargs="+", choices=sorted(SENTENCES), default=sorted(SENTENCES))
    given = parser.parse_args()
    for size in given.sizes:
        run(given.articles, size)


if __name__ == "__main__":
    main()
