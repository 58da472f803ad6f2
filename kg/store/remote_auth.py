"""How a store is told who we are, when it asks: Basic (RFC 7617), Digest (RFC 7616), Bearer (RFC 6750)."""

from __future__ import annotations

import hashlib
import re
import secrets
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from urllib.parse import urlsplit

from kg.store.remote_address import Credentials

# one parameter of a challenge: a name, and a word or a quoted string
_PARAMETER = re.compile(r'([A-Za-z][A-Za-z0-9-]*)\s*=\s*(?:"([^"\\]*(?:\\.[^"\\]*)*)"|([^\s",]+))')
_SCHEME = re.compile(r"(?:^|,)\s*(Basic|Digest|Bearer)(?=\s|,|$)", re.IGNORECASE)


def _hash(name: str) -> Callable[[str], str]:
    return lambda text: hashlib.new(name, text.encode("latin-1"), usedforsecurity=False).hexdigest()


_HASHES = {"MD5": _hash("md5"), "SHA-256": _hash("sha256")}


@dataclass(slots=True)
class Authorization:
    """What is said with each request, once the store has asked; a token is said at once.

    Nothing is said before a challenge, so a password never goes out as Basic where Digest would have done.
    """

    credentials: Credentials
    _basic: bool = False
    _digest: Mapping[str, str] | None = None
    _uses: int = 0

    def header(self, method: str, url: str) -> dict[str, str]:
        """The header for a request; none as long as nothing has been asked."""
        said = self._said(method, url)
        return {"Authorization": said} if said else {}

    def _said(self, method: str, url: str) -> str:
        if self.credentials.token:
            return f"Bearer {self.credentials.token}"
        if self._digest is not None:
            self._uses += 1
            return digest(self.credentials, self._digest, method, _target(url), self._uses, secrets.token_hex(8))
        if self._basic:
            pair = f"{self.credentials.user}:{self.credentials.password}".encode("utf-8", "surrogateescape")
            return f"Basic {b64encode(pair).decode('ascii')}"
        return ""

    def asked(self, challenges: str) -> bool:
        """Learn from the header WWW-Authenticate what the store wants; False if it wants what we have not got.

        A digest is worked out anew each time: its nonce may have been too old, which not every store says.
        """
        if not self.credentials.user:
            return False
        found = parsed(challenges)
        if (wanted := found.get("digest")) and _usable(wanted):
            self._digest, self._uses = wanted, 0
            return True
        if "basic" in found and self._digest is None and not self._basic:
            self._basic = True
            return True
        return False


def parsed(challenges: str) -> dict[str, dict[str, str]]:
    """The challenges by their scheme, in small letters, with their parameters."""
    found: dict[str, dict[str, str]] = {}
    marks = list(_SCHEME.finditer(challenges))
    for mark, following in zip_longest(marks, marks[1:]):
        part = challenges[mark.end() : following.start() if following else len(challenges)]
        parameters = {m[1].lower(): _unquoted(m[2]) if m[2] is not None else m[3] for m in _PARAMETER.finditer(part)}
        scheme = mark[1].lower()
        if scheme not in found or (scheme == "digest" and not _usable(found[scheme])):
            found[scheme] = parameters
    return found


def _unquoted(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


def _usable(challenge: Mapping[str, str]) -> bool:
    qop = {q.strip() for q in challenge.get("qop", "").split(",")}
    return (
        challenge.get("algorithm", "MD5").upper() in _HASHES and "nonce" in challenge and (qop == {""} or "auth" in qop)
    )


def digest(
    credentials: Credentials, challenge: Mapping[str, str], method: str, target: str, uses: int, own_nonce: str
) -> str:
    """The answer to a Digest challenge (RFC 7616, 3.4).

    Args:
        credentials: a user with a password.
        challenge: the parameters of the challenge.
        method: of the request.
        target: path and query of the request.
        uses: how often the server's nonce has been used, this time included.
        own_nonce: ours.
    """
    name = challenge.get("algorithm", "MD5").upper()
    hashed, nonce, realm = _HASHES[name], challenge["nonce"], challenge.get("realm", "")
    user = _as_sent(credentials.user)
    who = hashed(f"{user}:{realm}:{_as_sent(credentials.password)}")
    what = hashed(f"{method}:{target}")
    told = {"username": user, "realm": realm, "nonce": nonce, "uri": target}
    if "qop" in challenge:
        count = f"{uses:08x}"
        told["response"] = hashed(f"{who}:{nonce}:{count}:{own_nonce}:auth:{what}")
        bare = f", algorithm={name}, qop=auth, nc={count}"
        told["cnonce"] = own_nonce
    else:
        told["response"] = hashed(f"{who}:{nonce}:{what}")
        bare = f", algorithm={name}"
    if "opaque" in challenge:
        told["opaque"] = challenge["opaque"]
    return "Digest " + ", ".join(f'{k}="{_quoted(v)}"' for k, v in told.items()) + bare


def _as_sent(text: str) -> str:
    """UTF-8, each byte as the letter that headers are read and written with: what a server says is in that form."""
    return text.encode("utf-8", "surrogateescape").decode("latin-1")


def _quoted(text: str) -> str:
    # what came unescaped from a server must not end the string, nor the header
    return re.sub(r"[\x00-\x1f\x7f]", "", text).replace("\\", "\\\\").replace('"', '\\"')


def _target(url: str) -> str:
    parts = urlsplit(url)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
