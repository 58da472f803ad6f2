"""Web addresses of articles: cleaned of what only tells how a reader came by, so that one article has one."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote, urlsplit, urlunsplit

from kg.read.lines import words

# Parameters that name the way to the page, never the page. A single letter such as ``f`` could be anything, so it
# goes only with a value that says so.
_TRACKING = re.compile(
    r"(?:utm|at|hmsr|pk|mtm|_hs|mc|share)_\w+|spm|scm|fbclid|gclid|msclkid|yclid|dclid|twclid|igshid|hm_source"
    r"|wt\.mc_id|cmpid|ref_src|ref_url|chksm|scene|srcid|sharer_\w+|isappinstalled|wechat_redirect|from_?source"
    r"|share(?:r|d)?(?:id|token|from)?",
    re.IGNORECASE,
)
_CHANNEL_NAMES = words("f from ref src source channel via fr origin")
_CHANNELS = re.compile(
    r"rss\d*|feed|atom|wangzhan|timeline|singlemessage|groupmessage|weixin|wechat|weibo|qq|app", re.I
)
_LONGEST = 2_000
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def canonical_url(written: str | None) -> str | None:
    """An http(s) address without tracking parameters, fragment, default port and capitals in the host's name.

    None for anything else: ``javascript:``, a relative path, an address with a space, one with a user's name before
    its host or with a character in it that is not seen (an override of direction makes one host look like another).
    The order of the other parameters stays.

    >>> canonical_url("https://News.Example/p/1?f=rss&id=2#top")
    'https://news.example/p/1?id=2'
    """
    text = (written or "").strip()
    if not text or len(text) > _LONGEST or any(c.isspace() or ord(c) < 32 for c in text):
        return None
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not host or parts.username is not None:
        return None
    if any(unicodedata.category(c).startswith("C") for c in host) or _SURROGATE.search(text):
        return None
    scheme = parts.scheme.lower()
    netloc = host if port in (None, 80 if scheme == "http" else 443) else f"{host}:{port}"
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    return urlunsplit((scheme, netloc, path, _without_tracking(parts.query), ""))


def _without_tracking(query: str) -> str:
    kept = [pair for pair in query.split("&") if pair and not _is_tracking(*pair.partition("=")[::2])]
    return quote("&".join(kept), safe="/%:@!$&'()*+,;=?~-._")


def _is_tracking(name: str, value: str) -> bool:
    if _TRACKING.fullmatch(name):
        return True
    return name.lower() in _CHANNEL_NAMES and bool(_CHANNELS.fullmatch(value))


def identity_url(url: str) -> str:
    """What is compared: the canonical address without its scheme, since sites moved from http to https."""
    return url.partition("://")[2].rstrip("/")
