"""Requests to a remote store: bounded in size and time, tried again where that helps, redirected nowhere.

Everything that is sent may be sent twice. Queries change nothing, and what we change we say as it shall be: a statement
is inserted or deleted by itself, a graph replaced or dropped whole, so the second time changes nothing more.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, Any, cast
from urllib.parse import urlencode, urlsplit

from kg import __version__
from kg.errors import StoreError
from kg.store.remote_address import PASSWORD, PERHAPS, TOKEN, USER, Credentials
from kg.store.remote_auth import Authorization

if TYPE_CHECKING:
    import urllib3

    from kg.store.remote_deadline import Watch

_LATER = frozenset({429, 502, 503, 504})
_NOT_THERE = frozenset({404, 405, 410})
_IN_MEMORY = 8 << 20
_AT_ONCE = 1 << 16
_TOLD = 300


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a store is waited for.

    Attributes:
        connect_s: seconds until it must have taken a connection.
        attempts: how often a request is made at most.
        first_wait_s: seconds to wait before the second time, at most; twice as many before each further one.
        longest_wait_s: seconds to wait at most, also where the store asks for more.
    """

    connect_s: float = 5.0
    attempts: int = 5
    first_wait_s: float = 0.5
    longest_wait_s: float = 60.0

    def before(self, attempt: int) -> float:
        """Seconds to wait before an attempt (the second is 1): by chance, so that many do not come back at once."""
        return random.uniform(0.5, 1.0) * min(self.first_wait_s * 2.0 ** (attempt - 1), self.longest_wait_s)  # noqa: S311


class RemoteError(StoreError):
    """A remote store cannot be reached, or did not do what it was asked.

    Attributes:
        status: what it answered with; 0 if it did not answer.
    """

    def __init__(self, message: str, status: int = 0) -> None:
        super().__init__(message)
        self.status = status


class OverTimeError(RemoteError):
    """The answer did not come in time."""


class TooMuchError(RemoteError):
    """An answer is larger than allowed."""


def _plain(text: str) -> str:
    """A line without any character that a terminal obeys."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= _TOLD else line[:_TOLD] + " …"


class _TryAgainError(Exception):
    """Something that may be over soon; with seconds to wait, if the store said so."""

    def __init__(self, error: RemoteError, wait_s: float | None = None) -> None:
        super().__init__(str(error))
        self.error = error
        self.wait_s = wait_s


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole answer, in a file that goes away when it is closed; ``told`` makes of a part of it what may be shown."""

    status: int
    media_type: str
    body: IO[bytes]
    told: Callable[[str], str] = _plain

    def text(self) -> str:
        """The answer as text."""
        self.body.seek(0)
        return self.body.read().decode("utf-8", "replace")


class Client:
    """What asks the services of one store.

    Args:
        credentials: what is said when the store asks who we are.
        patience: how long it is waited for.
        request_bytes: how large a request may be.
    """

    def __init__(
        self, credentials: Credentials, patience: Patience | None = None, request_bytes: int = 64 << 20
    ) -> None:
        from kg.store.remote_deadline import pool

        self.patience = patience or Patience()
        self.request_bytes = request_bytes
        self.credentials = credentials
        self._authorizations: dict[str, Authorization] = {}
        self._pool: urllib3.PoolManager | None = pool(f"newskg/{__version__}")

    def send(
        self,
        method: str,
        url: str,
        parameters: Mapping[str, str] | None = None,
        *,
        body: bytes | None = None,
        media_type: str = "",
        accept: str = "*/*",
        seconds: float = 600.0,
        answer_bytes: int = 4 << 30,
        expected: frozenset[int] = frozenset({200, 201, 204}),
    ) -> Reply:
        """The answer to a request.

        Args:
            method: GET, POST, PUT or DELETE.
            url: where to.
            parameters: what goes into the address behind the question mark.
            body: what is sent along.
            media_type: what that is.
            accept: what may be answered.
            seconds: how long all attempts may take together.
            answer_bytes: how large the answer may be.
            expected: the statuses that are no error.

        Raises:
            RemoteError: if no such answer came.
        """
        if parameters:
            url = f"{url}?{urlencode(parameters)}"
        if len(body or b"") + len(url) > self.request_bytes:
            size, most = (len(body or b"") >> 20) + 1, self.request_bytes >> 20
            raise RemoteError(f"{_shown(url)}: a request of {size} MB is not sent; {most} MB is the most")
        headers = {"Accept": accept, "Accept-Encoding": "identity"}
        if media_type:
            headers["Content-Type"] = media_type
        attempt, deadline = 1, time.monotonic() + seconds
        while True:
            try:
                return self._attempt(method, url, body, headers, deadline, seconds, answer_bytes, expected)
            except _TryAgainError as trouble:
                wait = self.patience.before(attempt) if trouble.wait_s is None else trouble.wait_s
                longest = min(self.patience.longest_wait_s, deadline - time.monotonic())
                if attempt >= self.patience.attempts or wait > longest:
                    later = f"; it asks to come back in {wait:.0f} s" if trouble.wait_s else ""
                    tried = f" (tried {attempt} times)" if attempt > 1 else ""
                    trouble.error.args = (f"{trouble.error}{tried}{later}",)
                    raise trouble.error from None
                time.sleep(wait)
                attempt += 1

    def _attempt(
        self,
        method: str,
        url: str,
        body: bytes | None,
        headers: Mapping[str, str],
        deadline: float,
        seconds: float,
        answer_bytes: int,
        expected: frozenset[int],
    ) -> Reply:
        from kg.store.remote_deadline import watched

        who = self._authorizations.setdefault(_shown(url), Authorization(self.credentials))
        for last in (False, True):  # the second time with what was asked for
            said = who.header(method, url)
            with watched(deadline - time.monotonic()) as watch, self._faults_named(url, seconds, watch):
                response = self._open(method, url, body, {**headers, **said}, deadline)
                with _Closing(response):
                    if response.status == 401 and not last and who.asked(_challenges(response)):
                        continue
                    if response.status not in expected:
                        self._complain(response, url)
                    cut = self.told(response.headers.get("X-SPARQL-MaxRows", ""))
                    if cut:
                        raise RemoteError(
                            f"{_shown(url)}: the store cuts answers off after {cut} rows; allow more there"
                        )
                    media_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
                    reply = Reply(response.status, media_type, _whole(response, url, answer_bytes), self.told)
                    if watch.is_over:  # what ends with the connection seems to have ended well
                        raise TimeoutError
                    return reply
        raise AssertionError("the second time ends in an answer or an error")

    def _open(
        self, method: str, url: str, body: bytes | None, headers: Mapping[str, str], deadline: float
    ) -> urllib3.BaseHTTPResponse:
        import urllib3

        if self._pool is None:
            raise StoreError("the store is closed")
        left = max(0.001, deadline - time.monotonic())
        return self._pool.urlopen(
            method,
            url,
            body=body,
            headers={**self._pool.headers, **headers},
            redirect=False,
            retries=False,
            preload_content=False,
            decode_content=False,
            timeout=urllib3.Timeout(connect=min(left, self.patience.connect_s), read=left),
        )

    def _complain(self, response: urllib3.BaseHTTPResponse, url: str) -> None:
        """Raise what an unexpected status means."""
        status, shown = response.status, _shown(url)
        if 300 <= status < 400:
            there = self.told(response.headers.get("Location", "elsewhere"))
            raise RemoteError(f"{shown}: sends us on to {there}, and is not followed; name the right address", status)
        if status in (401, 403):
            raise RemoteError(f"{shown}: does not let us in (status {status}); {self._advice()}", status)
        told = ""
        with suppress(TooMuchError):
            told = _whole(response, url, 1 << 16).read().decode("utf-8", "replace")
            told = self.told(told) if "<html" not in told.lower() else ""
        perhaps = f"; {PERHAPS}" if status in _NOT_THERE else ""
        error = RemoteError(f"{shown}: answers with status {status}" + (f": {told}" if told else "") + perhaps, status)
        if status in _LATER:
            raise _TryAgainError(error, _seconds(response.headers.get("Retry-After", "")))
        raise error

    def _advice(self) -> str:
        if self.credentials:
            return f"it does not take what {TOKEN if self.credentials.token else USER} says"
        return f"set {USER} and {PASSWORD}, or {TOKEN}, and name the store with --store or KG_STORE"

    def told(self, text: str) -> str:
        """A line of what a store says, without anything secret or any character that a terminal obeys."""
        for secret in self.credentials.secrets:
            text = text.replace(secret, "…")
        return _plain(text)

    def _faults_named(self, url: str, seconds: float, watch: Watch) -> _faults_named:
        return _faults_named(_shown(url), seconds, watch, self.told)

    def close(self) -> None:
        """Close all connections."""
        if self._pool is not None:
            self._pool.clear()
            self._pool = None


class _Closing:
    """A connection goes back to the pool if its answer was read to the end, and is closed otherwise."""

    def __init__(self, response: urllib3.BaseHTTPResponse) -> None:
        self._response = response

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if error is not None:
            self._response.close()
        else:
            with suppress(Exception):
                cast(Any, self._response).drain_conn() if _is_short(self._response) else self._response.close()


def _is_short(response: urllib3.BaseHTTPResponse) -> bool:
    """Whether what is left of an answer is worth being read for the sake of the connection."""
    length = response.headers.get("Content-Length", "")
    return length.isdecimal() and int(length) < _AT_ONCE


def _whole(response: urllib3.BaseHTTPResponse, url: str, most: int) -> IO[bytes]:
    """The whole body, in memory or in a file; read as it comes, so that a limit stops it at once."""
    if response.headers.get("Content-Encoding", "identity").strip().lower() not in ("", "identity"):
        raise RemoteError(f"{_shown(url)}: the answer is compressed, which was not asked for")
    body = cast(IO[bytes], SpooledTemporaryFile(max_size=_IN_MEMORY))  # noqa: SIM115 - who gets it closes it
    size = 0
    try:
        while piece := response.read1(_AT_ONCE):
            size += len(piece)
            if size > most:
                raise TooMuchError(f"{_shown(url)}: the answer is larger than {_megabytes(most)}; ask for less at once")
            body.write(piece)
    except BaseException:
        body.close()
        raise
    body.seek(0)
    return body


def _megabytes(size: int) -> str:
    return f"{size >> 20} MB" if size >= 1 << 20 else f"{size} bytes"


class _faults_named:  # noqa: N801 - reads as what it does
    """Errors of connections as ours; those that may be over soon say so."""

    def __init__(self, shown: str, seconds: float, watch: Watch, told: Callable[[str], str]) -> None:
        self.shown = shown
        self.seconds = seconds
        self.watch = watch
        self.told = told

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        import urllib3.exceptions as faults

        if self.watch.is_over and isinstance(error, faults.HTTPError | OSError):
            raise OverTimeError(f"{self.shown}: no whole answer in {self.seconds:g} s") from None
        if isinstance(error, faults.NameResolutionError):
            raise RemoteError(f"{self.shown}: no machine of this name is known") from None
        if isinstance(error, faults.NewConnectionError):
            raise _TryAgainError(RemoteError(f"{self.shown}: cannot be reached: {self.told(_last(error))}")) from None
        if isinstance(error, faults.ConnectTimeoutError):
            raise _TryAgainError(RemoteError(f"{self.shown}: does not answer")) from None
        if isinstance(error, faults.TimeoutError | TimeoutError):
            raise OverTimeError(f"{self.shown}: no whole answer in {self.seconds:g} s") from None
        if isinstance(error, faults.SSLError):
            raise RemoteError(f"{self.shown}: no safe connection: {self.told(_last(error))}") from None
        if isinstance(error, faults.HTTPError | OSError):
            raise _TryAgainError(
                RemoteError(f"{self.shown}: the connection broke off: {self.told(_last(error))}")
            ) from None


def _last(error: BaseException) -> str:
    """The plain reason in an error of a library, which tells objects too; a bad answer is repeated there."""
    text = str(error.args[-1] if error.args else error)
    plain = re.sub(r"^<?[^\n]*?object at 0x[0-9a-f]+>:? ?|^\w+\(host=[^\n]*?\): |\[Errno -?\d+\] ", "", text)
    return plain or type(error).__name__


def _challenges(response: urllib3.BaseHTTPResponse) -> str:
    return ", ".join(response.headers.getlist("WWW-Authenticate"))


def _shown(url: str) -> str:
    """An address in messages: without what was asked."""
    return urlsplit(url)._replace(query="").geturl()


def _seconds(retry_after: str) -> float | None:
    """What a store asks to wait: seconds, or a date; None if it says nothing."""
    text = retry_after.strip()
    if text.isascii() and text.isdecimal():
        return float(text[:9])
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - time.time())
    except (ValueError, TypeError, OverflowError):
        return None
