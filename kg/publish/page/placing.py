"""Places and communities for the nodes of a bundle."""

from __future__ import annotations

from collections.abc import Sequence

from kg.publish.page import seam
from kg.publish.page.layout import layout

_NAMES = 2
_SECOND = 0.3  # the second name stands for a community too if it has so much of the first one's links
_NEARLY_ALL = 0.95


def place(bundle: seam.Bundle) -> None:
    """Gives each node of a bundle its place and its community."""
    nodes, edges, kinds = bundle["nodes"], bundle["edges"], bundle["edgeKinds"]
    ends = zip(edges["source"], edges["target"], edges["kind"], strict=True)
    made = layout(len(nodes["id"]), [(source, target, kinds[kind]) for source, target, kind in ends])
    nodes["x"], nodes["y"] = [x for x, _ in made.places], [y for _, y in made.places]
    for number, members in enumerate(made.communities):
        for node in members:
            nodes["community"][node] = number
    bundle["communities"] = [_community(bundle, members, made.places) for members in made.communities]


def _community(bundle: seam.Bundle, members: Sequence[int], places: Sequence[tuple[int, int]]) -> seam.Community:
    xs, ys = sorted(places[node][0] for node in members), sorted(places[node][1] for node in members)
    x, y = xs[len(xs) // 2], ys[len(ys) // 2]
    away = sorted((places[node][0] - x) ** 2 + (places[node][1] - y) ** 2 for node in members)
    radius = round(away[min(len(away) - 1, int(_NEARLY_ALL * len(away)))] ** 0.5)
    return {"name": community_name(bundle, members), "size": len(members), "x": x, "y": y, "radius": radius + 8}


def community_name(bundle: seam.Bundle, members: Sequence[int]) -> str:
    """The names of the best connected of its nodes, claims left aside, and events where there is anything else."""
    nodes, types = bundle["nodes"], bundle["nodeTypes"]
    links = nodes["links"]

    def standing(node: int) -> tuple[bool, int, int]:
        return types[nodes["type"][node]] == "Event", -links[node], node

    best = sorted((n for n in members if types[nodes["type"][n]] != "Claim"), key=standing)[:_NAMES]
    told = [n for n in best if links[n] >= _SECOND * links[best[0]]]
    return " · ".join(dict.fromkeys(nodes["name"][n] for n in told))
