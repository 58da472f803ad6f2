"""The whole job with the real parts: what ``kg build`` and ``kg remove`` do, for programs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from itertools import chain
from pathlib import Path
from typing import Any

from kg.config import Config, load_config
from kg.errors import ConfigError, ForeignLanguageError, ReadError
from kg.model import Article, ArticleFacts, ArticleId
from kg.pipeline.build import Build, Listeners, Source, damaged_entries, publish, refusals, settle, tell
from kg.pipeline.counts import COUNTED, counts
from kg.pipeline.extraction import extract_all, extract_one, load_extractors, versions_of
from kg.pipeline.holders import forgotten
from kg.pipeline.kept import KeptArticles
from kg.pipeline.outputs import write_outputs
from kg.pipeline.projection import Projection
from kg.pipeline.report import BuildReport, Outcome, Refusal, tally
from kg.pipeline.stores import demand_answer, graphs_to_write, of_folder, to_be_asked
from kg.pipeline.workplace import Workplace
from kg.resolve import resolve
from kg.resolve import shipped as calibration

Paths = Sequence[Path | str]


def build(
    paths: Paths,
    output: Path | str = "output",
    *,
    config: Config | None = None,
    jobs: int = 1,
    again: bool = False,
    listeners: Listeners | None = None,
    store: str | None = None,
) -> BuildReport:
    """Read articles, extract their facts, and leave the graph in ``output``; what is there already is updated.

    Where nothing was built before and nothing can be read, no folder is made.

    Args:
        paths: files, and folders that are read recursively.
        output: the folder of the graph; made where it is missing.
        config: the settings; without them those of ``kg.toml``, where there is one.
        jobs: how many processes extract; the result is the same.
        again: whether to extract also what is unchanged.
        listeners: whom to tell about progress and refused articles.
        store: the address of a SPARQL server that keeps the graph, in place of ``output/store``; without it that of
            ``KG_STORE``, or of the settings, where one is named and the folder has no store of its own.

    Raises:
        ConfigError: if the settings or the extractors cannot be used; nothing has been read then.
        StoreError: if the output folder or the store in it cannot be used.
    """
    settings = config or load_config()
    place = Workplace(Path(output))
    address = of_folder(place, store, settings)
    loaded = load_extractors(settings.extractors)
    talk = listeners or Listeners()
    passed_over: list[Path] = []
    unread, sources = _before_the_first_article(_sources(paths, place, passed_over))
    if sources is None and not place.is_built():
        return _nothing_read(unread, talk, len(passed_over))
    if address and not place.is_built():
        demand_answer(address, settings)
    place.create()
    with graphs_to_write(place, address, settings) as graphs:
        kept = KeptArticles(place)
        job = Build(
            kept=kept,
            projection=Projection(graphs, settings.base, settings.digest),
            extractors=versions_of(loaded),
            settings=f"{settings.digest} {calibration().digest}",
            extract=lambda articles: extract_all(articles, settings.extractors, jobs),
            listeners=talk,
            again=again,
        )
        outcomes = job.run(chain(unread, sources or ()))
        publish(kept, job.projection, graphs, job.entries)
        report = BuildReport(
            outcomes=outcomes,
            graph=counts(graphs),
            extractors=job.extractors,
            refused=tuple(sorted(job.refused)),
            duplicates=tuple(sorted(job.holders.duplicates)),
            revised=job.revised(),
            passed_over=len(passed_over),
        )
        write_outputs(place, graphs, settings, report)
    return report


def remove(
    names: Iterable[str],
    output: Path | str = "output",
    *,
    config: Config | None = None,
    store: str | None = None,
    on_error: Callable[[Refusal], None] = lambda _: None,
) -> tuple[str, ...]:
    """Take articles out of a graph; gives the file names of those that are gone.

    An article goes wholly, also where its record is damaged or lost: then the graph tells what it is called.

    Args:
        names: for each article its file name (``feed.json`` means all items, ``feed.json#3`` one), its address, or its
            IRI.
        output: the folder of the graph.
        config: the settings, as for :func:`build`.
        store: the remote store, as for :func:`build`.
        on_error: hears of every article that stays though its record is damaged or lost.

    Raises:
        ConfigError: if nothing was built in ``output``, or a name means no article there; nothing has changed then.
    """
    settings = config or load_config()
    place = Workplace(Path(output))
    address = of_folder(place, store, settings)
    place.demand()
    with graphs_to_write(place, address, settings) as graphs:
        kept = KeptArticles(place)
        projection = Projection(graphs, settings.base, settings.digest)
        cut_short = kept.being_removed()  # by a removal that was killed, and is repeated now
        entries = settle(kept, projection)
        there = {**damaged_entries(kept, projection), **entries}
        named = {**cut_short, **there}
        try:
            chosen = _chosen(names, lambda name: forgotten(named.values(), name, settings.base))
        except ConfigError:
            publish(kept, projection, graphs, entries)
            if kept.going() or place.has_old_outputs():  # a killed removal left them, and whoever repeats it ends here
                write_outputs(place, graphs, settings, BuildReport(outcomes=tally([]), graph=counts(graphs)))
            raise
        gone = [named[id] for id in chosen]
        shown = projection.versions()
        for entry in gone:
            if entry.id not in there:
                continue
            entries.pop(entry.id, None)
            kept.forget(entry.id)
            projection.drop([entry.version] if entry.version in shown else [])
        tell(entries, kept, projection)
        publish(kept, projection, graphs, entries)
        refused = sorted(refusals(entries, kept, projection))
        for refusal in refused:
            on_error(refusal)
        outcomes = tally([*[Outcome.REMOVED] * len(gone), *[Outcome.REFUSED] * len(refused)])
        report = BuildReport(outcomes=outcomes, graph=counts(graphs), refused=tuple(refused))
        write_outputs(place, graphs, settings, report)
    return tuple(entry.source_file for entry in gone)


def _sources(paths: Paths, place: Workplace, passed_over: list[Path]) -> Iterator[Source]:
    """Every article under the paths, or why it cannot be read; files in the output folder are passed over."""
    from kg.read import find_sources, read_file

    for found in find_sources(Path(path) for path in paths):
        if isinstance(found, ReadError):
            yield found
        elif not place.holds(found.path):
            yield from read_file(found.path, name=found.name)
        elif not place.is_result(found.path):
            passed_over.append(found.path)


def _before_the_first_article(sources: Iterator[Source]) -> tuple[list[ReadError], Iterator[Source] | None]:
    """What cannot be read before the first article that is kept; that article with all after it, if there is one."""
    unread: list[ReadError] = []
    for source in sources:
        if isinstance(source, Article | ForeignLanguageError):
            return unread, chain([source], sources)
        unread.append(source)
    return unread, None


def _nothing_read(unread: list[ReadError], listeners: Listeners, passed_over: int) -> BuildReport:
    refused = [Refusal(error.source, error.reason) for error in unread]
    for refusal in refused:
        listeners.on_error(refusal)
        listeners.on_progress(refusal.source)
    return BuildReport(
        outcomes=tally([Outcome.REFUSED] * len(refused)),
        graph=dict.fromkeys(COUNTED, 0),
        refused=tuple(sorted(refused)),
        passed_over=passed_over,
    )


def _chosen(names: Iterable[str], find_ids: Callable[[str], list[ArticleId]]) -> list[ArticleId]:
    """The articles that the names mean, each once."""
    chosen: dict[ArticleId, None] = {}
    unknown = []
    for name in names:
        found = find_ids(name)
        chosen.update(dict.fromkeys(found))
        if not found:
            unknown.append(name)
    if unknown:
        lines = (f"no article «{name}» in this graph; `kg query articles` lists them" for name in unknown)
        raise ConfigError("\n".join(lines))
    return list(chosen)


def extract_facts(article: Article, *, config: Config | None = None) -> ArticleFacts:
    """The facts that one article states, without storing them.

    Raises:
        ConfigError: if the settings or the extractors cannot be used.
        ExtractionError: if an extractor fails.
    """
    settings = config or load_config()
    extractors = load_extractors(settings.extractors)
    return resolve(article, extract_one(extractors, article), versions_of(extractors))


def read_articles(path: Path | str) -> Iterator[Article]:
    """The articles of a file, or of all files in a folder.

    Raises:
        ReadError: at the first that cannot be read.
    """
    from kg.read import read_all

    return read_all([Path(path)])


def open_store(
    output: Path | str = "output", *, store: str | None = None, config: Config | None = None, **options: Any
) -> AbstractContextManager[Any]:
    """The graph that ``kg build`` left in ``output``, for reading: ``select``, ``ask``, ``construct``.

    It stays as it is while others build or remove; opening it again shows what they did. A remote store shows what it
    has at the moment.

    Args:
        output: the folder of the graph.
        store: the remote store that has it, as for :func:`build`; then ``output`` need not be there. One that only
            ``KG_STORE`` or the settings name is not asked where ``output`` has a store of its own.
        config: the settings, as for :func:`build`.
        options: as for :func:`kg.store.open_current`; for a remote store as for :class:`kg.store.remote.RemoteStore`.

    Raises:
        ConfigError: if nothing was built there.
        StoreError: if it cannot be opened.
    """
    from kg.store.snapshots import open_current

    settings = config or load_config()
    place = Workplace(Path(output))
    if address := to_be_asked(place, store, settings):
        from kg.store.remote import RemoteStore

        return RemoteStore(address, read_only=True, **{"base": settings.base, **options})
    place.demand()
    place.demand_own_store()
    return open_current(place.store, **options)
