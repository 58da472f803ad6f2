"""Where a remote store is: the addresses of its services, and who may be given what proves who we are."""

from __future__ import annotations

import ipaddress
import os
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit, urlunsplit

from kg.config import Config
from kg.errors import ConfigError

STORE, UPDATE, GRAPHS = "KG_STORE", "KG_STORE_UPDATE", "KG_STORE_GRAPHS"
"""The variables that name a store: its address, and where it takes updates and gives graphs if that does not follow."""
USER, PASSWORD, TOKEN = "KG_STORE_USER", "KG_STORE_PASSWORD", "KG_STORE_TOKEN"
"""The variables that prove who we are."""
PERHAPS = "perhaps the address is another one: where a server takes queries usually ends in /query or /sparql"
"""What to do where something answers, and not as a SPARQL server does."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """A user with a password, or a token; or nothing. Neither is shown where this is printed."""

    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)

    def __bool__(self) -> bool:
        return bool(self.user or self.token)

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never be told, the longest first: also as it stands in a header, and as headers are read."""
        pair = (
            b64encode(f"{self.user}:{self.password}".encode("utf-8", "surrogateescape")).decode("ascii")
            if self.password
            else ""
        )
        plain = {s for s in (self.password, self.token, pair) if s}
        read = {s.encode("utf-8", "surrogateescape").decode("latin-1") for s in plain}
        return tuple(sorted(plain | read, key=lambda s: (-len(s), s)))

    @classmethod
    def of(cls, environment: Mapping[str, str] = os.environ) -> Credentials:
        """Those of the environment.

        Raises:
            ConfigError: if they do not go together, or hold what no header can.
        """
        given = cls(*(environment.get(name, "") for name in (USER, PASSWORD, TOKEN)))
        if given.token and given.user:
            raise ConfigError(f"{TOKEN} and {USER} are both set; a store takes one of them")
        if bool(given.user) != bool(given.password):
            raise ConfigError(f"{USER} and {PASSWORD} go together; only one of them is set")
        if ":" in given.user:
            raise ConfigError(f"{USER}: no user's name has a colon in it")
        if any(ord(c) < 0x20 or ord(c) == 0x7F for c in given.user + given.password + given.token):
            raise ConfigError(f"{USER}, {PASSWORD} and {TOKEN} must not hold line ends or other control characters")
        if not all(0x20 < ord(c) < 0x7F for c in given.token):
            raise ConfigError(f"{TOKEN}: a token has letters, digits and signs of ASCII only, and no space")
        return given


@dataclass(frozen=True, slots=True)
class Address:
    """The services of a remote store.

    Attributes:
        query: where it takes queries (SPARQL Protocol).
        update: where it takes updates (SPARQL Protocol).
        graphs: where it gives and takes whole graphs (Graph Store Protocol); empty where it does not.
        credentials: what is given to these services, if they ask.
    """

    query: str
    update: str
    graphs: str = ""
    credentials: Credentials = Credentials()

    def __str__(self) -> str:
        return self.query

    @property
    def exposed(self) -> str:
        """The machine that a password or token would go to unencrypted; empty where none would."""
        for url in (self.query, self.update, self.graphs):
            parts = urlsplit(url)
            if self.credentials and parts.scheme == "http" and not _is_loopback(parts.hostname or ""):
                return parts.hostname or ""
        return ""


def address(url: str, update: str = "", graphs: str = "", credentials: Credentials | None = None) -> Address:
    """The services of the store at ``url``.

    An address without a path is a server as Oxigraph is one: ``/query``, ``/update`` and ``/store``. One that ends in
    ``/query`` has its updates beside it. Any other takes queries and updates at one place.

    Args:
        url: an http or https address.
        update: where it takes updates, if that does not follow.
        graphs: where it gives whole graphs, if that does not follow.
        credentials: what proves who we are; given to services of the same machine and port only.

    Raises:
        ConfigError: if an address is none that can be used.
    """
    main = checked_url(url)
    parts = urlsplit(main)
    base = main.rstrip("/").removesuffix("/query")
    if parts.path in ("", "/"):
        found = (f"{base}/query", f"{base}/update", f"{base}/store")
    elif parts.path.endswith("/query"):
        found = (main, f"{base}/update", "")
    else:
        found = (main, main, "")
    given = Address(
        query=found[0],
        update=checked_url(update) if update else found[1],
        graphs=checked_url(graphs) if graphs else found[2],
        credentials=credentials or Credentials(),
    )
    elsewhere = [u for u in (given.update, given.graphs) if u and _origin(u) != _origin(given.query)]
    if elsewhere and given.credentials:
        raise ConfigError(
            f"{elsewhere[0]}: is on another machine or port than {given.query}; credentials go to one only"
        )
    return given


def named(store: str | None, config: Config, environment: Mapping[str, str] = os.environ) -> Address | None:
    """The remote store that is meant: the one named, or that of the environment, or that of the settings.

    Credentials are for a store that its user named, not for one that only a file ``kg.toml`` names, which may have come
    with somebody else's folder.

    Args:
        store: what was named; None if nothing was.
        config: the settings.
        environment: the variables.

    Raises:
        ConfigError: if it cannot be used.
    """
    own = store or environment.get(STORE, "")
    url = own or config.store
    if not url:
        return None
    update = graphs = ""
    if url == config.store:
        update, graphs = config.store_update, config.store_graphs
    if url == environment.get(STORE, url):
        update, graphs = environment.get(UPDATE) or update, environment.get(GRAPHS) or graphs
    return address(url, update, graphs, Credentials.of(environment) if own else None)


def checked_url(url: str) -> str:
    """An address, without anything secret in it.

    Raises:
        ConfigError: if it is no http or https address, or holds credentials.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ConfigError(
            "the address of the store cannot be read; expected one such as http://127.0.0.1:7878"
        ) from None
    if "@" in parts.netloc or parts.query or parts.fragment:
        shown = urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))
        raise ConfigError(
            f"{shown}: an address with a user, a password or a query in it is not taken, for addresses are shown; "
            f"set {USER} and {PASSWORD}, or {TOKEN}"
        )
    if any(c.isspace() or ord(c) < 0x21 or c in '<>"{}|\\^`' for c in url) or not url.isascii():
        raise ConfigError(
            f'{url!r}: no address has a space, a letter beyond ASCII or one of < > " {{ }} | \\ ^ ` in it'
        )
    if parts.scheme not in ("http", "https") or not parts.hostname or port == 0:
        raise ConfigError(f"{url}: not the address of a store; expected one such as http://127.0.0.1:7878")
    return url


def _origin(url: str) -> tuple[str, str, int]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
