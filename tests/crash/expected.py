"""What may be in a graph after each command of a chain, by what the commands told, killed or not."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import pairwise

from crash import states
from crash.commands import BUILDS, Command, Run
from crash.corpus import file_name, has_text_of
from crash.states import Known, Mark, State


@dataclass(frozen=True)
class Only:
    """An article whose record is lost: the graph alone still shows this version of it."""

    version: int


Found = int | Only | None
"""What there is of an article: the version that its record is of, or only its graph, or nothing."""


class Expected:
    """Holds what is found after each command against what was there before, and what the command told.

    Args:
        known: what there may be at all.
        size: how many articles there are; they are numbered from 0.

    Attributes:
        possible: what there may be of each article.
        earlier: the earlier versions of articles, the oldest first.
        has_lost: whether records were lost here, of which the history may tell for ever.
        visible: which version of which article store and readers were shown last.
    """

    def __init__(self, known: Known, size: int) -> None:
        self.known = known
        self.possible: dict[int, set[Found]] = {number: {None} for number in range(size)}
        self.earlier: dict[int, list[int]] = {}
        self.has_lost = False
        self.visible: dict[str, dict[int, int]] = {"store": {}, "readers": {}}

    @property
    def there(self) -> dict[int, int]:
        """A version of every article that is there, whatever of all that may be is."""
        return versions(self.possible)

    @property
    def lost(self) -> set[int]:
        """The articles whose records are lost, or may be."""
        return {n for n, possible in self.possible.items() if any(isinstance(found, Only) for found in possible)}

    def look(self, state: State, lost: Collection[int]) -> None:
        """Take what there is for what there shall be, where the records of these articles were just lost."""
        self.possible = found(state, self.known, {*lost, *self.lost}, self.possible)
        there, self.has_lost = earlier(state, self.known), True
        for number in lost:
            self.earlier[number] = there.get(number, [])
        self.visible = {place: self._shown(state, place) for place in self.visible}

    def faults(self, state: State, command: Command, run: Run, versions: Mapping[int, int], base: str) -> list[str]:
        """What is wrong after a command: what is cut, what was told and is lost, what does not fit.

        Args:
            state: what is there.
            command: what was run.
            run: how it went.
            versions: the articles that it read.
            base: what the IRIs begin with, as the command was set up.
        """
        before, lost = {number: possible.copy() for number, possible in self.possible.items()}, self.lost
        faults = states.faults(state, self.known, lost)
        self._allow(command, run, versions)
        there = found(state, self.known, lost, self.possible)
        for number, possible in self.possible.items():
            if not there[number] <= possible:
                faults.append(f"article {number}: {there[number]} is kept, not one of {possible}")
        faults += self._vanished(state, before)
        self._note_earlier(before, there)
        self.possible = there
        faults += self._wrong_status(command, run)
        if run.has_ended and command.kind in (*BUILDS, "remove", "repair"):
            faults += in_step(state, self.known, self.there)
            faults += self._lost_versions(state)
        if run.has_ended and command.kind in (*BUILDS, "remove") and (bases := _bases(state)) - {base}:
            faults.append(f"the graph is under {sorted(bases)}, not {base}")
        if run.has_ended and command.kind == "compact" and state["store"]["graphs"] != state["readers"]["graphs"]:
            faults.append("readers do not see what the store has")
        return faults

    def _shown(self, state: State, place: str) -> dict[int, int]:
        return states.shown(state[place], self.known) if state[place] else {}

    def _allow(self, command: Command, run: Run, versions: Mapping[int, int]) -> None:
        """What may be there now: where the command told of an article, only what it told."""
        told = set(run.said.splitlines())
        if command.kind in BUILDS:
            for number, version in versions.items():
                half = {Only(version)} if number in self.lost else set()
                is_done = run.has_ended or file_name(number) in told
                self.possible[number] = {version} if is_done else self.possible[number] | {version} | half
        for number in command.removes:
            is_done = run.has_ended or f"removed {file_name(number)}" in told
            self.possible[number] = {None} if is_done else self.possible[number] | {None}

    def _vanished(self, state: State, before: Mapping[int, set[Found]]) -> list[str]:
        """What is shown must have been shown before, or be what was or is kept: nothing goes missing in between."""
        faults = []
        for place, earlier in self.visible.items():
            if place == "store" and (state[place] is None or state["lacks"]):
                self.visible[place] = {}  # being loaded, swapped or made again: the next command puts it right
                continue
            now = self._shown(state, place)
            for number, possible in self.possible.items():
                allowed = {earlier.get(number), *map(_version, possible | before[number])}
                if now.get(number) not in allowed:
                    faults.append(f"{place}: article {number} is shown as {now.get(number)}, not one of {allowed}")
            self.visible[place] = now
        return faults

    def _note_earlier(self, before: Mapping[int, set[Found]], now: Mapping[int, set[Found]]) -> None:
        for number, versions in before.items():
            old, new = next(iter(versions)), next(iter(now[number]))
            if new is None:
                self.earlier.pop(number, None)
            elif isinstance(new, int) and isinstance(old, int) and has_text_of(new) != has_text_of(old):
                earlier = self.earlier.setdefault(number, [])
                if not earlier or has_text_of(earlier[-1]) != has_text_of(old):  # or a kill had left it there already
                    earlier.append(old)
            elif isinstance(new, int) and isinstance(old, Only):  # what was lost is no earlier version
                earlier = self.earlier.get(number, [])
                while earlier and has_text_of(earlier[-1]) == has_text_of(new):
                    earlier.pop()

    def _wrong_status(self, command: Command, run: Run) -> list[str]:
        """Whoever meets an article without its record says so, and is not content."""
        allowed = {0}
        if self.lost and command.kind in (*BUILDS, "remove", "repair", "backup"):
            allowed = {1}
        elif self.lost and command.kind == "compact":
            allowed = {0, 1}  # it looks for what is lost, not into what is there
        elif self.has_lost and command.kind in ("repair", "backup"):
            allowed = {0, 1}  # they tell of earlier versions without records
        return [f"exit status {run.status}\n{run.said}"] if run.has_ended and run.status not in allowed else []

    def _lost_versions(self, state: State) -> list[str]:
        """What is amiss with the earlier versions of articles, and with what the store tells of them."""
        faults, there = [], earlier(state, self.known)
        expected = {number: versions for number, versions in self.earlier.items() if versions}
        if there != expected:
            faults.append(f"earlier versions: {there}, not {expected}")
        [base] = {states.base_of(name) for name in state["store"]["graphs"] if name in self.known.graphs} or {""}
        for number, versions in self.earlier.items() if base else ():
            for old, new in pairwise([*versions, self.there[number]]):
                told = [f"<{self.known.names[base, Mark(number, version)]}>" for version in (new, old)]
                if not any(told[0] in line and told[1] in line for line in state["store"]["history"]):
                    faults.append(f"the history does not tell that {told[0]} came after {told[1]}")
        return faults


def _version(found: Found) -> int | None:
    return found.version if isinstance(found, Only) else found


def versions(there: Mapping[int, Collection[Found]]) -> dict[int, int]:
    """A version of every article that is there."""
    first = ((number, _version(next(iter(found)))) for number, found in there.items() if None not in found)
    return {number: version for number, version in first if version is not None}


def _bases(state: State) -> set[str]:
    """What the names of the graphs of store and readers begin with."""
    return {states.base_of(name) for place in ("store", "readers") if state[place] for name in state[place]["names"]}


def earlier(state: State, known: Known) -> dict[int, list[int]]:
    """The earlier versions of articles, the oldest first."""
    found: dict[int, list[int]] = {}
    for digest in state["revisions"].values():
        if mark := known.records.get(digest):
            found.setdefault(mark.number, []).append(mark.version)
    return found


def found(state: State, known: Known, lost: Collection[int], numbers: Collection[int]) -> dict[int, set[Found]]:
    """What there is of each article.

    Of one whose record is lost the store tells, or readers where a command was killed that made the store again; both
    may, and then the next command goes on from either.
    """
    kept, shown = states.kept(state, known), _told(state, known)
    removed = {known.numbers[name] for name in state["removed"] if name not in state["records"]}
    there: dict[int, set[Found]] = {number: {kept.get(number)} for number in numbers}
    for number in {*lost} - kept.keys() - removed:
        there[number] = {Only(versions[number]) for versions in shown if number in versions} or {None}
    return there


def _told(state: State, known: Known) -> list[dict[int, int]]:
    """Which versions are shown where the next command looks."""
    is_whole = state["store"] is not None and not state["lacks"]
    places = ["store"] if is_whole else ["store", "readers"]
    return [states.shown(state[place], known) for place in places if state[place]]


def in_step(state: State, known: Known, there: Mapping[int, int]) -> list[str]:
    """What is wrong after a command that ended well: all must show what is there, and nothing else be left."""
    shown = {place: states.shown(state[place], known) if state[place] else None for place in ("store", "readers")}
    faults = [f"{place}: shows {versions}, kept is {there}" for place, versions in shown.items() if versions != there]
    if len(bases := _bases(state)) > 1:
        faults.append(f"store and readers have different bases: {bases}")
    if not state["readers"] or state["readers"]["index"] is None:
        faults.append("there is no search index")
    marks = sorted(there.items())
    if [tuple(mark) for mark in state["files"].get("graph.ttl", {}).get("marks", ())] != marks:
        faults.append(f"graph.ttl does not show what is kept, which is {marks}")
    if state["files"].get("report.json", {}).get("graph", {}).get("articles") != len(there):
        faults.append("report.json does not count what is kept")
    return faults + [f"left behind: {name}" for name in state["litter"]]
