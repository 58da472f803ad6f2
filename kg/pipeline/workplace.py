"""The output folder: where everything of a graph lies."""

from __future__ import annotations

import json
import os
import re
import shlex
import stat
from dataclasses import dataclass
from errno import ENOTDIR
from hashlib import sha256 as digest_of
from pathlib import Path

from kg.errors import ConfigError, StoreError
from kg.files import LARGEST_NOTE, LARGEST_TEXT, listed, read_own, reason, unfinished
from kg.pipeline import layout

RECORD = re.compile(r"[0-9a-f]{16}\.json")
"""What the record of a kept article is called."""
TEXT = re.compile(r"[0-9a-f]{64}\.txt")
"""What a kept text is called."""
_REVISED = re.compile(r"[0-9a-f]{16}")
"""What lies in the folder of the earlier versions."""
_DIGEST = re.compile(r"[0-9a-f]{64}")
_ADDRESS = re.compile(r"https?://[!-?A-~]{1,300}")  # without a user in it
BACKUP = re.compile(r"\.backup-[0-9]+(\.lock)?")
"""What lies in the output folder while a backup is made: links to what it takes."""
_HARMLESS = {".DS_Store", ".git", ".gitignore", ".gitkeep", "README.md", "store.lock", "damaged"}
"""What may lie in a folder before anything was built there."""


@dataclass(frozen=True, slots=True)
class Workplace:
    """The folder that ``kg build -o DIR`` fills and every other command reads."""

    folder: Path

    @property
    def turtle(self) -> Path:
        """The graph as Turtle."""
        return self.folder / "graph.ttl"

    @property
    def page(self) -> Path:
        """The graph as an interactive page."""
        return self.folder / "graph.html"

    @property
    def report(self) -> Path:
        """What the last build did."""
        return self.folder / "report.json"

    @property
    def store(self) -> Path:
        """The store's own folder, which is written."""
        return self.folder / "store"

    @property
    def snapshots(self) -> Path:
        """Copies of the store, which are read."""
        return self.folder / "snapshots"

    @property
    def texts(self) -> Path:
        """The kept texts, each named by the SHA-256 of its bytes."""
        return self.folder / "texts"

    @property
    def annotations(self) -> Path:
        """The kept annotations, one file for each article."""
        return self.folder / "annotations"

    @property
    def revisions(self) -> Path:
        """The records of earlier versions, in a folder for each article."""
        return self.folder / "revisions"

    @property
    def damaged(self) -> Path:
        """What was damaged and set aside, for a person to look at."""
        return self.folder / "damaged"

    @property
    def remote(self) -> Path:
        """Which remote store has the graph, where the folder has no store of its own."""
        return self.folder / "remote.json"

    def create(self) -> None:
        """Make the folders that are missing.

        Raises:
            ConfigError: if the folder holds what is not of this program; nothing has changed then.
            StoreError: if that cannot be done, or a newer kg made the folder.
        """
        self.demand_no_links()
        layout.demand(self.folder)
        try:
            self._demand_own()
            for folder in (self.folder, self.texts, self.annotations):
                folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"{error.filename or self.folder}: cannot hold results: {reason(error)}") from error
        layout.mark(self.folder)

    def demand_no_links(self) -> None:
        """A folder that somebody sent may hold links; what they lead to would be read, replaced or removed.

        Raises:
            ConfigError: if what kg makes in the folder is a symbolic link.
        """
        made = (self.store, self.snapshots, self.texts, self.annotations, self.revisions, self.damaged)
        files = (self.turtle, self.page, self.report, self.remote, self.folder / layout.FILE)
        for path in (*made, *files):
            if path.is_symlink():
                raise ConfigError(
                    f"{path}: is a symbolic link, and kg follows none out of a folder of results; put what it leads to "
                    "in its place, or link the whole folder"
                )
        for path in files:
            if _is_no_file(path):
                raise ConfigError(f"{path}: is a pipe or a device, and no file of kg; move it away")

    def _demand_own(self) -> None:
        """A folder of the user's is no place for results: their files would lie among his, under names he may use."""
        if (self.store / "CURRENT").is_file() and layout.is_own(self.folder / layout.FILE):
            if self.annotations.exists() and not self.annotations.is_dir():
                raise NotADirectoryError(ENOTDIR, "Not a directory", str(self.annotations))
            self.demand_records()
        if self.annotations.is_dir() and ((self.store / "CURRENT").is_file() or self.remote.is_file()):
            return
        if not self.folder.is_dir() or not (foreign := sorted(filter(self._is_foreign, self.folder.iterdir()))):
            return
        if any(RECORD.fullmatch(file.name) for file in listed(self.annotations)):
            return  # the store is lost, and is made again from what is kept
        if layout.is_own(self.folder / layout.FILE):
            return  # all is lost, but that a graph was here
        shown = ", ".join(file.name for file in foreign[:3]) + (", …" if len(foreign) > 3 else "")
        raise ConfigError(
            f"{self.folder}: holds {shown}, which kg did not make; name a new or an empty folder for the results "
            "with -o, such as -o output"
        )

    def _is_foreign(self, file: Path) -> bool:
        """Whether this is neither harmless, nor what a build leaves that was stopped at its beginning."""
        from kg.store.recovery import left_beside
        from kg.store.snapshots import NAME

        if file in (self.texts, self.annotations):
            return not file.is_dir() or bool(listed(file))
        if file == self.store:
            return not file.is_dir() or not (self.texts.is_dir() and self.annotations.is_dir())
        if file == self.revisions:
            return not file.is_dir() or not all(_REVISED.fullmatch(there.name) for there in listed(file))
        if file == self.snapshots:
            return not file.is_dir() or not all(NAME.fullmatch(unfinished(n) or n) for n in os.listdir(file))
        if file.name == layout.FILE:
            return not layout.is_own(file)
        left = unfinished(file.name) in (layout.FILE, self.remote.name)
        return not (left or file.name in _HARMLESS | left_beside(self.store) or BACKUP.fullmatch(file.name))

    def demand_records(self, *, are_lost: bool = False) -> None:
        """Make sure that the folder of the records is there: what no record tells of is taken out of the store.

        Args:
            are_lost: whether there is no record, though there ought to be.

        Raises:
            StoreError: if it is not.
        """
        if are_lost or not self.annotations.is_dir():
            how = "has no record left" if self.annotations.is_dir() else "is gone"
            back = f"`tar -xzf BACKUP -C {shlex.quote(str(self.folder))} {self.annotations.name}`"
            raise StoreError(
                f"{self.annotations}: {how}, and with it what was found in the articles; put it back, as from a backup "
                f"({back}), or build into a new folder"
            )

    def command(self, words: str) -> str:
        """A command for this folder, as one types it: ``repair`` gives `kg repair -o DIR`, and where its graph is."""
        address = "" if self.has_own_store() else self._told_address()
        store = f" --store {shlex.quote(address)}" if address else ""
        return f"`kg {words} -o {shlex.quote(str(self.folder))}{store}`"

    def repair_of_server(self) -> str:
        """The command that makes a server have what the folder keeps, also where this has forgotten which server."""
        known = self._told_address()
        return self.command("repair") + ("" if known else ", with --store or KG_STORE as here,")

    def reading(self, source: str) -> str:
        """The command that reads a source again; where that lies, only the user knows."""
        file = source.partition("#")[0]
        return self.command("build FOLDER") + (f", FOLDER being the one that holds {file}" if file else "")

    def is_built(self) -> bool:
        """Whether something was built here."""
        return self.store.is_dir() or self.remote.is_file() or (self.snapshots / "current").is_file()

    def demand(self) -> None:
        """Make sure that something was built here, by a kg whose layout this one knows.

        Raises:
            ConfigError: if nothing was.
            StoreError: if the layout is newer, or only the records are left.
        """
        self.demand_no_links()
        layout.demand(self.folder)
        if not self.is_built():
            if any(RECORD.fullmatch(file.name) for file in listed(self.annotations)):
                raise StoreError(
                    f"{self.folder}: its store is gone, and the records of its articles are there; "
                    f"{self.command('repair')} makes it again from them"
                )
            raise ConfigError(
                f"{self.folder}: no graph was built here; build one with `kg build ARTICLES -o {self.folder}`, "
                "or name its folder with -o"
            )

    def has_own_store(self) -> bool:
        """Whether a graph is kept in the folder itself, or was until its store was lost."""
        return self.store.is_dir() or (self.snapshots.is_dir() and not self.remote.is_file())

    def demand_own_store(self, *, is_needed: bool = False) -> None:
        """Make sure that the graph is not kept elsewhere.

        Args:
            is_needed: whether nothing else will do, so that naming the remote store does not help.

        Raises:
            ConfigError: if a remote store has it.
        """
        if self.remote.is_file() and not self.store.is_dir():
            what = (
                "which this command cannot use; build the articles into another folder, without --store and KG_STORE, "
                "for a graph on this machine"
                if is_needed
                else "which --store or KG_STORE must name"
            )
            unread = f"{self.remote}, which should say where, cannot be read; {self.command('repair')} mends it"
            where = self._told_address() or unread
            raise ConfigError(f"{self.folder}: its graph is in a remote store ({where}), {what}")

    def _told_address(self) -> str:
        """The address that the folder notes of the remote store; empty where it notes none that can be shown."""
        try:
            told = str(json.loads(read_own(self.remote, LARGEST_NOTE))["store"])
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return ""
        if not _ADDRESS.fullmatch(told):
            return ""
        return told.removesuffix("/query") if told.count("/") == len("//") + 1 else told  # as one names such a server

    def has_old_outputs(self) -> bool:
        """Whether readers see another graph than that of ``graph.ttl`` and its like: who made it was killed.

        Of a server's graph that is not known; what was removed and may still stand in these files is, as of any graph
        (:meth:`kg.pipeline.kept.KeptArticles.going`).
        """
        try:
            shown = (self.snapshots / "current").stat().st_mtime_ns
        except OSError:
            return False
        return not self.report.exists() or self.report.stat().st_mtime_ns < shown

    def text_file(self, sha256: str) -> Path:
        """Where the text with this digest is kept."""
        return self.texts / f"{sha256}.txt"

    def text_of(self, sha256: str) -> str | None:
        """The text with this digest, to be shown; None where none is kept, or another under its name."""
        content = self._under(sha256)
        if content is None or digest_of(content).hexdigest() != sha256:
            return None
        return content.decode("utf-8", "replace")

    def unchecked_text_of(self, sha256: str) -> str | None:
        """What is kept as the text with this digest, or None; for who looks at what has become of it."""
        content = self._under(sha256)
        return None if content is None else content.decode("utf-8", "replace")

    def _under(self, sha256: str) -> bytes | None:
        """The bytes that are kept under a digest."""
        if not _DIGEST.fullmatch(sha256):
            return None
        try:
            return read_own(self.text_file(sha256), LARGEST_TEXT)
        except OSError:
            return None

    def holds(self, file: Path) -> bool:
        """Whether a file lies in this folder."""
        return file.resolve().is_relative_to(self.folder.resolve())

    def is_result(self, file: Path) -> bool:
        """Whether a file in this folder is one that builds leave, or one that says nothing about articles."""
        from kg.store.recovery import left_beside

        first = file.resolve().relative_to(self.folder.resolve()).parts[0]
        folders = (self.store, self.snapshots, self.texts, self.annotations, self.revisions, self.damaged)
        own = (self.turtle, self.page, self.report, self.remote, *folders)
        names = {*_HARMLESS, *left_beside(self.store), layout.FILE, *(path.name for path in own)}
        return (unfinished(first) or first) in names or BACKUP.fullmatch(first) is not None


def _is_no_file(path: Path) -> bool:
    """Whether something lies there that is neither a file nor a folder, and that one would wait for."""
    try:
        mode = path.lstat().st_mode
    except OSError:
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))
