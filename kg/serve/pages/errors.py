"""Pages for what went wrong, in plain words. They need no store: the web process makes them itself."""

from __future__ import annotations

from kg.serve.page import Asked, Page
from kg.serve.pages.rendering import html


def missing(asked: Asked, thing: str = "") -> Page:
    """There is no such page, or no such thing in the graph.

    Args:
        asked: what was asked for.
        thing: the IRI that the graph does not have; empty where it is the page that is missing.
    """
    return html(asked, "missing.html", status=404, thing=thing)


def failed(asked: Asked, message: str, status: int = 500) -> Page:
    """The page could not be made.

    Args:
        asked: what was asked for.
        message: what is wrong, in the words of the error; empty where only the server's log tells.
        status: of HTTP.
    """
    return html(asked, "failed.html", status=status, message=message, code=status)
