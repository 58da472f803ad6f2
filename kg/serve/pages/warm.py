"""What a process does before its first page, so that the first reader does not wait for it."""

from __future__ import annotations

from kg.serve.pages.rendering import environment
from kg.store.oxigraph import OxigraphStore


def warm(store: OxigraphStore) -> None:
    """Read the templates; for every snapshot that is opened, but it only takes time once."""
    templates = environment()
    for name in templates.list_templates():
        templates.get_template(name)
