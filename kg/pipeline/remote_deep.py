"""The deep check of a graph that a SPARQL server keeps: the folder's records and texts, and all that is made from them.

There is no snapshot, and no search index. What cannot be read there is no damage of ours, and an error.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING

from kg.config import Config
from kg.errors import ConfigError, StoreError
from kg.model import VersionId
from kg.pipeline.checked_articles import ArticleChecker
from kg.pipeline.checking import DeepCheck, Progress
from kg.pipeline.findings import DeepReport, Finding, Mend
from kg.pipeline.kept import article_of
from kg.pipeline.projection import GRAPH
from kg.pipeline.remote_check import problem_of_note
from kg.pipeline.workplace import Workplace

if TYPE_CHECKING:
    from kg.store.remote_address import Address


def check_remote(place: Workplace, settings: Config, tell: Progress, is_locked: bool, address: Address) -> DeepReport:
    """Hold all that a folder keeps against what a server has of it; the arguments are those of the deep check.

    Raises:
        ConfigError: if the server has the graph of another folder.
        StoreError: if it cannot be asked, or others build from the folder.
    """
    return _RemoteDeepCheck(place, settings, tell, is_locked, address).run()


class _RemoteDeepCheck(DeepCheck):
    """One such check."""

    def __init__(self, place: Workplace, settings: Config, tell: Progress, is_locked: bool, address: Address) -> None:
        super().__init__(place, settings, tell, is_locked)
        self.address = address
        self.folder = None

    def _open(self, stack: ExitStack) -> None:
        from kg.store.lock import StoreLock
        from kg.store.remote import RemoteStore

        if not self.is_locked:
            stack.callback(StoreLock(self.place.store, shared=True).release)
        self.store = stack.enter_context(RemoteStore(self.address, read_only=True, base=self.settings.base))

    def _layout(self) -> None:
        super()._layout()
        problem = problem_of_note(self.place, self.store.holder, self.address)
        if not (problem or self.place.remote.exists()):
            raise ConfigError(
                f"{self.place.folder}: nothing tells that {self.address} has its graph; `kg build` puts it there, and "
                "for a graph on this machine no store must be named by --store, KG_STORE or kg.toml"
            )
        if problem:
            self._demand_ours(problem)
            self._add(Finding(self.place.remote.name, self.place.remote.name, problem, Mend.NOTE))

    def _demand_ours(self, problem: str) -> None:
        """Make sure that a server has the graph of this folder, which cannot say so.

        It has if each article is kept here in the same version: two folders that began alike soon differ in one.
        """
        shown = {VersionId(name.removeprefix(f[1])) for name in self._names() if (f := GRAPH.fullmatch(name))}
        unclear = {*self.kept.damaged, *self.kept.interrupted()}
        kept = {entry.version for entry in self.entries.values()}
        if others := {version for version in shown - kept if article_of(version) not in unclear}:
            raise ConfigError(
                f"{self.place.remote}: {problem}, and {self.address} seems to have the graph of another folder, as "
                f"{len(others)} of its {len(shown)} articles are not what is kept here, such as {min(others)}; restore "
                "that file, name no server for a graph on this machine, or empty the dataset by the server's own means "
                "and repair again"
            )

    def _add(self, *found: Finding) -> None:
        for finding in found:
            if finding.mend is Mend.STORE:
                raise StoreError(f"{self.address}: {finding.problem}")
        super()._add(*found)

    def _names(self) -> tuple[str, ...]:
        names = super()._names()
        self.is_untold = not any(map(GRAPH.fullmatch, names))  # a server that was emptied
        return names

    def _unmerged(self, articles: ArticleChecker) -> Iterator[str]:
        from kg.publish.check import unmerged
        from kg.store.comparing import merged_sum

        if merged_sum(self.store) != articles.merged.sum():
            yield from (fault.problem for fault in unmerged(self.store))

    def _against_snapshot(self, articles: ArticleChecker) -> None:
        """There is none."""
