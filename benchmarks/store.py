"""Mapping, store and writers: statements a second, beside rdflib on the same statements in the same run.

    python -m benchmarks.store                 # invented articles
    python -m benchmarks.store --articles 200

The last column is how many times as fast as rdflib; it says more than seconds, which depend on the machine.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from kg.model import (
    Article,
    ArticleFacts,
    ArticleId,
    AssertionId,
    Entity,
    EntityId,
    EntityMention,
    EntityType,
    Evidence,
    Post,
    Span,
    content_id,
)
from kg.publish.check import check
from kg.publish.serialise import write
from kg.rdf import ArticleGraph, article_graph
from kg.store import OxigraphStore, RdflibStore

SENTENCE = "星桥科技高级副总裁林晓舟表示，公司今年在宁波的团队已经超过一百人。"


def invented(number: int, sentences: int = 40) -> ArticleFacts:
    """An article with as many mentions and posts as a long real one."""
    text = SENTENCE * sentences + str(number)
    article = Article(ArticleId(content_id("article", str(number))), f"{number}.md", text, ())
    entities = tuple(
        Entity(EntityId(content_id(type_.value.lower(), name)), type_, name)
        for type_, name in (
            (EntityType.COMPANY, "星桥科技"),
            (EntityType.PERSON, "林晓舟"),
            (EntityType.PLACE, "宁波"),
        )
    )
    mentions, posts = [], []
    company, person, _ = entities
    for offset in range(0, len(SENTENCE) * sentences, len(SENTENCE)):
        for entity in entities:
            proof = _evidence(text, offset + SENTENCE.index(entity.name), len(entity.name))
            mentions.append(EntityMention(entity.id, proof, 0.9))
        post_id = AssertionId(content_id("post", article.version, str(offset)))
        posts.append(Post(post_id, person.id, company.id, "高级副总裁", (_evidence(text, offset, 12),), 0.9))
    return ArticleFacts(article, entities, tuple(mentions), tuple(posts), extractors=("names/1", "posts/1"))


def _evidence(text: str, start: int, length: int) -> Evidence:
    end = start + length
    return Evidence(Span(start, end), text[start:end], text[max(0, start - 32) : start], text[end : end + 32])


def seconds(run: Callable[[], object]) -> float:
    """CPU seconds that ``run`` takes in this process."""
    start = time.process_time()
    run()
    return time.process_time() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=40)
    facts = [invented(n) for n in range(parser.parse_args().articles)]
    graphs = [article_graph(f) for f in facts]
    count = sum(len(g.statements) for g in graphs)
    texts = {f.article.version: f.article.text for f in facts}
    print(f"{len(facts)} articles, {count} statements, {sum(map(len, texts.values()))} characters")
    line("mapping", count, seconds(lambda: [article_graph(replace(f)) for f in facts]))
    with tempfile.TemporaryDirectory() as folder, OxigraphStore(Path(folder, "store")) as store, RdflibStore() as other:
        few = graphs[: max(1, len(graphs) // 10)]
        few_count = sum(len(g.statements) for g in few)
        slow = few_count / seconds(lambda: fill(other, few))
        line("store: first build, on disk", count, seconds(lambda: fill(store, graphs)), slow)
        line("store: nothing changed", count, seconds(lambda: fill(store, graphs)), slow)
        others = [article_graph(replace(f, extractors=("names/2", "posts/2"))) for f in facts]
        line("store: one in seven changed", count, seconds(lambda: fill(store, others)), slow)
        line("store: removed", count, seconds(lambda: [store.remove_graph(g.name) for g in others]), slow)
        fill(store, graphs)
        slow = few_count / seconds(lambda: other.dataset.serialize(format="turtle"))
        for format_ in ("turtle", "trig", "nquads", "jsonld"):
            line(f"write {format_}", count, seconds(lambda f=format_: write(store, f, BytesIO())), slow)
        line("check", count, seconds(lambda: check(store, lambda _: None)))


def fill(store: OxigraphStore | RdflibStore, graphs: list[ArticleGraph]) -> None:
    for graph in graphs:
        store.replace_graph(graph.name, graph.statements)


def line(what: str, count: int, took: float, yardstick: float | None = None) -> None:
    speed = count / took
    ratio = f"{speed / yardstick:8.1f} x rdflib" if yardstick else ""
    print(f"{what:30}{speed:12,.0f} statements/s {ratio}")


if __name__ == "__main__":
    main()
