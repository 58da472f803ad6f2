"""What a process remembers of a snapshot, as long as it has that snapshot open: small lists that many pages need."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from kg.store.oxigraph import OxigraphStore

T = TypeVar("T")
_kept: dict[str, Any] = {}
_state = ""


def kept(store: OxigraphStore, name: str, make: Callable[[OxigraphStore], T]) -> T:
    """What ``make`` makes of a store, made once for each snapshot; of a store that is none, every time."""
    global _state
    if not store.identity:
        return make(store)
    if store.identity != _state:
        _kept.clear()
        _state = store.identity
    if name not in _kept:
        _kept[name] = make(store)
    found: T = _kept[name]
    return found
