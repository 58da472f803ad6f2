"""What a writer that was killed may have left beside the store, and how the next one puts it right.

Two things are done to a store that are no transactions. Many graphs at once are loaded in place
(:mod:`kg.store.bulk`): while that goes on, the file ``store.loading`` lies beside the store, and a store with it is
thrown away, for all that is loaded so is kept elsewhere. A store is written anew (:mod:`kg.store.compact`) in
``.store.new``, the old one is renamed ``.store.old``, the new one ``store``, the old one goes: in whatever state that
is left, there is one whole store under one of these names.

:func:`recover` is for whoever holds the lock for writing, before the store is opened. Readers open snapshots, which
know nothing of all this.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

from kg.errors import StoreError
from kg.files import no_link, reason, sync


def loading_mark(store: Path) -> Path:
    """The file that is there while graphs are loaded in place."""
    return store.with_name(store.name + ".loading")


def new_folder(store: Path) -> Path:
    """Where a store is written anew."""
    return store.with_name(f".{store.name}.new")


def old_folder(store: Path) -> Path:
    """Where the store is from when a new one is whole until that has its name."""
    return store.with_name(f".{store.name}.old")


def left_beside(store: Path) -> frozenset[str]:
    """What lies beside a store whose writer works, or was killed at it, is called."""
    return frozenset(path.name for path in (loading_mark(store), new_folder(store), old_folder(store)))


def is_cut_short(store: Path) -> bool:
    """Whether a load in place has begun and not ended. Without the lock that says nothing: it may be going on."""
    return loading_mark(store).exists()


def recover(store: Path) -> None:
    """Undo or finish what a killed writer had begun; there may be no store afterwards, but never half a one.

    Raises:
        StoreError: if files cannot be moved or removed, or the store is a link: what that leads to is of others.
    """
    if store.is_symlink():
        raise StoreError(f"{store}: is a symbolic link; put the folder that it leads to in its place, or remove it")
    try:
        old = old_folder(store)
        for folder in (old, new_folder(store)):
            if folder.is_symlink():
                folder.unlink()
        if (old / "CURRENT").is_file() and not (store / "CURRENT").is_file():
            _remove(store)
            old.rename(store)
        for folder in (old, new_folder(store)):
            _remove(folder)
        if is_cut_short(store):
            _remove(store)
            end_load(store)
    except OSError as error:
        raise StoreError(f"{store}: what a killed command left cannot be removed: {reason(error)}") from error


def begin_load(store: Path) -> None:
    """Leave word that the store is no whole one until :func:`end_load`.

    Raises:
        OSError: if that cannot be written; nothing may be loaded then.
    """
    with open(loading_mark(store), "wb", opener=no_link) as stream:
        os.fsync(stream.fileno())
    sync(store.parent)


def end_load(store: Path) -> None:
    """Take that back."""
    loading_mark(store).unlink(missing_ok=True)
    sync(store.parent)


def swap(store: Path) -> None:
    """Let the new folder, which is whole, take the place of the store; nobody may have either of them open.

    Raises:
        OSError: if that cannot be done; :func:`recover` leads back.
    """
    new, old = new_folder(store), old_folder(store)
    for file in new.iterdir():
        sync(file)
    sync(new)
    store.rename(old)
    new.rename(store)
    sync(store.parent)
    with suppress(OSError):  # who opens the store next tries again
        _remove(old)


def _remove(folder: Path) -> None:
    """Remove a folder that may not be there; a file that others put there is left to them."""
    if folder.is_dir() and not folder.is_symlink():
        shutil.rmtree(folder)
