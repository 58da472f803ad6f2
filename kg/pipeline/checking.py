"""The deep check: everything that is kept held against everything that is derived from it.

Records and texts are kept; the store, its snapshots, the search index and the files for people are derived. The check
goes through the articles one by one, and keeps of each a few numbers. It shares the store's lock, so that no build
begins meanwhile; where one is going on already, it looks at the newest snapshot alone and says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.config import Config, load_config
from kg.errors import ConfigError, KgError, StoreError
from kg.files import is_same, listed, read_own
from kg.model import ArticleId, VersionId
from kg.pipeline import layout, orphans
from kg.pipeline.checked_articles import ALL_LOST, NO_RECORDS, ArticleChecker
from kg.pipeline.checked_files import check_outputs, leftovers, set_aside
from kg.pipeline.findings import DeepReport, Finding, Mend
from kg.pipeline.kept import BEGUN, Entry, KeptArticles, article_of
from kg.pipeline.projection import GRAPH, base_in, lost_versions, versions_in
from kg.pipeline.revisions import chains, putting_back
from kg.pipeline.stores import of_folder
from kg.pipeline.workplace import TEXT, Workplace
from kg.rdf.revisions import history_graph, is_history, revision

if TYPE_CHECKING:
    from kg.store.remote_address import Address

Progress = Callable[[str], None]


def check_deep(
    output: Path | str = "output",
    *,
    config: Config | None = None,
    store: str | None = None,
    on_progress: Progress | None = None,
    is_locked: bool = False,
) -> DeepReport:
    """Hold all that an output folder keeps against all that is derived from it.

    Args:
        output: the folder of the graph.
        config: the settings, as for :func:`kg.build`; only how many nodes the page shows is taken from them, and the
            base where no graph tells it.
        store: the remote store that has the graph, as for :func:`kg.build`. One that the environment or the settings
            name is none of a folder that has a store of its own.
        on_progress: hears of every article, then of every further step.
        is_locked: whether the caller keeps others from the store already.

    Raises:
        ConfigError: if nothing was built there, or its graph is elsewhere.
        StoreError: if a remote store cannot be asked.
    """
    place = Workplace(Path(output))
    settings = config or load_config()
    address = demand(place, settings, store)
    tell = on_progress or (lambda _: None)
    if address:
        from kg.pipeline.remote_deep import check_remote

        return check_remote(place, settings, tell, is_locked, address)
    return DeepCheck(place, settings, tell, is_locked).run()


def demand(place: Workplace, settings: Config, store: str | None) -> Address | None:
    """Make sure that something was built in a folder, whatever became of it since; gives the remote store that has it.

    Raises:
        ConfigError: if nothing was, if it lies behind links, or if the graph is kept in a remote store that is not
            named, or in none though one is.
        StoreError: if the folder has the layout of a newer kg.
    """
    address = of_folder(place, store, settings)
    place.demand_no_links()
    if address is None:
        place.demand_own_store()
    elif not (place.annotations.is_dir() or place.remote.exists()):
        raise ConfigError(
            f"{place.folder}: no graph was built here for {address}; name with -o the folder that was, or look with "
            "`kg check` at what the server has, which needs none"
        )
    if layout.is_own(place.folder / layout.FILE):
        layout.demand(place.folder)
    if not place.annotations.is_dir():
        place.demand()
    return address


class DeepCheck:
    """One check, in steps that each add what they find."""

    def __init__(self, place: Workplace, settings: Config, tell: Progress, is_locked: bool) -> None:
        self.place = place
        self.is_locked = is_locked
        self.settings = settings
        self.tell = tell
        self.found: list[Finding] = []
        self.kept = KeptArticles(place)
        self.entries: dict[ArticleId, Entry] = {}
        self.lost: set[ArticleId] = set()
        self.told_texts: set[str] = set()
        self.store: Any = None
        self.snapshot: Any = None
        self.is_building = False
        self.behind = _behind(place)
        self.is_untold = False

    def run(self) -> DeepReport:
        """All steps, in order.

        Raises:
            StoreError: if others wrote meanwhile, whom no lock kept out: none can be had of a folder that cannot be
                written and has none yet.
        """
        from kg.store.snapshots import identity

        with ExitStack() as stack:
            known_as = identity(self.place.store)
            self._open(stack)
            self.entries = self.kept.entries()
            self._layout()
            articles = self._articles(stack)
            self.tell("earlier versions")
            needed = self._earlier()
            self._orphans()
            self.tell("the history, the merged graph")
            self._whole(articles)
            self.tell("the snapshot")
            self._against_snapshot(articles)
            if not self.is_building:
                self.tell("graph.ttl, graph.html, report.json")
                self._files(articles, needed)
                if (known_as, self.behind) != (identity(self.place.store), _behind(self.place)):
                    raise StoreError(f"{self.place.folder}: was changed while it was checked; try again")
            found = tuple(sorted(set(self.found)))
            return DeepReport(self.count, articles.evidence, found, self.is_building, self.base)

    def _add(self, *found: Finding) -> None:
        self.found += found

    def _layout(self) -> None:
        """Whether the folder says which layout it has, so that builds do not refuse it."""
        try:
            layout.demand(self.place.folder)
        except StoreError as error:
            told = _bare(error, self.place.folder / layout.FILE)
            unknown = (
                "no record can be read either, so that the layout is not known: delete this file if this kg, or an "
            )
            advice = "" if self.entries else f"{unknown}older one, made the folder"
            mend = Mend.LAYOUT if self.entries else None
            self._add(Finding("layout", layout.FILE, told.partition(";")[0], mend, advice))

    def _open(self, stack: ExitStack) -> None:
        """The store, under a lock that keeps builds out, and the newest snapshot."""
        from kg.store.lock import SnapshotLock, StoreInUseError
        from kg.store.oxigraph import OxigraphStore
        from kg.store.snapshots import current, held

        if not (self.place.store / "CURRENT").is_file():
            self._add(Finding("store", "store", "is gone", Mend.STORE))
        else:
            try:
                lock = SnapshotLock(None) if self.is_locked else None
                self.store = stack.enter_context(OxigraphStore(self.place.store, read_only=True, lock=lock))
            except StoreInUseError:
                self.is_building = True
            except KgError as error:
                self._add(_broken("store", error, Mend.STORE, self._is_cut_short))
        self.folder: Path | None = None
        if (newest := current(self.place.store)) is None or not newest.is_dir():
            self._add(Finding("snapshot", "snapshots/current", "names no snapshot that is there", Mend.SNAPSHOT))
            return
        try:
            self.folder = folder = stack.enter_context(held(self.place.store))
            self.snapshot = stack.enter_context(OxigraphStore(folder, read_only=True))
        except KgError as error:
            self.folder = None
            self._add(_broken("snapshot", error, Mend.SNAPSHOT, False))

    @property
    def _is_cut_short(self) -> bool:
        from kg.store.recovery import is_cut_short

        return is_cut_short(self.place.store)

    @property
    def _is_interrupted(self) -> bool:
        """Whether a build was killed here, and the next one goes on."""
        return not self.is_building and bool(self.behind is not None or self.kept.interrupted() or self._is_cut_short)

    @property
    def _has_lost_records(self) -> bool:
        return any(finding.problem == NO_RECORDS for finding in self.found)

    @property
    def graphs(self) -> Any:
        """The store that is looked at: the store itself, or else the snapshot."""
        return self.snapshot if self.store is None else self.store

    def _articles(self, stack: ExitStack) -> ArticleChecker:
        """Article by article."""
        names = self._names()
        self.base = base_in(names, self.settings.base)
        of: dict[ArticleId, list[str]] = defaultdict(list)
        for name in names:
            if found := GRAPH.fullmatch(name):
                of[ArticleId(found[2])].append(name)
            elif not is_history(name):
                self._add(Finding("store", name, "is no graph of kg", Mend.DROP))
        checker = ArticleChecker(
            self.kept,
            self.entries,
            self.base,
            self.graphs,
            None,
            self.behind or (),
            is_store=self.store is not None,
            is_interrupted=self._is_interrupted,
        )
        self.lost = of.keys() - self.entries.keys() - self.kept.damaged.keys() - self.kept.going()
        if self.store is None and not self.is_building:
            checker.lost = self.lost
        self._open_index(stack, checker)
        for id in sorted({*of, *self.entries, *self.kept.damaged}):
            own = [name for name in of.get(id, ()) if name.startswith(f"{self.base}article/")]
            others = set(of.get(id, ())) - set(own)
            self._add(*(Finding("store", name, "has another base", Mend.DROP, is_note=True) for name in others))
            for name in others:
                checker.read(name)
            self._add(*checker.check(id, own))
            self.tell(self.entries[id].source_file if id in self.entries else id)
        self.count = len({*of, *self.entries, *self.kept.damaged})
        if self.lost and not (self.entries or self._is_interrupted or self.is_building):
            self._add_lost_records()
        return checker

    def _names(self) -> tuple[str, ...]:
        self.is_untold = self.graphs is None
        try:
            return tuple(self.graphs.graphs()) if self.graphs is not None else ()
        except (OSError, RuntimeError, ValueError, KgError) as error:
            self._add(_broken("store", error, Mend.STORE, False))
            self.store = None
            self.is_untold = True
            return ()

    def _open_index(self, stack: ExitStack, checker: ArticleChecker) -> None:
        """The index of the snapshot, which also says what the store says where nothing has changed since."""
        from kg.store.search import index
        from kg.store.search.checking import checking

        is_known = self.behind is None or self.behind or self.is_building  # or which graphs have changed is not
        if self.folder is None or not index.is_available() or self.graphs is None or not is_known:
            return
        try:
            checker.search = stack.enter_context(checking(self.folder, checker.indexed_text))
        except StoreError as error:
            self._add(_broken("search index", error, Mend.SNAPSHOT, False))

    def _earlier(self) -> set[str]:
        """The records of earlier versions, and their texts; gives the digests of all texts that are needed."""
        needed = {entry.sha256 for entry in self.entries.values()}
        for versions in self.kept.revisions.all().values():
            for earlier in versions:
                shown = earlier.file.relative_to(self.place.folder).as_posix()
                needed.add(earlier.sha256)
                try:
                    kept = self.kept.load_earlier(earlier)
                    if kept.article.version != earlier.version:
                        raise StoreError(f"{earlier.file}: it is the record of {kept.article.version}")
                except StoreError as error:
                    advice = f"its text is texts/{earlier.sha256}.txt; {putting_back(self.place, earlier.article)}"
                    self._add(Finding("revisions", shown, _bare(error, earlier.file), advice=advice))
                    continue
                checker = ArticleChecker(self.kept, {}, self.base, None, None, (), is_store=False, is_interrupted=False)
                self._add(*checker.texts(kept, kept.article.source_file))
        return needed

    def _orphans(self) -> None:
        """What is left of articles that have no record, where no store tells of them either."""
        if not self.is_untold or self.is_building:
            return
        found = orphans.found(self.kept)
        if not (self.entries or self.kept.damaged or self.kept.interrupted()):
            if found.texts or found.articles or found.missing:
                self._add_lost_records()
            return
        for id, source in found.articles.items():
            problem = f"its record is lost, and {self.place.turtle.name} is what is left of it"
            gone = self.place.command(f"remove {id}")
            advice = f"read its source again with {self.place.reading(source)}; or take it out with {gone}"
            self._add(Finding(source or self.place.turtle.name, id, problem, Mend.WORD, advice))
        for text in found.texts:
            advice = orphans.advice(self.place, f"damaged/{text.name}")
            self._add(Finding("files", f"texts/{text.name}", orphans.problem(text), Mend.ORPHAN, advice))
        for file in found.exports:
            is_report = file == self.place.report
            advice = orphans.missing(self.place, file) if is_report else ""
            if is_report:
                problem = "counts more articles than are named"
            elif found.articles or found.missing:
                problem = "is of a graph that had more articles than there are records"
            else:
                problem = "may show the article of a text that no record has"
            self._add(Finding(file.name, file.name, problem, Mend.EXPORT, advice, is_note=not is_report))

    def _add_lost_records(self) -> None:
        self._add(Finding("annotations", "annotations", NO_RECORDS, advice=ALL_LOST))

    def _whole(self, articles: ArticleChecker) -> None:
        """What concerns all graphs: the history of versions, the graph that queries read."""
        if self.graphs is None:
            return
        history = history_graph(self.base)
        for name in filter(is_history, self._names()):
            lines = articles.read(name)
            if name == history and self.store is not None and lines is not None:
                self._add(*self._history(lines))
            if articles.search and name not in articles.changed and articles.search.differs(name, None):
                self._add(Finding("search index", name, "is not in the search index", Mend.SNAPSHOT))
        if history not in articles.sums and self.store is not None:
            self._add(*self._history(()))
        if not articles.unreadable:
            try:
                mend = Mend.MERGED if self.store is not None else Mend.SNAPSHOT
                problems = tuple(self._unmerged(articles))
                self._add(*(Finding("merged graph", "default graph", problem, mend) for problem in problems))
            except (OSError, RuntimeError, ValueError, KgError) as error:
                articles.unreadable = f"the merged graph cannot be read: {str(error).splitlines()[0]}"
        if articles.unreadable:
            where, mend = ("store", Mend.STORE) if self.store is not None else ("snapshot", Mend.SNAPSHOT)
            self._add(Finding(where, where, articles.unreadable, mend))

    def _unmerged(self, articles: ArticleChecker) -> Iterator[str]:
        """Where the graph that queries read is not all others."""
        return articles.merged.problems(self.graphs)

    def _history(self, lines: tuple[str, ...]) -> Iterator[Finding]:
        """What the history says and no kept version bears out, or the other way round."""
        if self._has_lost_records:
            return
        shown = {article_of(VersionId(n.removeprefix(self.base))): n for n in self._names() if "/article/" in n}
        stay = self.kept.damaged.keys() | self.lost
        current = {id: VersionId(shown[id].removeprefix(self.base)) for id in stay if id in shown}
        current.update((id, entry.version) for id, entry in self.entries.items())
        told = chains(current, self.kept.revisions.all())
        wanted = {
            revision(self.base + new, self.base + old) for versions in told.values() for old, new in pairwise(versions)
        }
        name, is_note = history_graph(self.base), self._is_interrupted
        if lacking := wanted - set(lines):
            problem = f"lacks {len(lacking)} revisions that are kept"
            yield Finding("history", name, problem, Mend.HISTORY, is_note=is_note)
        settled = {id: told[id] for id in told.keys() - set(self.kept.interrupted())}
        if lost := lost_versions(versions_in(lines, self.base), settled):
            texts: dict[str, list[Path]] = defaultdict(list)
            for file in sorted(filter(lambda f: TEXT.fullmatch(f.name), listed(self.place.texts))):
                texts[file.name[:BEGUN]].append(file)
            yield from (self._lost_version(version, texts.get(version.rpartition("/")[2], [])) for version in lost)
        for line in sorted(set(lines) - wanted):
            new = line.partition(" ")[0]
            graph = GRAPH.fullmatch(new[1:-1])
            if graph is None or graph[1] != self.base or ArticleId(graph[2]) not in current:
                problem = "tells of a version of an article that is not kept"
                yield Finding("history", new[1:-1], problem, Mend.HISTORY, is_note=is_note)

    def _lost_version(self, version: VersionId, texts: list[Path]) -> Finding:
        self.told_texts.update(file.stem for file in texts)
        its = f"its text is texts/{texts[0].name}" if texts else "its text is gone too"
        problem = "the record of this earlier version is lost"
        return Finding("revisions", version, problem, advice=f"{its}; {putting_back(self.place, article_of(version))}")

    def _against_snapshot(self, articles: ArticleChecker) -> None:
        """The bytes of the newest snapshot, its index, and whether it says what the store says."""
        from kg.store import sums
        from kg.store.comparing import DAMAGE

        if self.store is not None:
            for name, problem in sums.wrong(self.place.store, is_snapshot=False):
                mend = Mend.SNAPSHOT if name == sums.FILE else Mend.STORE  # closing the store writes its sums
                self._add(Finding("store", f"store/{name}", problem, mend))
        if self.folder is None:
            return
        for name, problem in sums.wrong(self.folder):
            is_shared = self.store is not None and is_same(self.folder / name, self.place.store / name)
            self._add(
                Finding("snapshot", _shown(self.place, self.folder / name), problem, Mend.SNAPSHOT),
                *([Finding("store", f"store/{name}", problem, Mend.STORE)] if is_shared else []),
            )
        if articles.search:
            self._add(*(Finding("search index", "index", p, Mend.SNAPSHOT) for p in self._index_rest(articles)))
        if self.behind is not None and not self.is_building:
            problem = "a build was stopped before it had published all that it had built"
            self._add(Finding("snapshot", _shown(self.place, self.folder), problem, Mend.SNAPSHOT, is_note=True))
            return
        if self.store is None or self.snapshot is None or articles.unreadable:
            return
        try:
            if not self._says_the_same(articles):
                problem = "does not say what the store says"
                self._add(Finding("snapshot", _shown(self.place, self.folder), problem, Mend.SNAPSHOT))
        except (*DAMAGE, KgError) as error:
            self._add(_broken("snapshot", error, Mend.SNAPSHOT, False))

    def _index_rest(self, articles: ArticleChecker) -> tuple[str, ...]:
        if self.behind is not None or articles.search is None:
            return ()
        return tuple(articles.search.rest())

    def _says_the_same(self, articles: ArticleChecker) -> bool:
        from kg.store.comparing import has_same_files, merged_sum, sums

        assert self.folder is not None  # noqa: S101 - asked with a snapshot only
        if set(self.snapshot.graphs()) != set(self.store.graphs()):
            return False
        if has_same_files(self.place.store, self.folder) and _counted(self.store) == _counted(self.snapshot):
            return True
        its = sums(self.snapshot)
        merged = its.pop("")
        return its == articles.sums and merged == merged_sum(self.store)

    def _files(self, articles: ArticleChecker, needed: set[str]) -> None:
        """The files for people, and those for nobody."""
        if self.store is not None and not articles.unreadable:
            try:
                found = tuple(check_outputs(self.place, self.store, self.settings, self.base, self._is_interrupted))
                self._add(*found)
            except (OSError, RuntimeError, ValueError, KgError) as error:
                self._add(_broken("store", error, Mend.STORE, False))
        is_unknown = self.kept.damaged or self.lost or self._has_lost_records or self.is_untold
        self._add(*leftovers(self.place, None if is_unknown else needed | self.told_texts))
        self._add(*set_aside(self.place, needed, self.entries))


def _counted(store: Any) -> tuple[int, ...]:
    """How many statements a store has, merged and in graphs."""
    queries = ("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }")
    return tuple(int(str(row["n"])) for query in queries for row in store.select(query))


def _behind(place: Workplace) -> tuple[str, ...] | None:
    """The graphs that have changed since the newest snapshot, as a stopped build left word; None if there is none."""
    from kg.store.snapshots import BEHIND

    try:
        return tuple(read_own(place.snapshots / BEHIND).decode("utf-8", "replace").split())
    except OSError:
        return None


def _broken(what: str, error: Exception, mend: Mend, is_note: bool) -> Finding:
    told = str(error).splitlines()[0].partition("; `kg ")[0] if str(error) else type(error).__name__
    return Finding(what, what, f"cannot be read: {told}", mend, is_note=is_note)


def _bare(error: Exception, file: Path) -> str:
    return str(error).removeprefix(f"{file}: ")


def _shown(place: Workplace, file: Path) -> str:
    return file.relative_to(place.folder).as_posix()
