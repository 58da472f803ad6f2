"""Printed interviews: paragraphs that begin with the speaker's name and a colon."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from kg.extract.quotes.scene import Scene
from kg.model import Block, BlockKind, EntityType, Mention, Span

_LABEL = re.compile(r"(?P<label>[^：:，。；！？“”「」\n]{1,16})[：:]\s*(?=\S)")
_ANSWER = frozenset({"a", "答", "回答", "受访者", "嘉宾"})
_PERSON = frozenset({EntityType.PERSON})
_TURNS = 4
"""From this many labelled paragraphs on, by two labels at least, an article is taken for an interview."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What one person says in one turn: ``label`` names the speaker in the text, ``parts`` are its paragraphs."""

    speaker: Mention
    label: Span
    parts: tuple[Span, ...]


def find_answers(scene: Scene) -> tuple[Answer, ...]:
    """The answers of an interview, each with all its paragraphs; none where the article is no interview."""
    labelled = {b.span.start: m for b in scene.blocks if b.kind is BlockKind.PARAGRAPH and (m := _label(scene, b))}
    turns = Counter(m["label"].strip().lower() for m in labelled.values())
    often = {label for label, n in turns.items() if n > 1}
    if sum(turns[label] for label in often) < _TURNS or len(often) < 2:
        return ()
    turning = {at: m for at, m in labelled.items() if m["label"].strip().lower() in often or _names_one(scene, m)}
    return tuple(_answers(scene, turning))


def _names_one(scene: Scene, label: re.Match[str]) -> bool:
    """Whether a label is nothing but a person's name: a guest of the round may speak just once."""
    start, end = label.span("label")
    return any(m.span.start == start and m.span.end == end for m in scene.within(start, end, _PERSON))


def _label(scene: Scene, block: Block) -> re.Match[str] | None:
    return _LABEL.match(scene.text, block.span.start, block.span.end)


def _answers(scene: Scene, labelled: dict[int, re.Match[str]]) -> Iterator[Answer]:
    speaker: Mention | None = None
    label = Span(0, 0)
    parts: list[Span] = []
    for block in scene.blocks:
        turn = labelled.get(block.span.start)
        if turn or block.kind is not BlockKind.PARAGRAPH:
            if speaker and parts:
                yield Answer(speaker, label, tuple(parts))
            speaker, parts = None, []
        if turn:
            label = Span(*turn.span("label"))
            speaker = _speaker(scene, label)
            parts = [Span(turn.end(), block.span.end)]
        elif speaker and block.kind is BlockKind.PARAGRAPH:
            parts.append(block.span)
    if speaker and parts:
        yield Answer(speaker, label, tuple(parts))


def _speaker(scene: Scene, label: Span) -> Mention | None:
    """The person that a label names; for 答 the one person that the article names most."""
    named = scene.within(label.start, label.end, _PERSON)
    if named:
        return named[-1] if label.end - named[-1].span.end <= 2 else None
    if label.of(scene.text).strip().lower() not in _ANSWER:
        return None
    people = scene.people_most_named
    if not people or (len(people) > 1 and people[0][1] < 2 * people[1][1]):
        return None
    return scene.nearest_of(people[0][0], label.start)
