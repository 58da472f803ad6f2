"""Where the graph of an output folder is kept: in a store of the folder's own, or in a remote one."""

from __future__ import annotations

import json
import re
import secrets
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.config import Config
from kg.errors import ConfigError, ExposedWarning, PassedOverWarning, StoreError
from kg.files import LARGEST_NOTE, garbled, listed, read_own, sync, unwritable, write_whole
from kg.pipeline import layout
from kg.pipeline.orphans import keep_apart
from kg.pipeline.workplace import RECORD, Workplace
from kg.store.remote_address import Address, named

if TYPE_CHECKING:
    from kg.rdf.answers import Answer
    from kg.store.remote import RemoteStore


def remote(store: str | None, config: Config) -> Address | None:
    """The remote store that is meant, by name, by the environment or by the settings; None for the folder's own.

    Raises:
        ConfigError: if its address cannot be used.
    """
    address = named(store, config)
    if address is not None and address.exposed:
        warnings.warn(
            f"what proves who you are would go to {address.exposed} unencrypted; use https if the server has it",
            ExposedWarning,
            stacklevel=2,
        )
    return address


def to_be_asked(place: Workplace, store: str | None, config: Config) -> Address | None:
    """The remote store that is to be read; None for the folder's own, where it has one and none was named by hand.

    Raises:
        ConfigError: as :func:`remote`.
    """
    if store or not place.has_own_store():
        return remote(store, config)
    address = named(None, config)
    if address is None:
        return None
    warnings.warn(
        f"{place.folder} has a store of its own, and that is used; {address}, which KG_STORE or kg.toml names, is not",
        PassedOverWarning,
        stacklevel=1,  # said once, however many ask
    )
    return None


def demand_one_store(place: Workplace, store: str | None) -> None:
    """Make sure that a store named by hand, and the folder named beside it, are not two graphs.

    Raises:
        ConfigError: if the folder has a store of its own.
    """
    if store and place.has_own_store():
        raise ConfigError(
            f"{place.folder}: has a store of its own; leave --store out for the graph in that, or name another folder "
            "with -o"
        )


def of_folder(place: Workplace, store: str | None, config: Config) -> Address | None:
    """The remote store that has the graph of a folder, or is to have it; None for the folder's own.

    A graph that a folder has already stays where it is, whatever store the environment or the settings name.

    Raises:
        ConfigError: as :func:`remote`, and if a store is named by hand for a folder that has one of its own.
    """
    demand_one_store(place, store)
    return to_be_asked(place, store, config)


def demand_answer(address: Address, config: Config) -> None:
    """Make sure that a remote store answers, before anything is made for it.

    Raises:
        StoreError: if it does not.
    """
    from kg.store.remote import RemoteStore

    RemoteStore(address, read_only=True, base=config.base).close()


@contextmanager
def graphs_to_write(place: Workplace, address: Address | None, config: Config) -> Iterator[Any]:
    """The store of an output folder, which publishes what is put into it.

    Raises:
        ConfigError: if the folder's graph is kept elsewhere.
        StoreError: if it cannot be opened, or others build into it.
    """
    if address is None:
        from kg.store.publishing import PublishingStore

        place.demand_own_store()
        keep_apart(place)
        with PublishingStore(place.store) as own:
            layout.mark(place.folder)
            yield own
        return
    from kg.store.lock import StoreLock

    demand_one_store(place, str(address))
    lock = StoreLock(place.store, shared=False)
    try:
        with _claimed(place, address, config.base) as store:
            yield store
    finally:
        lock.release()


def _claimed(place: Workplace, address: Address, base: str) -> RemoteStore:
    """The store, which knows whose graph it has from now on; the folder knows where its graph is.

    The folder knows first: the store would be closed to a folder that has forgotten its name there, or never heard that
    the store had learned it.
    """
    from kg.store.remote import HeldElsewhereError, RemoteStore

    known = noted(place)
    holder = known.get("holder") or secrets.token_hex(8)
    told = {"store": str(address), "holder": holder}
    try:
        return RemoteStore(
            address, base=base, holder=holder, before_claim=lambda: note(place, told) if told != known else None
        )
    except HeldElsewhereError as error:
        if known or not any(RECORD.fullmatch(file.name) for file in listed(place.annotations)):
            raise
        raise StoreError(
            f"{error}; or if it is that of {place.folder}, which has lost {place.remote.name}: "
            f"{place.repair_of_server()} finds that out"
        ) from error


def note(place: Workplace, told: Mapping[str, str]) -> None:
    """Leave word in a folder of the remote store that has its graph: what :func:`noted` gives.

    Raises:
        StoreError: if it cannot be written.
    """
    write_whole(place.remote, (json.dumps(told, indent=2) + "\n").encode("utf-8"))
    try:
        sync(place.folder)
    except OSError as error:
        raise unwritable(place.remote, error) from error


def noted(place: Workplace) -> dict[str, str]:
    """What a folder notes of the remote store that has its graph: ``store``, and the ``holder`` that it knows.

    Raises:
        StoreError: if there is a note, and it cannot be read.
    """
    again = f"{place.repair_of_server()} writes it again"
    try:
        told = json.loads(read_own(place.remote, LARGEST_NOTE))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError) as error:
        raise StoreError(f"{place.remote}: cannot be read ({garbled(error)}); {again}") from error
    if not isinstance(told, dict) or not re.fullmatch("[0-9a-f]{16}", str(told.get("holder"))):
        raise StoreError(f"{place.remote}: does not say by which name the store knows this folder; {again}")
    return {name: str(told.get(name)) for name in ("store", "holder")}


@contextmanager
def ask(output: Path, sparql: str, store: str | None, config: Config) -> Iterator[Answer]:
    """The answer of a graph to a query of a user's, within the limits of the settings; to be read within the block.

    Raises:
        ConfigError: if nothing was built there.
        QueryError: if the query is malformed, refused, or goes over its limits.
        StoreError: if the store cannot be opened or asked.
    """
    from kg.store.limited import QueryLimits, query

    limits = QueryLimits(seconds=config.query_seconds, rows=config.query_max_rows)
    place = Workplace(output)
    if address := to_be_asked(place, store, config):
        from kg.store.remote import RemoteStore

        with RemoteStore(address, read_only=True, base=config.base, limits=limits) as asked:
            yield asked.query(sparql)
        return
    place.demand()
    place.demand_own_store()
    yield query(place.store, sparql, limits, base=config.base)
