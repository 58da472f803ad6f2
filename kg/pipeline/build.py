"""Building and removing: the steps of the whole job, over parts that are handed in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg.errors import ExtractionError, ForeignLanguageError, ReadError, StoreError
from kg.model import Annotations, Article, ArticleId, VersionId, content_id
from kg.model.codec import encode
from kg.pipeline import orphans, rescued
from kg.pipeline.extraction import Extracted
from kg.pipeline.holders import Holders
from kg.pipeline.kept import FORMAT, Entry, Kept, KeptArticles, article_of
from kg.pipeline.projection import LoadedStore, Projection, PublishedStore
from kg.pipeline.report import Outcome, Refusal, Revised, tally
from kg.pipeline.revisions import chains

Source = Article | ReadError
"""What a reader gives for each article: the article, or why it cannot be read."""


def _quiet(_: object) -> None:
    """Hears everything, says nothing."""


@dataclass(frozen=True, slots=True)
class Listeners:
    """Whom to tell what happens: ``on_progress`` hears of every article dealt with, ``on_error`` of every refusal."""

    on_progress: Callable[[str], None] = _quiet
    on_error: Callable[[Refusal], None] = _quiet


class Build:
    """One build into one output folder.

    Args:
        kept: the kept annotations.
        projection: the store, seen as the place where articles' facts go.
        extractors: ``name/version`` of every extractor, in order.
        settings: a digest of the settings that facts depend on.
        extract: finds annotations in articles, and gives them back in the same order.
        again: also build what is unchanged.
    """

    def __init__(
        self,
        kept: KeptArticles,
        projection: Projection,
        extractors: tuple[str, ...],
        settings: str,
        extract: Callable[[Iterable[Article]], Iterator[Extracted]],
        listeners: Listeners,
        again: bool = False,
    ) -> None:
        self.kept = kept
        self.projection = projection
        self.extractors = extractors
        self.settings = settings
        self.extract = extract
        self.listeners = listeners
        self.again = again
        self.refused: list[Refusal] = []
        self.entries: dict[ArticleId, Entry] = {}
        self.before: dict[ArticleId, Entry] = {}
        self.holders = Holders(())

    def run(self, sources: Iterable[Source]) -> dict[Outcome, int]:
        """Read, extract and store; gives how many articles came to which end."""
        self.entries = settle(self.kept, self.projection)
        self.before = dict(self.entries)
        self.holders = Holders(self.entries.values())
        for article, found in self.extract(self._changed(sources)):
            try:
                if isinstance(found, ExtractionError):
                    raise found
                self._keep(article, found)
            except ExtractionError as error:
                self._refuse(Refusal(article.source_file, str(error)))
                self.holders.note(article, Outcome.FAILED)
            self.listeners.on_progress(article.source_file)
        if self.revised() or self._come_back():
            tell(self.entries, self.kept, self.projection)
        self._name_damaged()
        outcomes = self.holders.outcomes()
        unread = len(self.refused) - outcomes.count(Outcome.REFUSED) - outcomes.count(Outcome.FAILED)
        return tally([*outcomes, *[Outcome.REFUSED] * unread])

    def _changed(self, sources: Iterable[Source]) -> Iterator[Article]:
        """The articles that must be extracted; all others are dealt with here."""
        for source in sources:
            if isinstance(source, Article):
                if self._is_new(source):
                    yield source
                    continue
            else:
                self._unread(source)
            self.listeners.on_progress(source.source_file if isinstance(source, Article) else source.source)

    def _is_new(self, article: Article) -> bool:
        if not self.holders.claim(article):
            return False
        if self.again or not self._is_kept(article):
            return True
        self.kept.keep_text(article.text)
        self.holders.note(article, Outcome.UNCHANGED)
        return False

    def _is_kept(self, article: Article) -> bool:
        entry = self.entries.get(article.id)
        return entry is not None and entry.fingerprint == self._fingerprint(article)

    def _unread(self, error: ReadError) -> None:
        """A source that gives no facts; an article in a foreign language is kept all the same, with its metadata."""
        self._refuse(Refusal(error.source, error.reason))
        article = getattr(error, "article", None) if isinstance(error, ForeignLanguageError) else None
        if isinstance(article, Article) and self.holders.claim(article):
            if not self._is_kept(article):
                self._keep(article, Annotations())
            self.holders.note(article, Outcome.REFUSED)

    def _name_damaged(self) -> None:
        """Articles whose records are damaged, and that no source of this build gave again: what they said stays."""
        for refusal in refusals(self.entries, self.kept, self.projection):
            self._refuse(refusal)

    def _refuse(self, refusal: Refusal) -> None:
        self.refused.append(refusal)
        self.listeners.on_error(refusal)

    def _keep(self, article: Article, annotations: Annotations) -> None:
        """Put one article into the kept annotations and into the store: both, or neither.

        Raises:
            ExtractionError: if the annotations do not fit together; nothing has changed then.
        """
        kept = Kept(self._fingerprint(article), self.extractors, article, annotations)
        graph = self.projection.graph(kept)
        before = self.entries.get(article.id)
        with self.kept.replacing(kept, self._earlier(kept)):
            self.projection.show(graph, before.version if before else self.kept.shown.pop(article.id, None))
        self.entries[article.id] = Entry.of(kept)
        self.kept.revisions.settle(article.id, self.entries[article.id].sha256)

    def _earlier(self, kept: Kept) -> Entry | None:
        """What this record makes an earlier version: what was kept before this build, if its text was another.

        Several sources of one build may hold the same article: what one of them said is no version of its own when
        another outranks it, or versions would depend on the order of sources.
        """
        first, now = self.before.get(kept.article.id), self.entries.get(kept.article.id)
        if first is None or now is None or now.version != first.version or kept.article.version == first.version:
            return None
        return now

    def _come_back(self) -> bool:
        """Whether articles are here again, whose records were lost, and of which earlier versions are kept."""
        new = self.entries.keys() - self.before.keys()
        return bool(new) and not new.isdisjoint(self.kept.revisions.all())

    def revised(self) -> tuple[Revised, ...]:
        """The articles whose text is another one than before this build, in order."""
        pairs = ((e, self.entries[id]) for id, e in self.before.items() if id in self.entries)
        return tuple(sorted(_revised(old, new) for old, new in pairs if old.version != new.version))

    def _fingerprint(self, article: Article) -> str:
        digest = content_id("build", str(FORMAT), self.settings, *self.extractors, repr(encode(article)))
        return digest.partition("/")[2]


def settle(kept: KeptArticles, projection: Projection) -> dict[ArticleId, Entry]:
    """Make the store show exactly the kept annotations, whatever interrupted the build before; gives their entries.

    Of articles whose records are damaged or lost it goes on to show what it has.
    """
    uncertain = set(kept.interrupted())
    kept.go_on_removing()
    rescued.take_in(kept, projection.store, projection.base)
    entries = kept.entries()
    articles = projection.articles()
    if entries and not articles and not isinstance(projection.store, LoadedStore):  # a server that was emptied
        orphans.set_aside(kept, orphans.found(kept))
        entries = kept.entries()
    kept.take_back(entries.values())
    lost = articles - kept.going() - kept.damaged.keys() - entries.keys()
    if not entries and articles:
        kept.place.demand_records(are_lost=len(lost) > 1)
    kept.note_lost(lost)
    projection.drop_other_bases(kept.damaged)
    there = projection.versions()
    shown = {article_of(version): version for version in sorted(there)}
    for entry in tuple(entries.values()):
        if entry.version not in there or entry.id in uncertain:
            try:
                graph = projection.graph(kept.load(entry.id))
            except (StoreError, ExtractionError, ValueError) as error:
                kept.note_damage(entries.pop(entry.id), error)
                continue
            projection.show(graph, shown.get(entry.id))  # at once: readers see neither both nor none
    back = projection.take_back(kept.damaged)
    shown.update((article_of(version), version) for version in back)
    kept.shown = {id: version for id, version in shown.items() if id in kept.damaged}
    projection.drop(there - {e.version for e in entries.values()} - set(kept.shown.values()))
    for id in kept.revisions.all().keys() & entries.keys():
        kept.revisions.settle(id, entries[id].sha256)
    kept.settled()
    tell(entries, kept, projection)
    return entries


def publish(
    kept: KeptArticles, projection: Projection, store: PublishedStore, entries: Mapping[ArticleId, Entry]
) -> None:
    """Show readers what is kept.

    What readers are shown must outlive a loss of power, so the names of files go first. Texts that nobody has any more
    go when readers have the new snapshot, and word of what was removed after them, by :meth:`KeptArticles.published`,
    when no file for people shows it: whoever is killed sweeps again, and writes these again.
    """
    kept.sync()
    store.publish()
    rescued.forget(kept.place)
    kept.sweep({entry.sha256 for entry in entries.values()}, projection.told())


def refusals(entries: Mapping[ArticleId, Entry], kept: KeptArticles, projection: Projection) -> Iterator[Refusal]:
    """The articles whose records are damaged or lost, and texts of which none tells: with what a person must do."""
    for id, damage in kept.damaged.items():
        if id not in entries:
            yield projection.refusal(damage, kept.shown.get(id))
    yield from orphans.refusals(kept, {entry.sha256 for entry in entries.values()})


def damaged_entries(kept: KeptArticles, projection: Projection) -> dict[ArticleId, Entry]:
    """The articles whose records are damaged or lost, as the store tells of them."""
    found: dict[ArticleId, Entry] = {}
    for id, damage in kept.damaged.items():
        shown = kept.shown.get(id)
        source = projection.source_of(shown) if shown else ""
        url = projection.address_of(shown) if shown else None
        version = shown or VersionId(f"{id}/{'0' * 16}")
        found[id] = Entry(id, version, "", source or damage.source or str(damage.file), url, None, "")
    return found


def tell(entries: Mapping[ArticleId, Entry], kept: KeptArticles, projection: Projection) -> None:
    """Make the history in the store say what versions the kept articles had."""
    current = {**kept.shown, **{id: entry.version for id, entry in entries.items()}}
    projection.tell(chains(current, kept.revisions.all()))


def _revised(old: Entry, new: Entry) -> Revised:
    return Revised(new.source_file, new.id, new.version, old.version, new.url)
