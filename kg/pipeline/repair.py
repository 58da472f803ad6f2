"""The repair: what can be made again from what is whole.

A deep check tells what is wrong; each kind of fault has its step here. Nobody else may write between the check and the
steps that trust it; what is done to the store after these looks again at what is kept by then. Every step leaves the
folder in a state that a build, or another repair, goes on from: whatever is killed is simply run again. Nothing that
may be the last of its kind is deleted: damaged records, and a damaged store, are moved into ``damaged/``.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.config import Config, load_config
from kg.errors import KgError, StoreError
from kg.files import read_own, reason, sweep, whole_file, write_whole
from kg.model import ArticleId, text_digest
from kg.pipeline import layout, orphans, rescued
from kg.pipeline.build import publish, settle
from kg.pipeline.checked_articles import NO_RECORDS, configuration
from kg.pipeline.checked_files import check_outputs
from kg.pipeline.checking import Progress, check_deep, demand
from kg.pipeline.counts import counts
from kg.pipeline.findings import DeepReport, Finding, Mend
from kg.pipeline.kept import RESCUED, Kept, KeptArticles
from kg.pipeline.outputs import write_page
from kg.pipeline.projection import GRAPH, Projection
from kg.pipeline.remote_check import note_again
from kg.pipeline.report import BuildReport, tally
from kg.pipeline.stores import graphs_to_write
from kg.pipeline.workplace import Workplace
from kg.rdf import Statement, article_graph
from kg.rdf.graph import ArticleGraph
from kg.rdf.revisions import is_history
from kg.resolve import resolve

if TYPE_CHECKING:
    from kg.store.remote_address import Address

Say = Callable[[str], None]
_IN_STORE = {Mend.STORE, Mend.RESCUED, Mend.GRAPH, Mend.DROP, Mend.HISTORY, Mend.MERGED, Mend.SNAPSHOT}


@dataclass(frozen=True, slots=True)
class RepairReport:
    """What a repair did, or would do, a line each; and what it cannot mend, with what a person must do."""

    done: tuple[str, ...]
    left: tuple[Finding, ...]


def repair(
    output: Path | str = "output",
    *,
    config: Config | None = None,
    store: str | None = None,
    dry_run: bool = False,
    say: Say | None = None,
    on_progress: Progress | None = None,
) -> RepairReport:
    """Make again what is damaged in an output folder, from what is whole.

    Args:
        output: the folder of the graph.
        config: the settings, as for :func:`kg.build`.
        store: the remote store that has the graph, as for :func:`kg.build`.
        dry_run: whether only to tell what would be done.
        say: hears each line of the report when it is done.
        on_progress: hears how the check before it goes on, as for :func:`kg.pipeline.checking.check_deep`.

    Raises:
        ConfigError: if nothing was built there, or its graph is elsewhere.
        StoreError: if the folder, or the remote store, cannot be written, or others build into it.
    """
    settings = config or load_config()
    place = Workplace(Path(output))
    address = demand(place, settings, store)
    lines: list[str] = []

    def told(line: str) -> None:
        lines.append(line)
        (say or (lambda _: None))(line)

    with ExitStack() as stack:
        lock = None if dry_run else _locked(place, stack)
        report = check_deep(output, config=settings, store=store, on_progress=on_progress, is_locked=not dry_run)
        if report.is_partial:
            raise StoreError(f"{place.store}: the store is being built; try again when that is done")
        if lock:
            _Repair(place, settings, report, told, address).run(lock.release)
        else:
            for finding in report.findings:
                if finding.mend:
                    told(_line(finding, f"would be {finding.mend.value}"))
            if any(finding.mend in _IN_STORE for finding in report.findings):
                told(f"{_outputs_of(place)}: would be written again where they differ from the mended graph")
    return RepairReport(tuple(lines), tuple(found for found in report.faults if not found.mends))


def _locked(place: Workplace, stack: ExitStack) -> Any:
    """Keep everybody from the store until the lock, or all of the stack, is released."""
    from kg.store.lock import StoreLock

    lock = StoreLock(place.store, shared=False)
    stack.callback(lock.release)
    return lock


def _line(finding: Finding, done: str) -> str:
    return f"{finding.named}: {finding.problem}: {done}"


class _AsKept(Projection):
    """The store, with graphs made under the settings that each record tells."""

    def graph(self, kept: Kept) -> ArticleGraph:
        """What an article says."""
        facts = resolve(kept.article, kept.annotations, kept.extractors)
        return article_graph(facts, self.base, configuration(kept, None, self.base))


class _Repair:
    """One repair, after the check that told what is wrong."""

    def __init__(
        self, place: Workplace, settings: Config, report: DeepReport, say: Say, address: Address | None = None
    ) -> None:
        self.place = place
        self.address = address
        self.settings = settings
        self.base = report.base
        self.findings = report.findings
        self.say = say
        self.kept = KeptArticles(place)
        self.mends = {finding.mend for finding in report.findings}

    def run(self, release: Callable[[], None]) -> None:
        """All steps, in the order of :class:`Mend`.

        Args:
            release: lets go of the lock under which the check was made, for the store to be opened.
        """
        try:
            for folder in (self.place.texts, self.place.annotations):
                folder.mkdir(exist_ok=True)
            self._layout()
            self._note()
            self._records()
            self._orphans()
            self._texts()
            self._not_rescued()
            self.kept.entries()
            if any(finding.problem == NO_RECORDS for finding in self.findings):
                return  # the store would be emptied
            if Mend.STORE in self.mends:
                self._put_store_aside()
            release()
            if self.mends - {None}:
                self._with_store()
        except OSError as error:
            raise StoreError(f"{self.place.folder}: cannot be repaired: {reason(error)}") from error

    def _of(self, *mends: Mend) -> Iterator[Finding]:
        return (finding for finding in self.findings if finding.mend in mends)

    def _done(self, findings: Iterable[Finding]) -> None:
        for finding in findings:
            assert finding.mend  # noqa: S101 - chosen by it
            self.say(_line(finding, finding.mend.value))

    def _layout(self) -> None:
        for finding in self._of(Mend.LAYOUT):
            self.kept.set_aside(self.place.folder / layout.FILE)
            layout.mark(self.place.folder)
            self._done([finding])

    def _note(self) -> None:
        for finding in self._of(Mend.NOTE):
            if self.address:
                note_again(self.kept, self.address)
                self._done([finding])

    def _records(self) -> None:
        for finding in self._of(Mend.RECORD):
            file = self.place.folder / finding.node
            if file.exists():
                to = self.kept.set_aside(file)
                write_whole(to.with_name(f"{to.name}.why"), f"{finding.node}: {finding.problem}\n".encode())
                self.say(_line(finding, f"set aside as damaged/{to.name}; {finding.advice}"))

    def _orphans(self) -> None:
        """What may be all that is left of articles."""
        if told := tuple(self._of(Mend.EXPORT, Mend.WORD, Mend.ORPHAN)):
            orphans.set_aside(self.kept, orphans.found(self.kept))
            self._done(told)

    def _texts(self) -> None:
        """Texts that are lost, from the records that have them."""
        lost = {finding.node: finding for finding in self._of(Mend.TEXT)}
        if not lost:
            return
        for kept in self._records_with_texts({node.rpartition("/")[2].partition(".")[0] for node in lost}):
            text = kept.article.text
            file = self.place.text_file(text_digest(text))
            write_whole(file, text.encode("utf-8"))
            self._done([lost[f"texts/{file.name}"]])

    def _records_with_texts(self, digests: set[str]) -> Iterator[Kept]:
        for entry in self.kept.entries().values():
            if entry.sha256 in digests:
                digests.discard(entry.sha256)
                yield self.kept.load(entry.id)
        for versions in self.kept.revisions.all().values():
            for earlier in versions:
                if earlier.sha256 in digests:
                    digests.discard(earlier.sha256)
                    yield self.kept.load_earlier(earlier)

    def _put_store_aside(self) -> None:
        """Save what only the store has, then move it out of the way."""
        saved = rescued.saved(self.place) or {}
        for graph, lines in self._rescued():
            saved.setdefault(graph, lines)
        self.place.damaged.mkdir(exist_ok=True)
        if saved:
            rescued.save(self.place, saved)
        if self.place.store.exists():
            to = self.kept.set_aside(self.place.store)
            self.say(f"store: moved to damaged/{to.name}; delete it once all is well")

    def _not_rescued(self) -> None:
        """What lies in the place of what a repair saves, and is none of it, goes under another name."""
        if rescued.saved(self.place) is None:
            to = self.kept.set_aside(self.place.damaged / RESCUED)
            self.say(f"damaged/{RESCUED}: is not what a repair saves: now called damaged/{to.name}")

    def _rescued(self) -> Iterator[tuple[str, list[Statement]]]:
        """The history, and the graphs of articles whose records are damaged or lost, as far as they can be read."""
        from kg.store.comparing import DAMAGE
        from kg.store.oxigraph import OxigraphStore
        from kg.store.snapshots import current

        known = self.kept.entries().keys() | self.kept.going()
        for folder in (self.place.store, current(self.place.store)):
            with suppress(*DAMAGE, KgError):
                if folder is None:
                    continue
                with OxigraphStore(folder, read_only=True, lock=_unlocked()) as store:
                    for graph in store.graphs():
                        found = GRAPH.fullmatch(graph)
                        if is_history(graph) or (found and ArticleId(found[2]) not in known):
                            with suppress(*DAMAGE, KgError):
                                yield graph, list(store.statements(graph))

    def _with_store(self) -> None:
        """All that is done to the store, and what is written out of it."""
        with self._opened() as store:
            projection = _AsKept(store, self.base, self.settings.digest)
            entries = settle(self.kept, projection)
            self._project(projection)
            if Mend.MERGED in self.mends:
                self._merge(store)
            if any(not finding.is_note for finding in self._of(Mend.SNAPSHOT)):
                self._forget_sums()
                store.forget_index()
            publish(self.kept, projection, store, entries)
            self._done(self._of(*sorted(_IN_STORE, key=list(Mend).index)))
            self._outputs(store)
            self.kept.published()
            self._leftovers()

    def _opened(self) -> AbstractContextManager[Any]:
        from kg.store.publishing import PublishingStore

        if self.address:
            return graphs_to_write(self.place, self.address, self.settings)
        return PublishingStore(self.place.store)

    def _merge(self, store: Any) -> None:
        """The graph that queries read, out of all others."""
        from kg.store.comparing import merge_again

        if self.address:
            store.merge_anew()
        else:
            merge_again(store)

    def _project(self, projection: Projection) -> None:
        """Graphs that are not what their records say."""
        names = (GRAPH.fullmatch(finding.node) for finding in self._of(Mend.GRAPH))
        for id in sorted({ArticleId(found[2]) for found in names if found}):
            if self.kept.entry(id) and id not in self.kept.damaged:
                projection.put(self.kept.load(id))

    def _forget_sums(self) -> None:
        """The next snapshot takes no sum from one that is damaged."""
        from kg.store.snapshots import current
        from kg.store.sums import FILE

        if newest := current(self.place.store):
            with suppress(OSError):
                (newest / FILE).unlink()

    def _outputs(self, store: Any) -> None:
        """The files for people, where they do not say what the store says now."""
        from kg.publish.serialise import write_file

        for finding in tuple(check_outputs(self.place, store, self.settings, self.base, False)):
            file = self.place.folder / finding.node
            if file == self.place.turtle:
                write_file(store, "turtle", file, self.base)
            elif file == self.place.page:
                write_page(self.place, store, self.settings, file)
            else:
                with whole_file(file) as temporary:
                    temporary.write_text(_report(file, counts(store)), "utf-8", newline="\n")
            self._done([finding])
        self.place.report.touch()  # all of them tell what the new snapshot says

    def _leftovers(self) -> None:
        """The steps before have removed them, as far as nobody else uses them now."""
        sweep(self.place.damaged)
        self._done(f for f in self._of(Mend.LEFTOVER) if not os.path.lexists(self.place.folder / f.node))


def _outputs_of(place: Workplace) -> str:
    return ", ".join(file.name for file in (place.turtle, place.page, place.report))


def _report(file: Path, graph: dict[str, int]) -> str:
    """A report that counts what the graph holds; what it says of the last build stays, where it can be read."""
    new = json.loads(BuildReport(outcomes=tally(()), graph=graph).as_json())
    with suppress(OSError, ValueError, RecursionError):
        old = json.loads(read_own(file))
        if isinstance(old, dict):
            kept = {key: old[key] for key in new.keys() - {"graph"} if type(old.get(key)) is type(new[key])}
            if set(kept.get("articles", ())) == set(new["articles"]):
                new.update(kept)
    return json.dumps(new, ensure_ascii=False, indent=2) + "\n"


def _unlocked() -> Any:
    """No lock: that of the store is held already."""
    from kg.store.lock import SnapshotLock

    return SnapshotLock(None)
