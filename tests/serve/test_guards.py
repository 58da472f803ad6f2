"""Who may ask: each refusal with the request beside it that differs in one thing and is answered."""

from __future__ import annotations

import pytest

FORM = "application/x-www-form-urlencoded"
ASK = "query=ASK%7B%7D"


def own(server, name: str = "127.0.0.1") -> str:
    return f"{name}:{server.port}"


@pytest.mark.threat("server")
def test_a_form_of_another_site_is_refused_and_our_own_is_not(server):
    """The request that made `oxigraph serve` execute an update."""
    refused = server.ask("/sparql", "POST", ASK, content_type=FORM, origin="https://evil.example")
    assert refused.status == 403
    ours = server.ask("/sparql", "POST", ASK, content_type=FORM, origin=f"http://{own(server)}")
    assert ours.status == 200
    no_browser = server.ask("/sparql", "POST", ASK, content_type=FORM)
    assert no_browser.status == 200


@pytest.mark.threat("server")
@pytest.mark.parametrize(
    "origin",
    ["null", "", "https://evil.example", "http://127.0.0.1", "http://127.0.0.1:1", "http://localhost:{port}",
     "http://127.0.0.1:{port}.evil.example", "http://evil.example:{port}", "file://", "http://127.0.0.1:{port}/x",
     "chrome-extension://abc"],
)  # fmt: skip
@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
def test_an_origin_is_ours_or_refused(server, origin, method):
    got = server.ask("/sparql?" + ASK, method, origin=origin.format(port=server.port))
    assert got.status == 403
    assert not [name for name in got.headers if name.startswith("access-control")]


@pytest.mark.threat("server")
@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:{port}", "127.0.0.1.evil.example:{port}", "localhost.evil.example",
     "127.0.0.1@evil.example", "evil.example#127.0.0.1", "evil.example/127.0.0.1", "127.0.0.1, evil.example", "0.0.0.0",  # noqa: S104
     "127.1", "2130706433", "[::ffff:127.0.0.1]", "169.254.169.254", " ", "127.0.0.1 x", "127.0.0.1:1:2", "[::1"],
)  # fmt: skip
def test_a_name_that_is_not_ours_is_refused(server, host):
    """A foreign Host, and names that an attacker makes point at this machine (DNS rebinding)."""
    for target in ("/sparql?" + ASK, "/", "/health", "/static/site.css"):
        assert server.ask(target, host=host.format(port=server.port)).status == 421
    assert (
        server.ask("/sparql?" + ASK, "POST", ASK, content_type=FORM, host=host.format(port=server.port)).status == 421
    )


@pytest.mark.threat("server", control=True)
@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.0.0.1:{port}", "localhost:{port}", "LocalHost.", "[::1]:{port}", "localhost:9"]
)
def test_names_of_this_machine_are_ours_at_any_port(server, host):
    assert server.ask("/health", host=host.format(port=server.port)).status == 200


def test_a_request_without_a_host_or_with_two_is_refused(server):
    def status(*hosts: bytes) -> bytes:
        lines = b"".join(b"Host: " + host + b"\r\n" for host in hosts)
        answer = server.raw(b"GET /health HTTP/1.1\r\n" + lines + b"Connection: close\r\n\r\n")
        return answer.split(b" ", 2)[1]

    assert status(b"127.0.0.1") == b"200"
    assert status() == b"421"
    assert status(b"127.0.0.1", b"127.0.0.1") == b"421"
    assert status(b"evil.example", b"127.0.0.1") == b"421"
    absolute = server.raw(b"GET http://evil.example/health HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n")
    assert b" 421 " in absolute.split(b"\r\n")[0]


def fetched(site: str, mode: str, dest: str) -> dict[str, str]:
    return {"sec_fetch_site": site, "sec_fetch_mode": mode, "sec_fetch_dest": dest}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        (fetched("none", "navigate", "document"), 200),
        (fetched("same-origin", "cors", "empty"), 200),
        (fetched("cross-site", "navigate", "document"), 200),
        (fetched("cross-site", "no-cors", "image"), 403),
        (fetched("cross-site", "no-cors", "script"), 403),
        (fetched("cross-site", "navigate", "iframe"), 403),
        (fetched("same-site", "cors", "empty"), 403),
        (fetched("cross-site", "cors", "empty"), 403),
    ],
)
def test_what_another_site_embeds_is_refused_and_its_links_are_not(server, headers, status):
    assert server.ask("/sparql?" + ASK, **headers).status == status


def test_a_form_that_another_site_sends_is_refused_where_the_browser_hides_the_origin(server):
    posted = {"content_type": FORM, **fetched("cross-site", "navigate", "document")}
    assert server.ask("/sparql", "POST", ASK, **posted).status == 403
    posted |= fetched("same-origin", "navigate", "document")
    assert server.ask("/sparql", "POST", ASK, **posted).status == 200


@pytest.mark.threat("server")
def test_nobody_gets_cors_who_was_not_named(start, built, server):
    site = "https://news.example"
    preflight = {"access_control_request_method": "POST", "access_control_request_headers": "content-type"}
    assert server.ask("/sparql", "OPTIONS", origin=site, **preflight).status == 403
    with start(built, "--cors", site, "--cors", "http://other.example:81") as open_to:
        got = open_to.ask("/sparql", "OPTIONS", origin=site, **preflight)
        assert got.status == 204
        assert got.headers["access-control-allow-origin"] == site
        assert "POST" in got.headers["access-control-allow-methods"]
        assert "content-type" in got.headers["access-control-allow-headers"]
        read = open_to.ask("/sparql?" + ASK, origin=site, **fetched("cross-site", "cors", "empty"))
        assert (read.status, read.headers["access-control-allow-origin"]) == (200, site)
        assert "origin" in read.headers["vary"]
        assert "access-control-allow-credentials" not in read.headers
        failed = open_to.ask("/sparql?query=SELECT", origin=site)
        assert (failed.status, failed.headers["access-control-allow-origin"]) == (400, site)
        without = open_to.ask("/sparql?" + ASK)
        assert "origin" in without.headers["vary"]
        assert "access-control-allow-origin" not in without.headers
        for other in ("https://news.example:444", "http://news.example", "https://x.news.example", "null"):
            assert open_to.ask("/sparql?" + ASK, origin=other).status == 403
        assert open_to.ask("/health", host="evil.example", origin=site).status == 421


def test_a_further_name(start, built, server):
    assert server.ask("/health", host="kg.example.org").status == 421
    with start(built, "--host-name", "KG.example.org", "--host-name", "fe80::7") as named:
        for host in ("kg.example.org", "kg.example.org:8080", "Kg.Example.Org", "[fe80::7]:80", "localhost"):
            assert named.ask("/health", host=host).status == 200
        for host in ("x.kg.example.org", "kg.example.org.evil.example", "example.org"):
            assert named.ask("/health", host=host).status == 421
        posted = {"content_type": FORM, "host": "kg.example.org"}
        assert named.ask("/sparql", "POST", ASK, origin="https://kg.example.org", **posted).status == 200
        assert named.ask("/sparql", "POST", ASK, origin="https://example.org", **posted).status == 403


@pytest.mark.parametrize(
    "target",
    ["/", "/health", "/sparql?query=SELECT", "/sparql?" + ASK, "/absent", "/static/site.css", "/articles?lang=en"],
)
def test_every_answer_has_the_headers_of_security(server, target):
    for headers in ({}, {"host": "evil.example"}, {"origin": "null"}):
        got = server.ask(target, **headers)
        assert got.headers["x-content-type-options"] == "nosniff"
        assert got.headers["x-frame-options"] == "DENY"
        assert got.headers["referrer-policy"] == "no-referrer"
        assert got.headers["cross-origin-resource-policy"] == "same-origin"
        assert "server" not in got.headers
        if got.headers.get("content-type", "").startswith("text/html"):
            assert "default-src 'none'" in got.headers["content-security-policy"]
            assert "unsafe" not in got.headers["content-security-policy"]
