"""分别: which of several amounts is whose, of what, and when."""

from __future__ import annotations

import re
from dataclasses import replace

from kg.extract.figures.phrases import Phrase, is_change, joins, parts, without_change
from kg.extract.figures.scene import Clause, Scene
from kg.extract.figures.subjects import subjects_before
from kg.extract.figures.times import is_compared
from kg.extract.figures.told import Told
from kg.model import Mention, Period
from kg.text.dates import DateExpression

_UP_TO_A_PART = re.compile(r"(?P<first>20\d\d)年?\s?[至到—–-]+\s?(?P<last>20\d\d)年(?P<part>前三季度|上半年)")
"""Years and a part of the last: 2023年至2025年前三季度."""
_PARTS = {"前三季度": "{0}-Q1/{0}-Q3", "上半年": "{0}-H1"}


def share_out(
    scene: Scene,
    told: list[Told],
    clause: Clause,
    dates_before: tuple[DateExpression, ...],
    group_before: tuple[Mention, ...],
) -> None:
    """Gives each amount of a list behind 分别 its own subject, measure or time, in place.

    They go, in this order, to the figures told just before (同比分别上升15.1%、10.1%), the coordinated subjects,
    the dates, and the coordinated measures, whichever are as many as the amounts.
    """
    run = _run(scene, told, clause)
    many = len(run)
    if many < 2:
        return
    first = told[run[0]]
    before = told[: run[0]][-many:]
    change = first.metric.at[len(first.base.at) :] if first.metric.at[: len(first.base.at)] == first.base.at else ()
    words = "".join(scene.text[i] for i in change)
    if len(before) == many and is_change(words.removesuffix("分别")):
        for i, earlier in zip(run, before, strict=True):
            told[i] = replace(
                told[i],
                subjects=earlier.subjects,
                base=earlier.base,
                metric=earlier.base + Phrase(change),
                time=earlier.time,
            )
        return
    if not _share_subjects(scene, told, clause, run, group_before):
        for i in reversed(run):
            del told[i]
        return
    dates = _dates(scene, (*dates_before, *clause.dates), first, many)
    for i, date in zip(run, dates, strict=False):
        told[i] = replace(told[i], time=date)
    if "分别" in scene.text[clause.span.start : clause.span.end]:
        _share_measures(scene, told, run)


def _share_measures(scene: Scene, told: list[Told], run: list[int]) -> None:
    """Gives each amount the measure that stands at its place in a list, with the change that is said of all."""
    whole = told[run[0]].metric
    base = without_change(scene.text, whole) or whole
    change = Phrase(tuple(i for i in whole.at if i not in set(base.at)))
    measures = parts(scene.text, base)
    if len(measures) == len(run) and all(len(m.at) >= 2 for m in measures):
        for i, measure in zip(run, measures, strict=True):
            told[i] = replace(told[i], metric=measure + change, base=measure)


def _run(scene: Scene, told: list[Told], clause: Clause) -> list[int]:
    """The places in ``told`` of the amounts listed right behind 分别, or else from the clause's first amount on."""
    mark = max(scene.text.find("分别", clause.span.start, clause.span.end), clause.span.start)
    run: list[int] = []
    first = len(told)
    while first and told[first - 1].amount.span.start > mark:
        first -= 1
    for i in range(first, len(told)):
        start = told[i].amount.span.start
        if run and not joins(scene.text[told[run[-1]].amount.span.end : start]):
            break
        run.append(i)
    return run


def _share_subjects(
    scene: Scene, told: list[Told], clause: Clause, run: list[int], group_before: tuple[Mention, ...]
) -> bool:
    """Gives each amount its subject; False where there are several, but not as many as the amounts."""
    group = subjects_before(scene, clause, told[run[0]].amount.span.start) or group_before
    if len(group) == len(run):
        for i, subject in zip(run, group, strict=True):
            told[i] = replace(told[i], subjects=(subject,))
    respectively = "分别" in scene.text[clause.span.start : clause.span.end]
    return len(group) in (0, 1, len(run)) or not respectively


def _dates(scene: Scene, dates: tuple[DateExpression, ...], first: Told, many: int) -> list[DateExpression]:
    """As many dates as there are amounts: listed, or the years of an interval."""
    end = first.amount.span.start
    named = [d for d in dates if d.period and d.span.end <= end and not is_compared(scene.text, d)]
    if len(named) == many:
        return named
    run = next((d for d in reversed(dates) if d.period is None and d.span.end <= end), None)
    up_to = _UP_TO_A_PART.fullmatch(run.span.of(scene.text)) if run is not None else None
    if run is not None and up_to is not None and int(up_to["last"]) - int(up_to["first"]) + 1 == many:
        years = [Period(str(year)) for year in range(int(up_to["first"]), int(up_to["last"]))]
        part = Period(_PARTS[up_to["part"]].format(up_to["last"]))
        return [replace(run, period=period) for period in (*years, part)]
    whole = named[-1] if named else first.time
    if whole is None or whole.period is None or len(whole.period.iso) != len("2023/2024") or whole.period.iso[4] != "/":
        return []
    begin, end = int(whole.period.iso[:4]), int(whole.period.iso[5:])
    if end - begin + 1 != many:
        return []
    return [replace(whole, period=Period(str(year))) for year in range(begin, end + 1)]
