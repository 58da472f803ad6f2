"""Each row of gold with at most one row that was found, the closest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from kg.evaluate.equality import Rule, closeness
from kg.evaluate.rows import QuoteRow
from kg.evaluate.strings import Names, dice, key


@dataclass(frozen=True, slots=True)
class Pairing:
    """How the rows of one kind went.

    ``matched`` are pairs of what gold demands and what was found; ``missed`` is demanded and was not found; ``wrong``
    was found and gold does not have it, or has it told too often; ``forgiven`` are pairs with what gold does not
    demand; ``repeats`` tell once more what another row tells (those forgiven and those wrong).
    """

    matched: tuple[tuple[Any, Any], ...]
    missed: tuple[Any, ...]
    wrong: tuple[Any, ...]
    forgiven: tuple[tuple[Any, Any], ...]
    repeats: tuple[Any, ...]


def pair(gold: Sequence[Any], found: Sequence[Any], same: Rule, names: Names, spare: int = 1) -> Pairing:
    """Pair rows. For each row of gold ``spare`` repeats are forgiven: headline and body tell a fact once each."""
    fitting = [[j for j, row in enumerate(found) if same(wanted, row, names)] for wanted in gold]
    candidates = [(-closeness(gold[i], found[j], names), i, j) for i, fit in enumerate(fitting) for j in fit]
    partner: dict[int, int] = {}
    used: set[int] = set()
    for _, i, j in sorted(candidates, key=lambda c: (c[0], gold[c[1]].optional, c[1], c[2])):
        if i not in partner and j not in used:
            partner[i] = j
            used.add(j)
    pairs = [(wanted, found[partner[i]]) for i, wanted in enumerate(gold) if i in partner]
    wrong, repeats = _left_over(fitting, [j for j in range(len(found)) if j not in used], spare)
    return Pairing(
        matched=tuple(p for p in pairs if not p[0].optional),
        missed=tuple(wanted for i, wanted in enumerate(gold) if i not in partner and not wanted.optional),
        wrong=tuple(found[j] for j in wrong),
        forgiven=tuple(p for p in pairs if p[0].optional),
        repeats=tuple(found[j] for j in repeats),
    )


def _left_over(fitting: Sequence[Sequence[int]], unused: Sequence[int], spare: int) -> tuple[list[int], list[int]]:
    """The rows that are wrong, and those that repeat a fact of gold; a repeat beyond what is spare is both."""
    left, wrong, repeats = [spare] * len(fitting), [], []
    for j in unused:
        fits = [i for i, fit in enumerate(fitting) if j in fit]
        repeats += [j] if fits else []
        i = next((i for i in fits if left[i]), None)
        if i is None:
            wrong.append(j)
        else:
            left[i] -= 1
    return wrong, repeats


_WORD = 7
"""Up to so many characters, as compared, words may stand in others by chance."""


def fit_quotes(gold: Sequence[QuoteRow], found: Sequence[QuoteRow], names: Names) -> tuple[QuoteRow, ...]:
    """Found quotations cut as gold cuts them: pieces of one of gold's become one, one that joins several is cut."""
    rows = list(found)
    for row in found:
        inside = [g for g in gold if _said(g, row, names) and len(key(g.text)) > _WORD and key(g.text) in key(row.text)]
        if len(inside) > 1 and sum(len(key(g.text)) for g in inside) >= 0.8 * len(key(row.text)):
            rows.remove(row)
            rows += [replace(row, text=g.text) for g in inside]
    for wanted in gold:
        rows = _joined(wanted, rows, names)
    return tuple(rows)


def _joined(wanted: QuoteRow, rows: list[QuoteRow], names: Names) -> list[QuoteRow]:
    whole = key(wanted.text)
    pieces: dict[str, QuoteRow] = {}
    for row in rows:
        piece = key(row.text)
        if _WORD < len(piece) < len(whole) and piece in whole and _said(wanted, row, names):
            pieces[piece] = row
    parts = sorted(pieces.values(), key=lambda row: whole.index(key(row.text)))
    text = "".join(row.text for row in parts)
    if not (1 < len(parts) <= 4 and dice(wanted.text, text) >= 0.7):
        return rows
    return [row for row in rows if not any(row is part for part in parts)] + [replace(parts[0], text=text)]


def _said(gold: QuoteRow, found: QuoteRow, names: Names) -> bool:
    return names.same(gold.speaker, found.speaker) and bool(key(found.text))
