"""Facts in the form of the gold annotations, to score without writing a graph."""

from __future__ import annotations

from typing import Any

from kg.model import ArticleFacts, Attribution


def gold_form(facts: ArticleFacts) -> dict[str, Any]:
    """The rows that ``score.py`` would read out of the graph of these facts."""
    names = {e.id: [e.name, *e.aliases] for e in facts.entities}
    quotes = lambda fact: [e.exact for e in fact.evidence]  # noqa: E731
    events = []
    for e in facts.events:
        row: dict[str, Any] = {
            "type": e.type.value,
            "names": list(e.names),
            "participants": [{"role": r.value, "name": names[x]} for r, x in e.participants],
            "quote": sorted(quotes(e), key=lambda t: (-len(t), t)),
        }
        if e.date:
            row["date"] = e.date.iso
        if e.place:
            row["place"] = names[e.place]
        if e.amount:
            row["amount"] = {"value": float(e.amount.value)}
        if e.round:
            row["round"] = e.round
        events.append(row)
    return {
        "article": facts.article.source_file,
        "entities": [{"type": e.type.value, "name": e.name, "aliases": list(e.aliases)} for e in facts.entities],
        "posts": [
            {"person": names[p.person], "org": names[p.organization], "title": [p.title], "former": p.former}
            for p in facts.posts
        ],
        "relations": [
            {"type": r.type.value, "subject": names[r.subject], "object": names[r.object]} for r in facts.relations
        ],
        "events": events,
        "quotes": [
            {
                "speaker": names[c.speaker],
                "text": c.text,
                "kind": "direct" if c.attribution is Attribution.DIRECT else "indirect",
            }
            for c in facts.claims
            if c.speaker
        ],
        "figures": [
            {
                "subject": names[f.subject],
                "metric": [f.metric],
                "value": float(f.quantity.value),
                "value_max": float(f.quantity.value_max) if f.quantity.value_max is not None else None,
                "unit": f.quantity.unit,
                "comparator": f.quantity.bound.sign,
                "time": f.time.iso if f.time else None,
                "quote": sorted(quotes(f), key=lambda t: (-len(t), t)),
            }
            for f in facts.figures
        ],
    }
