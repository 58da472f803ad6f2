"""How a remote store is asked: against a tiny server of the tests, which misbehaves as it is told."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from copy import copy
from dataclasses import replace
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pyoxigraph as ox
import pytest
from sparql_servers import free_port

from kg.errors import ConfigError, LimitError, QueryError, RefusedError, StoreError
from kg.pipeline.counts import counts
from kg.rdf import DEFAULT_BASE, prefixes
from kg.store.limited import QueryLimits
from kg.store.remote import RemoteStore
from kg.store.remote_address import Credentials, address
from kg.store.remote_auth import digest, parsed
from kg.store.remote_form import form, form_apart
from kg.store.remote_http import Client, OverTimeError, Patience, RemoteError, TooMuchError
from kg.store.remote_nature import Merged, Nature

HASTY = Patience(connect_s=2.0, attempts=4, first_wait_s=0.01, longest_wait_s=0.5)
TRUE = json.dumps({"head": {}, "boolean": True}).encode()
TABLE = "application/sparql-results+json"
TOKEN = Credentials(token="hush-hush")  # noqa: S106 - ours


class Request(BaseHTTPRequestHandler):
    """One request; what is answered is decided by the server's ``behave``."""

    server: Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # or each answer takes 40 ms
    body = b""

    def do_GET(self) -> None:
        self.body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.seen.append(copy(self))
        self.server.behave(self, len(self.server.seen))

    def do_POST(self) -> None:
        self.do_GET()

    def answer(self, status: int = 200, body: bytes = TRUE, type_: str = TABLE, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": type_, "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def endless(self, piece: bytes, pause_s: float) -> None:
        """An answer that never ends, until the other side has gone."""
        self.send_response(200)
        self.send_header("Content-Type", TABLE)
        self.end_headers()
        with suppress(OSError):
            for _ in range(100_000):
                self.wfile.write(piece)
                self.server.sent += len(piece)
                time.sleep(pause_s)
        self.close_connection = True

    def hang_up(self) -> None:
        with suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        pass


Behaviour = Callable[[Request, int], None]


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Request)
        self.seen: list[Request] = []
        self.sent = 0
        self.behave: Behaviour = lambda request, _: request.answer()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/sparql"

    def handle_error(self, *_: object) -> None:
        pass


def started() -> Server:
    server = Server()
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    return server


@pytest.fixture
def server() -> Iterator[Server]:
    there = started()
    yield there
    there.shutdown()
    there.server_close()


def ask(server: Server, credentials: Credentials | None = None, **options: object) -> str:
    client = Client(credentials or Credentials(), HASTY)
    try:
        return client.send("POST", server.url, body=b"query=ASK%7B%7D", **options).text()  # type: ignore[arg-type]
    finally:
        client.close()


def by_turns(*turns: Behaviour) -> Behaviour:
    """The first request is met by the first behaviour, and so on; all later ones by the last."""
    return lambda request, n: turns[min(n, len(turns)) - 1](request, n)


def fails(status: int, **headers: str) -> Behaviour:
    return lambda request, _: request.answer(status, b"not now", "text/plain", **headers)


def good(request: Request, _: int) -> None:
    request.answer()


def hangs_up(request: Request, _: int) -> None:
    request.hang_up()


def breaks_off(request: Request, _: int) -> None:
    request.answer(body=TRUE[:9], Content_Length=str(len(TRUE)))
    request.hang_up()


def breaks_off_in_chunks(request: Request, _: int) -> None:
    request.send_response(200)
    request.send_header("Transfer-Encoding", "chunked")
    request.end_headers()
    request.wfile.write(b"9\r\n" + TRUE[:9] + b"\r\n")
    request.hang_up()


@pytest.mark.parametrize(
    "trouble",
    [*map(fails, (429, 502, 503, 504)), hangs_up, breaks_off, breaks_off_in_chunks],
    ids=["429", "502", "503", "504", "hangs up", "breaks off", "breaks off in chunks"],
)
def test_what_may_be_over_soon_is_tried_again(server: Server, trouble: Behaviour) -> None:
    server.behave = by_turns(trouble, trouble, good)
    assert ask(server) == TRUE.decode()
    assert len(server.seen) == 3
    assert {request.body for request in server.seen} == {b"query=ASK%7B%7D"}


@pytest.mark.parametrize("trouble", [fails(503), hangs_up, breaks_off, breaks_off_in_chunks])
def test_what_is_never_over_is_given_up_and_never_half_an_answer(server: Server, trouble: Behaviour) -> None:
    server.behave = trouble
    with pytest.raises(RemoteError, match=r"\(tried 4 times\)"):
        ask(server)
    assert len(server.seen) == 4


@pytest.mark.parametrize("status", [400, 404, 405, 409, 413, 500, 501])
def test_what_will_not_get_better_is_not_tried_again(server: Server, status: int) -> None:
    server.behave = fails(status)
    with pytest.raises(RemoteError, match=f"answers with status {status}: not now") as caught:
        ask(server)
    assert caught.value.status == status
    assert len(server.seen) == 1


def test_waiting_grows_and_has_a_part_of_chance() -> None:
    patience = Patience(first_wait_s=1.0, longest_wait_s=5.0)
    waits = [[patience.before(attempt) for _ in range(50)] for attempt in (1, 2, 3, 4, 9)]
    for wait, most in zip(waits, (1.0, 2.0, 4.0, 5.0, 5.0), strict=True):
        assert most / 2 <= min(wait) < max(wait) <= most


def test_a_store_that_says_when_to_come_back_is_obeyed(server: Server) -> None:
    server.behave = by_turns(fails(503, Retry_After="0"), fails(429, Retry_After=formatdate(0)), good)
    assert ask(server) == TRUE.decode()
    for later in ("3600", formatdate(time.time() + 3600)):
        server.seen.clear()
        server.behave = fails(503, Retry_After=later)
        with pytest.raises(RemoteError, match=r"it asks to come back in 3[56]\d\d s"):
            ask(server)
        assert len(server.seen) == 1


def in_chunks(request: Request, _: int) -> None:
    request.send_response(200)
    request.send_header("Transfer-Encoding", "chunked")
    request.end_headers()
    request.wfile.write(f"{len(TRUE):x}\r\n".encode() + TRUE + b"\r\n0\r\n\r\n")


def test_one_connection_serves_for_all_requests(server: Server) -> None:
    server.behave = by_turns(good, in_chunks, fails(400), in_chunks, good)
    client = Client(Credentials(), HASTY)
    for _ in range(5):
        with suppress(RemoteError):
            assert client.send("POST", server.url, body=b"q").text() == TRUE.decode()
    assert len({request.client_address for request in server.seen}) <= 2, "an answer that is an error may close it"


def test_all_attempts_together_have_the_time_that_is_given(server: Server) -> None:
    client = Client(Credentials(), Patience(attempts=1000, first_wait_s=0.01, longest_wait_s=60.0))
    server.behave = fails(503)
    with pytest.raises(RemoteError, match="answers with status 503"):
        client.send("POST", server.url, body=b"q", seconds=0.4)
    assert 2 <= len(server.seen) < 20
    server.seen.clear()
    server.behave = fails(503, Retry_After="30")
    with pytest.raises(RemoteError, match="it asks to come back in 30 s"):
        client.send("POST", server.url, body=b"q", seconds=0.4)
    assert len(server.seen) == 1


def test_a_complaint_without_end_is_not_heard_to_its_end(server: Server) -> None:
    def complain(request: Request, _: int) -> None:
        request.send_response(500)
        request.end_headers()
        with suppress(OSError):
            for _ in range(10_000):
                request.wfile.write(b"x" * 65536)
        request.close_connection = True

    server.behave = complain
    with pytest.raises(RemoteError, match=r"answers with status 500$"):
        ask(server)


def test_nobody_there_is_said_in_one_line() -> None:
    client = Client(Credentials(), HASTY)
    with pytest.raises(RemoteError, match=r"cannot be reached.*refused.*tried 4 times") as caught:
        client.send("GET", f"http://127.0.0.1:{free_port()}/sparql")
    assert "0x" not in str(caught.value)


def test_an_answer_that_does_not_come_is_given_up(server: Server) -> None:
    released = threading.Event()
    server.behave = lambda request, _: (released.wait(20), request.answer())[1]
    with pytest.raises(OverTimeError, match=r"no whole answer in 0\.3 s"):
        ask(server, seconds=0.3)
    released.set()
    assert len(server.seen) == 1, "what takes too long once takes too long twice"


@pytest.mark.threat("remote")
def test_an_answer_that_drips_is_given_up(server: Server) -> None:
    server.behave = lambda request, _: request.endless(b" ", 0.05)
    with pytest.raises(OverTimeError):
        ask(server, seconds=0.5)


@pytest.mark.threat("remote")
def test_an_answer_whose_beginning_drips_is_given_up(server: Server) -> None:
    def drip(request: Request, _: int) -> None:
        with suppress(OSError):
            request.wfile.write(b"HTTP/1.1 200 OK\r\n")
            for n in range(2000):
                request.wfile.write(f"X-{n}: ".encode())
                time.sleep(0.02)
                request.wfile.write(b"x\r\n")
        request.close_connection = True

    server.behave = drip
    with pytest.raises(OverTimeError):
        ask(server, seconds=0.3)


def test_a_request_that_is_not_taken_is_given_up() -> None:
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen()
        client = Client(Credentials(), HASTY)
        with pytest.raises(RemoteError):
            client.send("POST", f"http://127.0.0.1:{deaf.getsockname()[1]}/", body=b"x" * (32 << 20), seconds=0.5)


@pytest.mark.threat("remote")
def test_an_answer_without_end_is_stopped_at_the_limit(server: Server) -> None:
    server.behave = lambda request, _: request.endless(b" " * 65536, 0)
    with pytest.raises(TooMuchError, match="larger than 2 MB"):
        ask(server, answer_bytes=2 << 20)
    assert server.sent < 64 << 20, "what lies in buffers on the way, no more"


@pytest.mark.threat("remote", control=True)
def test_an_answer_within_the_limit_comes_whole(server: Server) -> None:
    server.behave = lambda request, _: request.answer(body=b"x" * (1 << 20))
    assert len(ask(server, answer_bytes=1 << 20)) == 1 << 20


def test_a_request_over_the_limit_is_not_sent(server: Server) -> None:
    client = Client(Credentials(), HASTY, request_bytes=1 << 20)
    with pytest.raises(RemoteError, match="a request of 2 MB is not sent; 1 MB is the most"):
        client.send("POST", server.url, body=b"x" * (1 << 20))
    assert not server.seen
    client.send("POST", server.url, body=b"x" * (1 << 19))
    assert server.seen


@pytest.mark.threat("compressed")
def test_a_compressed_answer_is_refused(server: Server) -> None:
    server.behave = lambda request, _: request.answer(Content_Encoding="gzip")
    with pytest.raises(RemoteError, match="compressed"):
        ask(server)
    assert server.seen[0].headers["Accept-Encoding"] == "identity"


@pytest.mark.threat("remote")
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(server: Server, status: int) -> None:
    other = started()
    server.behave = fails(status, Location=other.url)
    with pytest.raises(RemoteError, match=f"sends us on to {other.url}, and is not followed"):
        ask(server, TOKEN)
    assert server.seen[0].headers["Authorization"] == "Bearer hush-hush"
    assert not other.seen
    other.shutdown()
    other.server_close()


def demands(challenge: str, is_right: Callable[[Request], bool]) -> Behaviour:
    def behave(request: Request, _: int) -> None:
        if is_right(request):
            request.answer()
        else:
            request.answer(401, b"hush-hush is wrong", "text/plain", WWW_Authenticate=challenge)

    return behave


def basic(request: Request) -> bool:
    return request.headers.get("Authorization") == "Basic " + base64.b64encode("lín:hush-hush".encode()).decode()


@pytest.mark.threat("remote", control=True)
def test_a_password_is_said_when_it_is_asked_for_and_not_before(server: Server) -> None:
    server.behave = demands('Basic realm="r"', basic)
    client = Client(Credentials("lín", "hush-hush"), HASTY)
    for _ in range(2):
        assert client.send("POST", server.url, body=b"q").text() == TRUE.decode()
    assert ["Authorization" in request.headers for request in server.seen] == [False, True, True]


def proves(request: Request, algorithm: str, nonce: str) -> bool:
    """Whether a Digest is right, as a server works it out (RFC 7616)."""
    said = parsed(request.headers.get("Authorization", "")).get("digest", {})
    if said.get("nonce") != nonce:
        return False
    hashed = lambda text: hashlib.new(algorithm, text.encode()).hexdigest()  # noqa: E731
    who, what = hashed("dba:realm:hush-hush"), hashed(f"{request.command}:{request.path}")
    proof = hashed(f"{who}:{nonce}:{said['nc']}:{said['cnonce']}:{said['qop']}:{what}")
    return said["response"] == proof and said["opaque"] == "o" and said["uri"] == request.path


@pytest.mark.parametrize(("named", "algorithm"), [("MD5", "md5"), ("SHA-256", "sha256")])
def test_a_digest_is_proved_without_the_password(server: Server, named: str, algorithm: str) -> None:
    challenge = f'Digest realm="realm", nonce="n1", opaque="o", stale="false", qop="auth", algorithm={named}'
    server.behave = demands(f'Basic realm="realm", {challenge}', lambda request: proves(request, algorithm, "n1"))
    client = Client(Credentials("dba", "hush-hush"), HASTY)
    for _ in range(2):
        client.send("GET", server.url, {"graph": "x:新"})
    assert len(server.seen) == 3
    counts = [re.search("nc=([0-9a-f]+)", r.headers.get("Authorization", "")) for r in server.seen]
    assert [c and int(c[1], 16) for c in counts] == [None, 1, 2]
    assert not any("hush" in str(request.headers) or "Basic" in str(request.headers) for request in server.seen)
    later = challenge.replace("n1", "n2")  # the nonce has become too old, and the server does not say so
    server.behave = demands(later, lambda request: proves(request, algorithm, "n2"))
    client.send("GET", server.url, {"graph": "x:新"})
    assert len(server.seen) == 5


@pytest.mark.parametrize(("realm", "encoding"), [("领域", "utf-8"), ("é", "latin-1")])
def test_a_user_and_a_realm_of_any_letters_are_proved_in_the_bytes_that_they_have(
    server: Server, realm: str, encoding: str
) -> None:
    as_read = realm.encode(encoding).decode("latin-1")
    hashed = lambda *parts: hashlib.md5(b":".join(parts), usedforsecurity=False).hexdigest().encode()  # noqa: E731

    def is_right(request: Request) -> bool:
        said = parsed(request.headers.get("Authorization", "")).get("digest", {})
        if not said:
            return False
        assert said["username"].encode("latin-1").decode() == "王"
        assert said["realm"] == as_read
        who = hashed("王".encode(), realm.encode(encoding), "秘".encode())
        proof = hashed(who, b"n", said["nc"].encode(), said["cnonce"].encode(), b"auth", hashed(b"POST", b"/sparql"))
        return said["response"].encode() == proof

    server.behave = demands(f'Digest realm="{as_read}", nonce="n", qop="auth"', is_right)
    assert ask(server, Credentials("王", "秘")) == TRUE.decode()
    assert len(server.seen) == 2


def test_the_digest_of_the_standard_comes_out() -> None:
    challenge = parsed(
        'Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=SHA-256, '
        'nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"'
    )["digest"]
    own = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"
    said = digest(Credentials("Mufasa", "Circle of Life"), challenge, "GET", "/dir/index.html", 1, own)
    assert 'response="753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"' in said


@pytest.mark.parametrize("challenge", ['Basic realm="r"', 'Digest realm="r", nonce="n", qop="auth"'])
def test_a_wrong_password_is_said_twice_at_most_and_is_in_no_message(server: Server, challenge: str) -> None:
    server.behave = demands(challenge, lambda _: False)
    given = Credentials("dba", "hush-hush")
    with pytest.raises(RemoteError, match=r"does not let us in .*KG_STORE_USER") as caught:
        ask(server, given)
    assert len(server.seen) == 2
    assert "hush" not in str(caught.value) + repr(given) + repr(address(server.url, credentials=given))


def test_who_has_no_password_is_told_what_to_set(server: Server) -> None:
    server.behave = demands('Basic realm="r"', basic)
    with pytest.raises(RemoteError, match="KG_STORE_USER and KG_STORE_PASSWORD, or KG_STORE_TOKEN"):
        ask(server)
    assert len(server.seen) == 1


@pytest.mark.threat("terminal")
def test_what_a_store_says_cannot_give_away_a_secret_or_steer_a_terminal(server: Server) -> None:
    server.behave = lambda request, _: request.answer(
        500, b"got hush-hush\x1b[2J\nsecond line " + b"x" * 999, "text/plain"
    )
    with pytest.raises(RemoteError) as caught:
        ask(server, TOKEN)
    assert "got … [2J second line" in str(caught.value)
    assert len(str(caught.value)) < 500


def repeats(request: Request, _: int) -> None:
    """A server that complains by repeating what it was sent, but only once it was told the password."""
    said = request.headers.get("Authorization")
    if said is None:
        request.answer(401, b"", WWW_Authenticate='Basic realm="r"')
    else:
        request.answer(400, f"bad: {said}".encode(), "text/plain")


def bad_first_line(request: Request, _: int) -> None:
    request.wfile.write("HTTP\x1b[31m hush-hüsh hush-hush\r\n\r\n".encode())
    request.hang_up()


@pytest.mark.threat("remote")
@pytest.mark.threat("terminal")
@pytest.mark.parametrize(
    ("behave", "shown"),
    [
        (repeats, "bad: Basic …"),
        (bad_first_line, "HTTP [31m"),
        (lambda request, _: request.answer(X_SPARQL_MaxRows="5\x1b[31m hush-hush"), "after 5 [31m … rows"),
    ],
    ids=["what was sent", "the first line", "how many rows"],
)
@pytest.mark.parametrize("password", ["hush-hush", "hush-hüsh"])
def test_no_part_of_an_answer_gives_away_a_secret_or_steers_a_terminal(
    server: Server, behave: Behaviour, shown: str, password: str
) -> None:
    server.behave = behave
    given = Credentials("lín", password)
    with pytest.raises(RemoteError) as caught:
        ask(server, given)
    told = str(caught.value)
    assert shown.replace(" … rows", "") in told
    assert told.isprintable()
    secret = password.encode()
    assert not any(
        s in told for s in (password, secret.decode("latin-1"), base64.b64encode("lín:".encode() + secret).decode())
    )


@pytest.mark.threat("terminal")
@pytest.mark.parametrize("type_", ["hush-hush\x1b[2J", TABLE, "text/turtle"])
def test_an_answer_that_cannot_be_read_is_told_without_secrets(server: Server, type_: str) -> None:
    store = opened(server, credentials=TOKEN)
    server.behave = lambda request, _: request.answer(body=b'"hush-hush\x1b[2J', type_=type_)
    for sparql in ("SELECT ?n { ?s ?p ?n }", "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"):
        with pytest.raises(QueryError) as caught:
            store.query(sparql)
        assert str(caught.value).isprintable()
        assert "hush" not in str(caught.value)


@pytest.mark.threat("remote")
@pytest.mark.parametrize(
    "url",
    [
        "http://dba:hush-hush@127.0.0.1:1/",
        "https://hush-hush@store.example/sparql",
        "http://store.example/sparql?key=hush-hush",
        "http://store.example/#hush-hush",
    ],
)
def test_an_address_with_a_secret_in_it_is_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(ConfigError, match="KG_STORE_USER and KG_STORE_PASSWORD") as caught:
        address(url)
    assert "hush" not in str(caught.value)


@pytest.mark.parametrize(
    "url",
    ["", "file:///etc/passwd", "ftp://x.example/", "http://", "//x.example", "http://x:99999/", "http://a b/", "新"],
)
def test_what_is_no_address_of_a_store_is_refused(url: str) -> None:
    with pytest.raises(ConfigError):
        address(url)


def test_services_follow_from_the_address_or_are_named() -> None:
    def services(*urls: str) -> tuple[str, str, str]:
        there = address(*urls)
        return there.query, there.update, there.graphs

    http = "http://127.0.0.1:7878"
    for base in (http, f"{http}/"):
        assert services(base) == (f"{http}/query", f"{http}/update", f"{http}/store")
    assert services(f"{http}/news/query") == (f"{http}/news/query", f"{http}/news/update", "")
    assert services(f"{http}/sparql") == (f"{http}/sparql", f"{http}/sparql", "")
    assert services(f"{http}/sparql", f"{http}/u", f"{http}/g") == (f"{http}/sparql", f"{http}/u", f"{http}/g")


@pytest.mark.threat("remote")
def test_credentials_go_to_one_machine_and_port() -> None:
    given = Credentials("dba", "hush-hush")
    with pytest.raises(ConfigError, match="credentials go to one only"):
        address("https://store.example/query", "https://other.example/update", credentials=given)
    with pytest.raises(ConfigError, match="credentials go to one only"):
        address("https://store.example/query", graphs="http://store.example/store", credentials=given)
    assert address("https://store.example/query", "https://store.example:443/u", credentials=given)
    assert address("https://store.example/query", "https://other.example/update")


@pytest.mark.parametrize(
    ("url", "exposed"),
    [
        ("http://store.example", "store.example"),
        ("http://192.0.2.7:7878/query", "192.0.2.7"),
        ("https://store.example", ""),
        ("http://127.0.0.1:7878", ""),
        ("http://[::1]:7878", ""),
        ("http://localhost/sparql", ""),
        ("http://127.0.0.1.store.example/", "127.0.0.1.store.example"),
    ],
)
def test_a_password_that_would_cross_a_network_openly_is_noticed(url: str, exposed: str) -> None:
    assert address(url, credentials=Credentials("dba", "hush-hush")).exposed == exposed
    assert not address(url).exposed


@pytest.mark.parametrize(
    "environment",
    [
        {"KG_STORE_USER": "dba"},
        {"KG_STORE_PASSWORD": "hush-hush"},
        {"KG_STORE_USER": "dba", "KG_STORE_PASSWORD": "hush-hush", "KG_STORE_TOKEN": "t"},
        {"KG_STORE_TOKEN": "hush-hush\r\nX: y"},
        {"KG_STORE_TOKEN": "hush-密钥"},
        {"KG_STORE_TOKEN": "hush hush"},
        {"KG_STORE_USER": "d:ba", "KG_STORE_PASSWORD": "hush-hush"},
    ],
)
def test_credentials_that_do_not_go_together_are_refused(environment: dict[str, str]) -> None:
    with pytest.raises(ConfigError, match="KG_STORE_") as caught:
        Credentials.of(environment)
    assert "hush" not in str(caught.value)


def opened(server: Server, limits: QueryLimits | None = None, credentials: Credentials | None = None) -> RemoteStore:
    """A store for reading; the server first gives no notes, then behaves as it is told."""
    behave = server.behave
    empty = json.dumps({"head": {"vars": ["p", "o"]}, "results": {"bindings": []}}).encode()
    server.behave = lambda request, _: request.answer(body=empty)
    there = address(server.url, credentials=credentials)
    store = RemoteStore(there, read_only=True, limits=limits, patience=HASTY)
    server.behave = behave
    return store


WHOLE = json.dumps(
    {
        "head": {"vars": ["n"]},
        "results": {"bindings": [{"n": {"type": "literal", "value": f"值{i}"}} for i in range(3)]},
    },
    ensure_ascii=False,
).encode()


@pytest.mark.threat("remote")
def test_an_answer_that_stops_anywhere_is_an_error_and_never_a_short_answer(server: Server) -> None:
    store = opened(server)
    for length in range(len(WHOLE) + 1):
        body = WHOLE[:length]
        server.behave = lambda request, _, body=body: request.answer(body=body)
        if length == len(WHOLE):
            assert len(list(store.select("SELECT ?n { ?s ?p ?n }"))) == 3
            continue
        with pytest.raises(QueryError, match="not whole"):
            store.select("SELECT ?n { ?s ?p ?n }")


@pytest.mark.threat("remote")
def test_an_answer_that_goes_on_with_an_error_is_an_error(server: Server) -> None:
    store = opened(server)
    server.behave = lambda request, _: request.answer(body=WHOLE[:-20] + b"The SPARQL operation has been cancelled")
    with pytest.raises(QueryError, match="not whole"):
        store.select("SELECT ?n { ?s ?p ?n }")
    triple = b"<x:a> <x:b> <x:c> .\n"
    server.behave = lambda request, _: request.answer(
        body=triple + b"The SPARQL operation", type_="application/n-triples"
    )
    with pytest.raises(QueryError, match="not whole"):
        store.construct("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
    server.behave = lambda request, _: request.answer(body=triple, type_="application/n-triples")
    assert len(store.construct("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")) == 1


def test_triples_come_back_in_one_form_however_a_server_writes_them(server: Server) -> None:
    store = opened(server)
    written = [
        '<x:a> <x:b> "新\\u95FB\\t\\"好\\"\\\\t"@zh .',
        '<x:a>\t<x:b>\t"新闻\t\\"好\\"\\\\t"@zh .',
        "# Empty NT",
        '<x:a> <x:b> "新闻\t\\"好\\"\\\\t"@zh .',
    ]
    server.behave = lambda request, _: request.answer(body="\n".join(written).encode(), type_="text/plain")
    assert store.construct("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }") == (written[-1],)
    turtle = '@prefix x: <x:> . x:a x:b """新闻\t"好"\\\\t"""@zh .'
    server.behave = lambda request, _: request.answer(body=turtle.encode(), type_="text/turtle; charset=UTF-8")
    assert store.construct("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }") == (written[-1],)
    server.behave = lambda request, _: request.answer(body=b'<x:a> <x:b> "\xff" .\n', type_="text/plain")
    with pytest.raises(QueryError, match="not whole"):
        store.construct("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")


@pytest.mark.threat("remote")
@pytest.mark.parametrize("type_", ["text/html", "text/csv", "application/sparql-results+xml", "x/y", "", ";"])
def test_an_answer_of_another_kind_is_none(server: Server, type_: str) -> None:
    store = opened(server)
    triples, queries = b"<x:a> <x:b> <x:c> .\n", ("SELECT ?n { ?s ?p ?n }", "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
    for sparql, body, right in zip(queries, (WHOLE, triples), (TABLE, "application/n-triples"), strict=True):
        server.behave = lambda request, _, body=body: request.answer(body=body, type_=type_)
        with pytest.raises(QueryError, match="the store answered with «"):
            store.query(sparql)
        server.behave = lambda request, _, body=body, right=right: request.answer(body=body, type_=f"{right}; q=1")
        assert store.query(sparql)


def as_table(*rows: dict[str, object], columns: tuple[str, ...] = ("n",)) -> bytes:
    return json.dumps({"head": {"vars": columns}, "results": {"bindings": rows}}).encode()


def number(text: str, kind: str = "literal") -> dict[str, object]:
    return {"n": {"type": kind, "value": text}}


@pytest.mark.threat("remote")
@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (as_table(), "gave 0 rows where a count is one"),
        (as_table(number("1"), number("1")), "gave 2 rows where a count is one"),
        (as_table({}), r"without a value for \?n"),
        (as_table({"m": {"type": "literal", "value": "1"}}, columns=("m",)), r"without a value for \?n"),
        (as_table(number("many")), r"no whole number where \?n counts"),
        (as_table(number("-1")), r"no whole number where \?n counts"),
        (as_table(number("9" * 5000)), r"no whole number where \?n counts"),
        (as_table(number("x:a", "uri")), r"no whole number where \?n counts"),
        (TRUE, "gave yes or no where a table was expected"),
        (b"{}", "not whole"),
        (b"", "not whole"),
    ],
    ids=["none", "two", "unbound", "other column", "word", "less than none", "too long", "IRI", "truth", "{}", "empty"],
)
def test_a_count_that_is_none_is_the_store_s_fault(server: Server, body: bytes, expected: str) -> None:
    store = opened(server)

    def behave(request: Request, _: int) -> None:
        if b"CONSTRUCT" in request.body:
            request.answer(body=b"<x:a> <x:b> <x:c> .\n", type_="application/n-triples")
        else:
            request.answer(body=body)

    server.behave = behave
    for use in (len, lambda store: list(store.merged())):
        with pytest.raises(StoreError, match=expected) as caught:
            use(store)
        assert str(caught.value).isprintable()


@pytest.mark.threat("remote", control=True)
def test_a_count_that_is_one_is_taken(server: Server) -> None:
    store = opened(server)
    server.behave = lambda request, _: request.answer(body=as_table(number("12")))
    assert len(store) == 12


@pytest.mark.threat("remote")
def test_rows_that_lack_what_was_asked_for_are_the_store_s_fault(server: Server) -> None:
    store = opened(server)
    server.behave = lambda request, _: request.answer(body=as_table({}))
    with pytest.raises(StoreError, match=r"without a value for \?class"):
        counts(store)
    [row] = store.select("SELECT ?n { ?s ?p ?n }")
    assert "n" not in row, "as an OPTIONAL part may leave it"
    assert row.get("n") is None
    for sparql, body, was_asked in (
        ("SELECT ?n { ?s ?p ?n }", TRUE, "yes or no as the answer to a SELECT"),
        ("ASK { ?s ?p ?n }", as_table({}), "a table as the answer to an ASK"),
    ):
        server.behave = lambda request, _, body=body: request.answer(body=body)
        with pytest.raises(StoreError, match=was_asked):
            store.query(sparql)


@pytest.mark.threat("remote")
@pytest.mark.parametrize("said", ['x" } } ; DROP ALL ; #', "A" * 16, "a" * 17, "\x1b[2J"])
def test_notes_that_kg_does_not_write_are_not_written_again(server: Server, said: str) -> None:
    row = {
        "p": {"type": "uri", "value": "urn:x-kg:holder"},
        "o": {"type": "literal", "value": said},
    }
    server.behave = lambda request, _: request.answer(body=as_table(row, columns=("p", "o")))
    for read_only in (True, False):
        with pytest.raises(StoreError, match="the notes of kg there name no folder") as caught:
            RemoteStore(address(server.url), read_only=read_only, patience=HASTY)
        assert str(caught.value).isprintable()
    assert not any(b"update" in (r.headers["Content-Type"] or "").encode() for r in server.seen)


def triples_in_triples(depth: int) -> dict[str, bytes]:
    """A triple as a term of one as a term, and so on, by media type."""
    lines = f"<x:a> <x:b> {'<<( <x:a> <x:b> ' * depth}<x:c> {')>> ' * depth}.\n".encode()
    uri = '{"type":"uri","value":"x:a"}'
    one = f'{{"type":"triple","value":{{"subject":{uri},"predicate":{uri},"object":'
    row = f'{{"n":{one * depth}{uri}{"}}" * depth}}}'
    table = f'{{"head":{{"vars":["n"]}},"results":{{"bindings":[{row}]}}}}'.encode()
    return {"application/n-triples": lines, "text/plain": lines, "text/turtle": lines, TABLE: table}


@pytest.mark.threat("remote")
@pytest.mark.parametrize("depth", [1, 100, 50_000])
@pytest.mark.parametrize("type_", sorted(triples_in_triples(1)))
def test_triples_within_triples_are_refused_before_they_are_parsed(server: Server, type_: str, depth: int) -> None:
    store = opened(server)
    sparql = "SELECT ?n { ?s ?p ?n }" if type_ == TABLE else "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
    for before in (b"", b"#\"'\r\n", b"#\"'\r", b'<x:a#b\\u0027> <x:b> "<\\"" . '):
        whole = triples_in_triples(depth)[type_]
        body = whole if type_ == TABLE else before + whole
        server.behave = lambda request, _, body=body: request.answer(body=body, type_=type_)
        with pytest.raises(QueryError, match="supported"):
            list(store.query(sparql))  # type: ignore[arg-type]


@pytest.mark.threat("remote", control=True)
@pytest.mark.parametrize("type_", sorted(triples_in_triples(1)))
def test_the_same_answers_end_the_process_that_parses_them(type_: str) -> None:
    parse = (
        f"parse_query_results(data, ox.QueryResultsFormat.from_media_type({type_!r}))"
        if type_ == TABLE
        else f"parse(data, ox.RdfFormat.from_media_type({type_!r}) or ox.RdfFormat.N_TRIPLES)"
    )
    code = f"import sys, pyoxigraph as ox; data = sys.stdin.buffer.read(); list(ox.{parse})"
    done = subprocess.run(
        [sys.executable, "-c", code], input=triples_in_triples(50_000)[type_], capture_output=True, check=False
    )
    assert done.returncode < 0


@pytest.mark.parametrize(
    "turtle",
    [
        '<x:a> <x:b> "a << b", """<<""", \'<<\', \'\'\' \'<< \'\'\', "\\"<<", "", "\\\\" . # <<\r\n',
        "@prefix x: <x:> . x:a\\'b x:b <x:c'd#e\\u0027> , '<<'.#",
        "<x:a> <x:b> ((1) [ <x:c> (2) ]).",
    ],
)
def test_what_only_looks_like_a_triple_within_a_triple_is_read(server: Server, turtle: str) -> None:
    store = opened(server)
    server.behave = lambda request, _: request.answer(body=turtle.encode(), type_="text/turtle")
    found = store.construct("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
    assert len(found) == len(set(ox.parse(turtle.encode(), ox.RdfFormat.TURTLE)))
    line = '<x:a> <x:b> "\\"<<( {[" .'
    server.behave = lambda request, _: request.answer(body=f"{line} # <<\n".encode(), type_="text/plain")
    assert store.construct("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }") == (line,)
    texts = ['"{[' * 50, "\\", "\\" * 51 + '"', "}" * 99]
    body = as_table(*({"n": {"type": "literal", "value": text}} for text in texts))
    server.behave = lambda request, _: request.answer(body=body)
    assert [str(row["n"]) for row in store.select("SELECT ?n { ?s ?p ?n }")] == texts


def test_a_user_s_query_has_its_limits(server: Server) -> None:
    store = opened(server, QueryLimits(seconds=0.4, rows=2, answer_bytes=1 << 20))
    server.behave = lambda request, _: request.answer(body=WHOLE)
    with pytest.raises(LimitError, match="more than 2 rows"):
        store.select("SELECT ?n { ?s ?p ?n }")
    server.behave = lambda request, _: request.endless(b" " * 65536, 0)
    with pytest.raises(LimitError, match="larger than 1 MB"):
        store.select("SELECT ?n { ?s ?p ?n }")
    server.behave = lambda request, _: request.endless(b" ", 0.05)
    with pytest.raises(LimitError, match=r"stopped after 0\.4 s"):
        store.select("SELECT ?n { ?s ?p ?n }")


NUMBERS = " ".join(map(str, range(2000)))
MANY = 20_000
WITHOUT_A_GRAPH = {
    "endless ASK": "ASK { " + " ".join(f"VALUES ?v{i} {{ {NUMBERS} }}" for i in range(5)) + " FILTER(?v0 + ?v4 < 0) }",
    "endless COUNT": "SELECT (COUNT(*) AS ?n) { " + " ".join(f"VALUES ?v{i} {{ {NUMBERS} }}" for i in range(5)) + " }",
    "braces": "ASK " + "{" * MANY + "}" * MANY,
    "brackets": "ASK { FILTER(" + "(" * MANY + "1" + ")" * MANY + ") }",
    "unions": "ASK {" + "{} UNION " * MANY + "{} }",
    "sums": "ASK { FILTER(1" + " + 1" * MANY + " = 2) }",
}
"""Queries that cost time or the life of a process before a single statement is looked at."""


@pytest.mark.threat("endless-query")
@pytest.mark.parametrize("name", sorted(WITHOUT_A_GRAPH))
@pytest.mark.parametrize("merged", ["default", "chosen"])
def test_a_query_that_hurts_whoever_reads_it_is_stopped_and_never_sent(server: Server, name: str, merged: str) -> None:
    store = opened(server, QueryLimits(seconds=1.0))
    store.nature = Nature(Merged(merged))
    before = len(server.seen)
    expected = r"stopped after 1 s" if "endless" in name else "nested too deeply|stopped after 1 s|cannot be checked"
    with pytest.raises(QueryError, match=expected) as caught:
        store.query(WITHOUT_A_GRAPH[name])
    assert "\n" not in str(caught.value)
    assert len(server.seen) == before
    server.behave = lambda request, _: request.answer(body=WHOLE)
    assert len(list(store.select("SELECT ?n { ?s ?p ?n }"))) == 3


@pytest.mark.threat("endless-query", control=True)
@pytest.mark.parametrize("name", ["endless ASK", "braces"])
def test_the_same_query_hurts_a_process_that_asks_an_empty_store(name: str) -> None:
    code = "import sys, pyoxigraph; pyoxigraph.Store().query(sys.stdin.read())"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        try:
            assert process.stdin is not None
            process.stdin.write(WITHOUT_A_GRAPH[name].encode())
            process.stdin.close()
            if "endless" in name:
                with pytest.raises(subprocess.TimeoutExpired):
                    process.wait(3)
            else:
                assert process.wait() < 0
        finally:
            process.kill()


def test_the_time_that_it_takes_to_read_a_query_is_not_given_to_the_server_again(server: Server) -> None:
    some = " ".join(map(str, range(1000)))
    store = opened(server, QueryLimits(seconds=60))
    ask_server, given = store._open.query, []

    def noted(*arguments, **more):  # type: ignore[no-untyped-def]
        given.append(more["seconds"])
        return ask_server(*arguments, **more)

    store._open.query = noted  # type: ignore[method-assign]
    assert store.ask(f"ASK {{ VALUES ?a {{ {some} }} VALUES ?b {{ {some} }} FILTER(?a + ?b < 0) }}")
    assert 0 < given[0] < 60 - 0.01, "a million sums take longer than that"


@pytest.mark.parametrize(
    ("sparql", "gives", "variables"),
    [
        ("ASK { ?s ?p ?o }", "truth", ()),
        ("SELECT ?z ?a { ?z schema:name ?a }", "table", ("z", "a")),
        ("# SELECT\nPREFIX ask: <x:> CONSTRUCT { ?s ask:p 'SELECT' } WHERE { ?s ?p ?o }", "triples", ()),
        ("DESCRIBE <x:a>", "triples", ()),
    ],
)
def test_the_form_of_a_query_is_the_same_wherever_it_is_found(
    sparql: str, gives: str, variables: tuple[str, ...]
) -> None:
    apart = form_apart(sparql, DEFAULT_BASE, QueryLimits(), names_graphs=True)
    here = form(sparql, prefixes(DEFAULT_BASE), names_graphs=True)
    assert (here.gives, here.variables) == (gives, variables)
    assert replace(apart, seconds=0.0) == replace(here, seconds=0.0)


def test_what_a_query_asks_by_name_is_told_from_a_process_apart_too() -> None:
    sparql = "ASK { GRAPH <x:b> { ?s ?p ?o } GRAPH company:a { ?s ?p ?o } }"
    told = form_apart(sparql, "https://kg.example/", QueryLimits(), names_graphs=True)
    assert told.graphs == (prefixes("https://kg.example/")["company"] + "a", "x:b")
    for wrong, kind in (("SELECT", QueryError), ("CLEAR ALL", RefusedError)):
        with pytest.raises(kind):
            form_apart(wrong, DEFAULT_BASE, QueryLimits(), names_graphs=False)


def test_a_store_that_says_that_it_cut_rows_off_is_not_believed_to_have_none_left(server: Server) -> None:
    store = opened(server)
    server.behave = lambda request, _: request.answer(body=WHOLE, X_SPARQL_MaxRows="3")
    with pytest.raises(StoreError, match="cuts answers off after 3 rows"):
        store.select("SELECT ?n { ?s ?p ?n }")


@pytest.mark.threat("service")
@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT * { SERVICE <http://evil.example/> { ?s ?p ?o } }",
        "SELECT * FROM <http://evil.example/> { ?s ?p ?o }",
        "SELECT * { \\u0053ERVICE <http://evil.example/> { ?s ?p ?o } }",
        "LOAD <http://evil.example/>",
        "INSERT DATA { <x:a> <x:b> <x:c> }",
        "DROP ALL",
        "SELECT (<bif:http_get>('http://evil.example/') AS ?x) { }",
        "PREFIX x: <SQL:> SELECT (x:y(1) AS ?x) { }",
        "SELECT (<\\u0062if:f>(1) AS ?x) { }",
        'DEFINE get:soft "soft" SELECT * { ?s ?p ?o }',
        "SELECT * { ?s ?p ?o } ; DROP ALL",
    ],
)
def test_a_query_that_would_reach_outside_is_never_sent(server: Server, sparql: str) -> None:
    store = opened(server)
    before = len(server.seen)
    with pytest.raises(QueryError):
        store.query(sparql)
    assert len(server.seen) == before
    store.query("ASK { ?s ?p ?o }")
    assert len(server.seen) == before + 1


def certificate(folder: Path) -> Path:
    if shutil.which("openssl") is None:
        pytest.skip("needs openssl to make a certificate")
    file = folder / "own.pem"
    made = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-subj", "/CN=localhost", "-days", "2"]
    also = ["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", file, "-out", folder / "c.pem"]
    subprocess.run(["openssl", "req", "-x509", "-nodes", *made, *also], check=True, capture_output=True)
    file.write_bytes(file.read_bytes() + (folder / "c.pem").read_bytes())
    return file


@pytest.mark.threat("remote")
def test_a_certificate_that_nobody_vouches_for_is_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = certificate(tmp_path)
    server = Server()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    url = server.url.replace("http:", "https:")
    with pytest.raises(RemoteError, match=r"no safe connection: .*certificate"):
        Client(Credentials(), HASTY).send("POST", url, body=b"q")
    assert not server.seen
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "c.pem"))
    assert Client(Credentials(), HASTY).send("POST", url, body=b"q").text() == TRUE.decode()
    server.shutdown()
    server.server_close()
