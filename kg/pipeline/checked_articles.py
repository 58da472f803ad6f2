"""One article after the other: its record, its text, its graph, and what each says of the other."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from kg.errors import KgError, StoreError
from kg.files import read_own, reason
from kg.model import Article, ArticleId, content_id, text_digest
from kg.pipeline.findings import Finding, Mend
from kg.pipeline.kept import Damage, Entry, Kept, KeptArticles
from kg.pipeline.workplace import RECORD
from kg.rdf import Statement, article_graph
from kg.rdf.namespaces import KG, OA
from kg.rdf.tally import Sum
from kg.resolve import resolve

if TYPE_CHECKING:
    from kg.publish.nodes import Nodes
    from kg.store.search.checking import SearchChecker

NO_RECORDS = "no record is left at all"
ALL_LOST = "put annotations/ back, as from a backup (`tar -xzf BACKUP -C DIR annotations`), or build into a new folder"
_FINGERPRINT = re.compile("[0-9a-f]{16}")
_FROM_FACTS = "it follows from the record itself: build the article again with --again"


class ArticleChecker:
    """Holds what is kept of each article against what is derived from it.

    Args:
        kept: the records.
        entries: those of them that are whole.
        base: what the IRIs of the graphs begin with.
        store: the graphs; None where they cannot be read.
        search: the index of what the store holds; None where there is none to check.
        changed: graphs that the index does not know yet.
        is_store: whether the graphs are those of the store, which records are held against; False for a snapshot
            while others build.
        is_interrupted: whether a build was cut short, so that the store may lack what is kept.
    """

    def __init__(
        self,
        kept: KeptArticles,
        entries: dict[ArticleId, Entry],
        base: str,
        store: Any,
        search: SearchChecker | None,
        changed: Iterable[str],
        *,
        is_store: bool,
        is_interrupted: bool,
    ) -> None:
        from kg.store.comparing import MergedChecker

        self.kept = kept
        self.entries = entries
        self.base = base
        self.store = store
        self.search = search
        self.changed = frozenset(changed)
        self.is_store = is_store
        self.lost: Collection[ArticleId] = ()  # those without records in a snapshot, which is all that is left
        self.is_interrupted = is_interrupted
        self.is_all_lost = not entries and not is_interrupted
        self.uncertain = frozenset(kept.interrupted()) if is_store else frozenset()
        self.merged = MergedChecker(base)
        self.sums: dict[str, Sum] = {}
        self.evidence = 0
        self.unreadable = ""
        self._lost_texts: dict[str, str] = {}
        self._is_textless = False

    def check(self, id: ArticleId, graphs: Iterable[str]) -> Iterator[Finding]:
        """Everything about one article; ``graphs`` are its graphs in the store."""
        self._lost_texts.clear()
        kept, problems = self._record(id)
        read = {graph: lines for graph in graphs if (lines := self.read(graph)) is not None}
        source = kept.article.source_file if kept else self._source(read.values()) or self._unread(id)
        yield from self._damage(id, source, problems)
        if kept:
            yield from self.texts(kept, source)
            yield from self._identity(kept.article, source)
            if not _FINGERPRINT.fullmatch(kept.fingerprint):
                file = f"annotations/{self.kept.file_of(id).name}"
                yield Finding(source, file, "its fingerprint is none", advice="the next build reads the article again")
        for graph, lines in read.items():
            yield from self._graph(id, kept, graph, lines, source)
        yield from self._missing(id, kept, read, source)

    def _unread(self, id: ArticleId) -> str:
        """What to call the source of an article without record and graph: the record itself, if no word was left."""
        told = self.kept.damaged[id].source if id in self.kept.damaged else ""
        return told or self.kept.file_of(id).name

    def _record(self, id: ArticleId) -> tuple[Kept | None, str]:
        """The record of an article, or what is wrong with it; neither where there is none."""
        entry = self.entries.get(id)
        if entry is None:
            return None, self.kept.damaged[id].reason if id in self.kept.damaged else ""
        try:
            kept = self.kept.load(id)
        except StoreError as error:
            return None, str(error)
        if text_digest(kept.article.text) != entry.sha256 or kept.article.id != id:
            return None, f"{self.kept.file_of(id)}: its text is not that of its digest"
        return kept, ""

    def _damage(self, id: ArticleId, source: str, problem: str) -> Iterator[Finding]:
        if not problem:
            return
        damage = self.kept.damaged.setdefault(id, Damage(id, self.kept.file_of(id), problem))
        what = problem.removeprefix(f"{damage.file}: ")
        if damage.file.parent == self.kept.place.annotations:
            again = f"then {self._instead(id, source)}"
            yield Finding(source, self._shown(damage), what, Mend.RECORD, again)
        else:
            yield Finding(source, self._shown(damage), what, advice=self._instead(id, source))

    def _instead(self, id: ArticleId, source: str) -> str:
        """What a person does about an article without a whole record."""
        if self.is_all_lost and id not in self.kept.damaged:
            return ALL_LOST
        gone = self.kept.place.command(f"remove {id}")
        return f"read it again with {self._reading(source)}; or take the article out with {gone}"

    def _reading(self, source: str) -> str:
        """The command that reads a source again; of an article without one only the record's name is known."""
        return self.kept.place.reading("" if RECORD.fullmatch(source) else source)

    def _shown(self, damage: Damage) -> str:
        return damage.file.relative_to(self.kept.place.folder).as_posix()

    def texts(self, kept: Kept, source: str) -> Iterator[Finding]:
        """Whether the text of a record is kept."""
        digest = text_digest(kept.article.text)
        file = self.kept.place.text_file(digest)
        problem = ""
        try:
            if sha256(read_own(file)).hexdigest() != digest:
                problem = "has other bytes than its name says"
        except FileNotFoundError:
            problem = "is gone"
        except OSError as error:
            problem = f"cannot be read: {reason(error).partition(';')[0]}"
        if problem:
            self._lost_texts[digest] = kept.article.text
            yield Finding(source, f"texts/{file.name}", problem, Mend.TEXT)

    def text_of(self, digest: str) -> str | None:
        """The kept text with a digest; that of the record where the file is damaged."""
        return self._lost_texts.get(digest) or self.kept.place.unchecked_text_of(digest)

    def indexed_text(self, digest: str) -> str:
        """The text that the index should have; empty where none is kept, to hold the index against."""
        text = self.text_of(digest)
        self._is_textless = text is None
        return text or ""

    def _identity(self, article: Article, source: str) -> Iterator[Finding]:
        from kg.read.urls import identity_url

        day = article.published.isoformat() if article.published else ""
        slots = ("url", identity_url(article.url)) if article.url else ("file", source, article.headline, day)
        expected = content_id("article", *slots)
        if article.id != expected:
            problem = f"its address, or its file, title and date, make it {expected}"
            yield Finding(source, article.id, problem, advice=f"build it again with {self._reading(source)}")

    def read(self, graph: str) -> tuple[Statement, ...] | None:
        """The statements of a graph, counted; None where they cannot be read."""
        from kg.store.comparing import DAMAGE

        try:
            lines = tuple(self.store.statements(graph))
        except (*DAMAGE, KgError) as error:
            self.unreadable = self.unreadable or f"{graph} cannot be read: {str(error).splitlines()[0]}"
            return None
        self.merged.add(lines)
        counted = self.sums[graph] = Sum()
        counted.add(lines)
        return lines

    def _source(self, graphs: Iterable[tuple[Statement, ...]]) -> str:
        from kg.publish.nodes import lexical

        told = (line.partition(f" {KG.sourceFile} ")[2][:-2] for lines in graphs for line in lines)
        return next((lexical(value) for value in told if value), "")

    def _graph(
        self, id: ArticleId, kept: Kept | None, graph: str, lines: tuple[Statement, ...], source: str
    ) -> Iterator[Finding]:
        from kg.publish.check import misplaced
        from kg.publish.check_derived import misnamed, underived
        from kg.publish.nodes import Nodes
        from kg.publish.shacl import violations

        nodes = Nodes(lines)
        mend, advice = None, ""
        if (self.is_store and id not in self.uncertain) or id in self.lost:
            found = self._against_record(id, kept, nodes, graph, lines, source)
            yield from found
            mend = found[0].mend if found else None
            advice = "" if mend else _FROM_FACTS if kept else self._instead(id, source)
        for node, problem in (
            *violations(nodes),
            *underived(nodes),
            *misnamed(nodes, graph),
            *misplaced(nodes, self.text_of),
        ):
            yield Finding(source, node, problem, mend, advice)
        self.evidence += len(nodes.of_class(OA.SpecificResource))
        yield from self._search(graph, lines)

    def _against_record(
        self, id: ArticleId, kept: Kept | None, nodes: Nodes, graph: str, lines: tuple[Statement, ...], source: str
    ) -> list[Finding]:
        """What is wrong with a graph, seen from the record of its article."""
        if kept is None:
            if id in self.kept.damaged:
                return []
            if self.is_all_lost:
                return []  # which is said once
            problem = "its record is lost, and the graph is all that is left of it"
            return [Finding(source, graph, problem, advice=self._instead(id, source))]
        if graph != self.base + kept.article.version:
            return [Finding(source, graph, "is not the version that is kept", Mend.DROP)]
        try:
            expected = set(self.projected(kept, nodes))
        except (KgError, ValueError) as error:
            return list(self._damage(id, source, f"its annotations do not fit together: {error}"))
        if problem := _difference(expected, set(lines)):
            return [Finding(source, graph, problem, Mend.GRAPH)]
        return []

    def projected(self, kept: Kept, nodes: Nodes) -> tuple[Statement, ...]:
        """What a record says, under the settings that a graph tells."""
        facts = resolve(kept.article, kept.annotations, kept.extractors)
        return article_graph(facts, self.base, configuration(kept, nodes, self.base)).statements

    def _search(self, graph: str, lines: tuple[Statement, ...]) -> Iterator[Finding]:
        from kg.store.search.documents import contents

        if self.search and graph not in self.changed:
            self._is_textless = False
            problem = self.search.differs(graph, contents(lines))
            if problem and not self._is_textless:  # or the index is all that still has the text
                yield Finding("search index", graph, problem, Mend.SNAPSHOT)

    def _missing(self, id: ArticleId, kept: Kept | None, read: Iterable[str], source: str) -> Iterator[Finding]:
        if id in self.uncertain:
            problem = "a command was cut short while it replaced or removed this article"
            yield Finding(source, id, problem, Mend.GRAPH, is_note=True)
        elif kept and self.is_store and self.base + kept.article.version not in read:
            graph = self.base + kept.article.version
            yield Finding(source, graph, "is not in the store", Mend.GRAPH, is_note=self.is_interrupted)


def configuration(kept: Kept, nodes: Nodes | None, base: str) -> str:
    """The digest of the settings that a record's graph is made with: as the graph tells, or worked out again."""
    from kg.publish.check_derived import configuration_of

    names = (extractor.partition("/")[0] for extractor in kept.extractors)
    told = configuration_of(nodes) if nodes else None
    return told or content_id("config", base, *names).partition("/")[2]


def _difference(expected: set[Statement], found: set[Statement]) -> str:
    """How a graph differs from what its record says; empty if it does not."""
    told = []
    for lines, words in ((expected - found, "lacks"), (found - expected, "has too many")):
        if lines:
            told.append(f"{words} {len(lines)} statements, such as {min(lines)[:160]}")
    return f"is not what its record says: {'; '.join(told)}" if told else ""
