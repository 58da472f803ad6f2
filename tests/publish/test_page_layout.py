from __future__ import annotations

import random
from itertools import combinations
from time import perf_counter

import pytest

from benchmarks.invented_graph import invented_graph
from kg.publish.page.bundle import matter
from kg.publish.page.layout import Layout, layout
from kg.publish.page.placing import place

Edge = tuple[int, int, str]


def distance(made: Layout, a: int, b: int) -> float:
    (ax, ay), (bx, by) = made.places[a], made.places[b]
    return float(((ax - bx) ** 2 + (ay - by) ** 2) ** 0.5)


def crowd(first: int, count: int) -> list[Edge]:
    """Nodes that are well linked among themselves."""
    dice = random.Random(first)  # noqa: S311
    return [
        (a, dice.randrange(first, first + count), "partnerOf") for a in range(first, first + count) for _ in range(6)
    ]


@pytest.mark.parametrize("count", [0, 1, 2, 3, 7])
def test_nodes_without_edges_stand_in_rows(count: int) -> None:
    made = layout(count, [])
    assert len(set(made.places)) == count
    assert made.communities == []
    if count == 7:
        assert len({y for _, y in made.places}) < 4


@pytest.mark.parametrize("nodes", [2, 7, 60, 300])
def test_nodes_stand_apart(nodes: int) -> None:
    made = layout(nodes, [(n, (n * n + 1) % nodes, "partnerOf") for n in range(0, nodes, 2)])
    near = [(a, b) for a, b in combinations(range(nodes), 2) if distance(made, a, b) < 8]
    assert len(near) <= nodes / 20


def test_an_edge_from_a_node_to_itself_and_many_between_two_do_no_harm() -> None:
    made = layout(2, [(0, 0, "partnerOf"), *[(0, 1, "partnerOf")] * 50])
    assert 10 < distance(made, 0, 1) < 60


def test_communities_are_found_and_stand_apart() -> None:
    edges = [*crowd(0, 80), *crowd(80, 70), (3, 90, "investorIn")]
    made = layout(150, edges)
    assert [sorted(c) for c in made.communities] == [list(range(80)), list(range(80, 150))]
    left, right = ([made.places[n] for n in c] for c in made.communities)
    (lx, ly), (rx, ry) = ((sum(x for x, _ in of) / len(of), sum(y for _, y in of) / len(of)) for of in (left, right))
    apart = ((lx - rx) ** 2 + (ly - ry) ** 2) ** 0.5
    inside = sorted(((x - lx) ** 2 + (y - ly) ** 2) ** 0.5 for x, y in left)
    assert apart > 1.5 * inside[len(inside) // 2]


def test_claims_stand_close_around_whoever_makes_them() -> None:
    star = [(0, n, "partnerOf") for n in range(1, 30)]
    claims = [(0, n, "author") for n in range(30, 70)]
    made = layout(72, [*star, *claims, (70, 5, "about"), (30, 7, "about")])
    assert max(distance(made, 0, n) for n in range(30, 70)) < 45
    assert distance(made, 70, 5) < 20  # nobody is named: it stands with whom it is about
    assert min(distance(made, 0, n) for n in range(1, 30)) > 30  # what is linked to the speaker keeps its distance


def test_what_hangs_on_a_large_hub_alone_fills_a_disc_around_it() -> None:
    made = layout(502, [*((0, n, "produces") for n in range(1, 500)), (0, 500, "partnerOf"), (500, 501, "partnerOf")])
    away = sorted(distance(made, 0, n) for n in range(1, 500))
    assert away[0] > 10
    assert away[-1] < 300
    assert min(distance(made, a, b) for a, b in combinations(range(500), 2)) > 8
    assert sorted(made.communities[0]) == list(range(502))


def test_the_whole_fits_a_screen() -> None:
    corpus, _ = invented_graph(2000)
    bundle = matter(corpus).bundle
    place(bundle)
    xs, ys = bundle["nodes"]["x"] or [], bundle["nodes"]["y"] or []
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    assert 0.9 < wide / high < 2
    assert wide * high / len(xs) < 45**2  # no gap makes the rest tiny
    assert abs(max(xs) + min(xs)) <= 1
    assert abs(max(ys) + min(ys)) <= 1


def test_communities_are_named_after_the_best_connected_and_hold_their_nodes() -> None:
    corpus, _ = invented_graph(2000)
    bundle = matter(corpus).bundle
    place(bundle)
    nodes = bundle["nodes"]
    sizes = [c["size"] for c in bundle["communities"]]
    assert sizes == sorted(sizes, reverse=True)
    assert [nodes["community"].count(n) for n in range(len(sizes))] == sizes
    for number, community in enumerate(bundle["communities"]):
        members = [i for i, c in enumerate(nodes["community"]) if c == number]
        entities = [i for i in members if bundle["nodeTypes"][nodes["type"][i]] not in ("Claim", "Event")]
        assert community["name"].split(" · ")[0] == nodes["name"][entities[0]]
        assert community["name"].count(" · ") < 2
        at = [((nodes["x"] or [])[i], (nodes["y"] or [])[i]) for i in members]
        inside = [(x - community["x"]) ** 2 + (y - community["y"]) ** 2 <= community["radius"] ** 2 for x, y in at]
        assert sum(inside) >= 0.9 * len(members)


def test_the_order_of_nodes_and_edges_alone_decides() -> None:
    edges = [*crowd(0, 130), *crowd(130, 40), (0, 131, "author"), (0, 132, "author")]
    assert layout(200, edges) == layout(200, list(edges))


def test_wild_graphs_stay_finite_and_quick() -> None:
    dice = random.Random(1)  # noqa: S311
    star = [(0, n, "partnerOf") for n in range(1, 2000)]
    dense = [(dice.randrange(2000), dice.randrange(2000), "partnerOf") for _ in range(20_000)]
    chain = [(n, n + 1, "partnerOf") for n in range(1999)]
    for edges in (star, dense, chain, [*star, *dense]):
        began = perf_counter()
        made = layout(2000, edges)
        assert perf_counter() - began < 10
        assert max(max(abs(x), abs(y)) for x, y in made.places) < 20_000
