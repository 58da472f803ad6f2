"""The explorer on the living graph: the page of ``graph.html``, with its matter asked for as it is needed."""

from __future__ import annotations

import re
from functools import cache
from html import escape
from importlib.resources import files

from kg.serve.page import Asked, Page
from kg.serve.pages.rendering import Context, html
from kg.store.oxigraph import OxigraphStore

_BODY = re.compile(r"<body[^>]*>(.*)</body>", re.DOTALL)
_SLOT = re.compile(r"\{\{(\w+)\}\}")
_BRAND = re.compile(r'<div id="brand">(.*?)</div>', re.DOTALL)
_SCRIPT = re.compile(r"<script\b[^>]*>.*?</script>", re.DOTALL)


def explore(store: OxigraphStore, asked: Asked) -> Page:
    """The explorer's page; what it shows is asked for at ``/api/``."""
    context = Context(asked)
    return html(asked, "explore.html", body=body(context.say("site"), context.url("/")))


def body(title: str, home: str) -> str:
    """The elements of the explorer's page, without its scripts and blobs; its heading leads to the first page."""
    slots = {"title": escape(title)}
    filled = _SLOT.sub(lambda slot: slots.get(slot.group(1), ""), _template())
    return _BRAND.sub(lambda brand: f'<a id="brand" href="{escape(home)}">{brand.group(1)}</a>', filled)


@cache
def _template() -> str:
    """What stands in the body of the one template for both pages."""
    template = (files("kg.publish.page") / "template.html").read_text("utf-8")
    found = _BODY.search(template)
    return _SCRIPT.sub("", found.group(1)).strip() if found else ""
