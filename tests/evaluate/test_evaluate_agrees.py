"""Every number is the one that the scorer of the gold annotations gives, and the graph says what the facts say."""

from __future__ import annotations

import random
from collections import defaultdict
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from examples_of_facts import TEXT, facts

import kg
from benchmarks.shared import gold_articles, gold_files, scorer, shared
from kg.evaluate import KINDS, ArticleRows, gold_rows, read_gold, rows_of_facts, rows_of_graph, score, score_all, total
from kg.rdf import article_graph
from kg.store import OxigraphStore


def test_the_graph_says_what_the_facts_say() -> None:
    articles = [facts(), facts(TEXT + "完。", "二.md")]
    with OxigraphStore() as store:
        for article in articles:
            graph = article_graph(article)
            store.replace_graph(graph.name, graph.statements)
        texts = {kg.model.text_digest(a.article.text): a.article.text for a in articles}
        found = rows_of_graph(store, texts.get, {"星桥.md", "二.md", "absent.md"})
    assert set(found) == {"星桥.md", "二.md"}
    for article in articles:
        own = rows_of_facts(article)
        there = found[own.article]
        assert there.evidence == own.evidence
        assert there.evidence[0] == there.evidence[1] > 0
        for kind in KINDS:
            if kind != "arguments":
                assert _comparable(there.of(kind)) == _comparable(own.of(kind))


def _comparable(rows: tuple[Any, ...]) -> list[str]:
    plain = [replace(row, confidence=row.confidence and round(row.confidence, 2)) for row in rows]
    plain = [replace(r, own=tuple(sorted(r.own)), starts=r.starts[:1]) if hasattr(r, "own") else r for r in plain]
    plain = [replace(r, participants=tuple(sorted(r.participants))) if hasattr(r, "participants") else r for r in plain]
    return sorted(map(repr, plain))


@pytest.mark.shared
def test_a_build_gets_the_numbers_that_the_scorer_gives(tmp_path: Path) -> None:
    folder = shared()
    assert folder
    chosen = gold_files()[::6]
    gold = tmp_path / "gold"
    gold.mkdir()
    for file in chosen:
        (gold / file.name).symlink_to(file)
    articles = read_gold(gold)
    kg.build([folder / "articles" / a.article for a in articles], tmp_path / "output")
    with kg.open_store(tmp_path / "output") as store:
        found = rows_of_graph(store, lambda _: None, {a.article for a in articles})
    own = total(score_all(articles, found).values()).as_json()
    theirs = _scorer_says(
        [gold_articles()[a.article] for a in articles], scorer().read_graph(tmp_path / "output/graph.ttl")
    )
    assert {name: own[name] for name in theirs} == theirs


@pytest.mark.shared
@pytest.mark.parametrize("seed", range(3))
def test_gold_with_faults_put_into_it_gets_the_numbers_that_the_scorer_gives(seed: int) -> None:
    gold = list(gold_articles().values())
    faulty = [_with_faults(g, random.Random(f"{seed} {g['article']}")) for g in gold]  # noqa: S311 - no secret
    own = total(score(gold_rows(g), _named_in_full(gold_rows(f))) for g, f in zip(gold, faulty, strict=True)).as_json()
    theirs = _scorer_says(gold, {f["article"]: f for f in faulty})
    assert {name: own[name] for name in theirs} == theirs


def _scorer_says(gold: list[dict[str, Any]], found: dict[str, Any]) -> dict[str, Any]:
    s = scorer()
    tally: Any = defaultdict(lambda: [0, 0, 0])
    extra: Any = defaultdict(lambda: [0, 0, 0])
    faults: Any = defaultdict(lambda: ([], []))
    for g in gold:
        s.score_article(g, found.get(g["article"], {}), tally, extra, faults)
    told: dict[str, Any] = {}
    for name, (right, missed, wrong) in {**{k: tally[k] for k in KINDS}, **extra}.items():
        if name.startswith("of "):
            told[name] = {"accuracy": right / (right + missed) if right + missed else 0.0}
        else:
            p, r, f1 = s.prf(right, missed, wrong)
            told[name] = {"p": p, "r": r, "f1": f1, "right": right, "missed": missed, "wrong": wrong}
    there = [k for k in KINDS if any(tally[k])]
    return {**told, "mean": sum(told[k]["f1"] for k in there) / max(1, len(there))}


def _with_faults(gold: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """Rows left out, told again, given another's name, other words, another number, type or date."""
    found = deepcopy(gold)
    names = [e["name"] for e in gold["entities"]] + ["岚岳机器人"]
    for kind in ("entities", "posts", "relations", "events", "quotes", "figures"):
        rows = [deepcopy(r) for r in found[kind] for _ in range(chance.choice((0, 1, 1, 1, 2, 3)))]
        for row in rows:
            row.pop("optional", None)
            for slot in ("person", "org", "subject", "object", "speaker"):
                if slot in row and chance.random() < 0.15:
                    row[slot] = chance.choice(names)
            for slot in ("text", "metric", "quote", "title"):
                if slot in row and chance.random() < 0.3:
                    row[slot] = row[slot][chance.randrange(3) : len(row[slot]) - chance.randrange(4)]
            if "value" in row and chance.random() < 0.2:
                row["value"] *= 2
            if row.get("date") and chance.random() < 0.4:
                row["date"] = chance.choice((row["date"][:7], row["date"][:4], "2020-01-01"))
            if kind == "entities" and chance.random() < 0.2:
                row["type"] = "Product"
        chance.shuffle(rows)
        found[kind] = rows
    return found


def _named_in_full(rows: ArticleRows) -> ArticleRows:
    """With all the names that the entities have, as a graph has them."""
    known: dict[str, tuple[str, ...]] = {}
    for e in rows.entities:
        known.setdefault(e.names[0], e.names)

    def full(names: tuple[str, ...]) -> tuple[str, ...]:
        return known.get(names[0], names) if names else names

    slots = {"posts": ("person", "organization"), "relations": ("subject", "object"), "quotes": ("speaker",)}
    slots |= {"figures": ("subject",), "events": ("place",)}
    changed: dict[str, Any] = {
        kind: tuple(replace(r, **{s: full(getattr(r, s)) for s in of}) for r in rows.of(kind))
        for kind, of in slots.items()
    }
    changed["events"] = tuple(
        replace(e, participants=tuple((role, full(who)) for role, who in e.participants)) for e in changed["events"]
    )
    return replace(rows, **changed)
