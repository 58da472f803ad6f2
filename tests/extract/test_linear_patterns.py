"""No pattern of kg can read one text in very many ways, and be made to try them all.

Python's engine tries every way in which a repetition can have read a text before it says that nothing matches. Where a
repetition holds another over the same characters, as in ``(a+)+``, or alternatives that together are another one, as in
``(?:早|在|早在)*``, there are twice as many ways with each repetition. Both are looked for in every pattern.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
import time
from collections.abc import Iterable, Iterator
from itertools import product
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as sre_parser  # type: ignore[attr-defined]
from typing import Any

import pytest

import kg

_UNBOUNDED = 200
"""Repetitions that are as good as without end."""
_REPEATS = (sre.MAX_REPEAT, sre.MIN_REPEAT)
_SLOW = 0.1
"""CPU seconds: what is tried in every way takes longer, anything else a thousandth of it."""


def patterns() -> dict[str, re.Pattern[str]]:
    """Every pattern of the modules of kg, by where it is."""
    found: dict[str, re.Pattern[str]] = {}
    for module in pkgutil.walk_packages(kg.__path__, "kg."):
        if module.name.endswith("__main__"):
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            for i, pattern in enumerate(_within(value)):
                found.setdefault(pattern.pattern, pattern)
                _places.setdefault(pattern.pattern, f"{module.name}.{name}" + (f"[{i}]" if i else ""))
    return found


_places: dict[str, str] = {}


def _within(value: Any, depth: int = 0) -> Iterator[re.Pattern[str]]:
    """The patterns that a value is, holds, or makes when it is called without arguments."""
    if isinstance(value, re.Pattern):
        if isinstance(value.pattern, str):
            yield value
    elif isinstance(value, tuple | list | frozenset) and depth < 3:
        for one in value:
            yield from _within(one, depth + 1)
    elif isinstance(value, dict) and depth < 3:
        yield from _within(list(value.values()), depth + 1)
    elif isinstance(getattr(value, "pattern", None), re.Pattern):
        yield value.pattern
    elif inspect.isroutine(value) or hasattr(value, "__wrapped__"):
        made = getattr(value, "__wrapped__", value)
        ours = str(getattr(made, "__module__", "")).startswith("kg.") and inspect.isfunction(made)
        if ours and "Pattern" in str(made.__annotations__.get("return", "")) and _needs_nothing(made):
            yield from _within(value(), depth + 1)


def _needs_nothing(function: Any) -> bool:
    kinds = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    return all(p.kind in kinds for p in inspect.signature(function).parameters.values())


def nested(pattern: str) -> bool:
    """Whether a repetition without end holds another that can read the same characters."""
    return any(_has_endless(body) for body in _endless(sre_parser.parse(pattern)))


def _endless(parsed: Iterable[Any]) -> Iterator[Any]:
    """What is repeated without end, possessive repetitions aside, which try nothing twice."""
    for op, argument in parsed:
        if op in _REPEATS and argument[1] >= _UNBOUNDED:
            yield argument[2]
        for part in _parts(op, argument):
            yield from _endless(part)


def _has_endless(body: Iterable[Any]) -> bool:
    """Whether what is repeated begins and ends with a repetition of its own, or is one."""
    kept = list(body)
    if len(kept) == 1 and kept[0][0] is sre.SUBPATTERN:
        return _has_endless(kept[0][1][3])
    if len(kept) == 1 and kept[0][0] is sre.BRANCH:
        return any(_has_endless(branch) for branch in kept[0][1][1])
    return len(kept) == 1 and kept[0][0] in _REPEATS and kept[0][1][1] >= _UNBOUNDED


def _parts(op: Any, argument: Any) -> list[Any]:
    if op in _REPEATS or op is sre.POSSESSIVE_REPEAT:
        return [argument[2]]
    if op is sre.SUBPATTERN:
        return [argument[3]]
    if op is sre.BRANCH:
        return list(argument[1])
    if op in (sre.ASSERT, sre.ASSERT_NOT):
        return [argument[1]]
    return [argument] if op is sre.ATOMIC_GROUP else []


def pumps(pattern: str) -> list[str]:
    """What each repetition without end can read in one turn, or in two turns and otherwise too; by samples."""
    found: set[str] = set()
    for body in _endless(sre_parser.parse(pattern)):
        words = {s for s in _samples(body) if s}
        found |= words
        found.update(a + b for a in words for b in _after(a, words))
    return sorted(found)


def _after(first: str, words: set[str]) -> Iterator[str]:
    """The words that together with a first one can be taken apart in another way."""
    longer = [w for w in words if w != first and (w.startswith(first) or first.startswith(w))]
    if longer:
        yield from (second for second in words if _ways(first + second, words) > 1)


def _ways(text: str, words: set[str]) -> int:
    ways = [1] + [0] * len(text)
    for i in range(len(text)):
        for j in range(i + 1, len(text) + 1) if ways[i] else ():
            ways[j] += ways[i] * (text[i:j] in words)
    return ways[-1]


def _samples(parsed: Any, most: int = 200) -> list[str]:
    """Some texts that a part of a pattern reads: optional parts there and not, the shortest repetitions."""
    texts = [""]
    for op, argument in parsed:
        here = _of_one(op, argument)
        texts = [a + b for a, b in product(texts, here)][:most]
    return texts


def _of_one(op: Any, argument: Any) -> list[str]:
    if op is sre.LITERAL:
        return [chr(argument)]
    if op is sre.IN:
        return [_one_of(argument)]
    if op in (sre.ANY, sre.NOT_LITERAL):
        return ["中"]
    if op is sre.BRANCH:
        return [s for branch in argument[1] for s in _samples(branch)]
    if op in _REPEATS or op is sre.POSSESSIVE_REPEAT:
        least, most, body = argument
        counts = sorted({least, min(least + 1, most)})
        return [s * n for n in counts for s in _samples(body)[:20]]
    parts = _parts(op, argument) if op in (sre.SUBPATTERN, sre.ATOMIC_GROUP) else []
    return _samples(parts[0]) if parts else [""]


def _one_of(members: Any) -> str:
    """A character of a set."""
    for op, argument in members:
        if op is sre.LITERAL:
            return chr(argument)
        if op is sre.RANGE:
            return chr(argument[0])
        if op is sre.CATEGORY:
            return {sre.CATEGORY_DIGIT: "1", sre.CATEGORY_SPACE: " ", sre.CATEGORY_WORD: "a"}.get(argument, "中")
    return "中"


def explodes(pattern: re.Pattern[str]) -> str | None:
    """What has to be repeated for a pattern to try ever more ways; None if nothing of what it repeats does that."""
    prefixes = ("", *sorted({s for s in _samples(sre_parser.parse(pattern.pattern), 4) if s})[:2])
    for pump in pumps(pattern.pattern):
        for before in prefixes:
            for times in range(12, 38, 2):
                text = before + pump * times + "\0"
                began = time.process_time()
                pattern.match(text)
                pattern.fullmatch(text)
                if time.process_time() - began > _SLOW:
                    return pump
    return None


@pytest.mark.threat("redos", control=True)
@pytest.mark.parametrize("pattern", [r"(a+)+$", r"(?:a*)*b", r"(?:x|(?:\w+))+!"])
def test_the_check_sees_repetitions_within_repetitions(pattern: str) -> None:
    assert nested(pattern)


@pytest.mark.threat("redos", control=True)
@pytest.mark.parametrize(
    "pattern",
    [r"(a+)+$", r"(?:早|在|早在)*。", r"^(?:持有的?|的)*\d", r"(?:第.{0,4}?届)*甲", r"(?:再次?|次年|年?初)*甲"],
)
def test_the_check_sees_what_can_be_read_in_many_ways(pattern: str) -> None:
    assert explodes(re.compile(pattern))


@pytest.mark.parametrize(
    "pattern", [r"(?:a+b)+", r"(?:早在|早|在)*+。", r"[ab]*c[ab]*", r"\d+(?:,\d{3})*", r"(?:a++)*b"]
)
def test_the_check_lets_linear_patterns_pass(pattern: str) -> None:
    assert not nested(pattern)
    assert explodes(re.compile(pattern)) is None


def test_the_patterns_are_found() -> None:
    found = patterns()
    assert len(found) > 500
    where = set(_places.values())
    assert {"kg.text.amount_forms.NUMBER", "kg.extract.subjects._NO_OTHER", "kg.store.mistakes._TOKEN"} <= where


@pytest.mark.threat("redos")
def test_no_pattern_repeats_repetitions() -> None:
    assert [_places[p] for p in patterns() if nested(p)] == []


@pytest.mark.threat("redos")
def test_no_pattern_reads_a_text_in_ever_more_ways() -> None:
    exploding = {_places[p]: explodes(pattern) for p, pattern in patterns().items()}
    assert {where: pump for where, pump in exploding.items() if pump} == {}
