"""Requests made to do harm: what they carry comes back as text, or not at all."""

from __future__ import annotations

import pytest

EVIL = (
    "%0d%0aSet-Cookie:%20evil=1",
    "%0aX-Evil:1",
    "%00",
    "%ff%fe",
    "%ed%a0%80",
    "%F0%9F%98%80",
    "%E2%80%AE",
    "..%2f..%2f..%2fetc%2fpasswd",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "x" * 5000,
    "%5C%5Cevil.example",
    "{{7*7}}",
    "{%25%20include%20'base.html'%20%25}",
)


@pytest.mark.threat("server")
@pytest.mark.parametrize("evil", EVIL)
@pytest.mark.parametrize(
    "target",
    ["/{}", "/id/{}", "/id/company/{}", "/resource?iri={}", "/resource?iri=javascript:{}", "/static/{}",
     "/articles?lang={}", "/sparql?query={}", "/sparql?query=ASK%7B%7D&format={}", "/absent?{}", "/sparql?{}",
     "/sparql?query=ASK%7B%7D&default-graph-uri={}"],
)  # fmt: skip
def test_hostile_text_is_harmless_wherever_it_stands(server, target, evil):
    got = server.ask(target.format(evil), accept="text/html" if "query" not in target else "*/*")
    assert got.status in (200, 303, 400, 404), got.text
    assert "set-cookie" not in got.headers
    assert "x-evil" not in got.headers
    if got.headers.get("content-type", "") != "text/plain; charset=utf-8":  # which nosniff keeps plain
        assert b"<script>alert" not in got.body
    assert b"root:x:" not in got.body
    assert "Traceback" not in got.text
    location = got.headers.get("location", "/")
    assert location.startswith("/")
    assert not location.startswith(("//", "/\\"))


@pytest.mark.parametrize(
    "target",
    ["//evil.example/?lang=en", "//evil.example/articles?lang=en", "/\\evil.example?lang=en",
     "/id//evil.example?lang=en", "///evil.example/%2e%2e?lang=zh", "/%2f%2fevil.example?lang=en",
     "/id/%2f/evil.example?lang=en",
     "/articles?lang=en&x=//evil.example", "/articles?lang=//evil.example",
     "/articles?lang=en%0d%0aLocation:%20//evil"],
)  # fmt: skip
def test_switching_the_language_never_leads_to_another_site(server, target):
    got = server.ask(target)
    assert got.status in (303, 404)
    if got.status == 303:
        assert got.headers["location"].startswith(("/articles", "/id/"))
        assert "\n" not in got.headers["location"]


def test_the_language_is_remembered_where_it_is_one(server):
    got = server.ask("/articles?lang=en")
    cookie = got.headers["set-cookie"]
    assert "kg-lang=en" in cookie
    assert "HttpOnly" in cookie
    assert "samesite=lax" in cookie.lower()
    assert "set-cookie" not in server.ask("/articles?lang=fr").headers
    pages = {lang: server.ask("/absent", cookie=f"kg-lang={lang}").text for lang in ("en", "zh")}
    assert 'lang="en"' in pages["en"]
    assert 'lang="zh-CN"' in pages["zh"]
    beside = server.ask("/absent", cookie='prefs={"a":1}; kg-lang=en')  # another server's, at a port of its own
    assert 'lang="en"' in beside.text


@pytest.mark.threat("injection")
@pytest.mark.parametrize("iri", ["http://%5B", "http://a/%25zz", "http://a:b/", "a:%25", "http://a/%EF%BF%BE"])
@pytest.mark.parametrize("target", ["/resource?iri={}", "/claims?speaker={}", "/articles?names={}", "/api/node?id={}"])
def test_what_only_looks_like_an_iri_never_gets_into_a_query(server, target, iri):
    got = server.ask(target.format(iri))
    assert got.status in (200, 404)
    assert "VALUES" not in got.text


@pytest.mark.parametrize(
    "request_",
    [
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: a\x00b\r\n\r\n",
        b"GET /\x00 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"OPTIONS * HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -1\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade, close\r\n\r\n",
    ],
)
def test_what_is_hardly_http_does_no_harm(server, request_):
    answer = server.raw(
        request_ if b"close" in request_ else request_.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n", 1)
    )
    assert b" 101 " not in answer[:20]
    assert b"Traceback" not in answer
    assert server.ask("/health").status == 200


def test_headers_made_of_other_peoples_text_cannot_be_split():
    from kg.serve.page import Page
    from kg.serve.reply import Reply

    page = Page(b"", headers={"content-disposition": 'attachment; filename="a\r\nSet-Cookie: evil=1\x00星"'})
    values = [value for name, value in Reply.of(page).headers if name == b"content-disposition"]
    assert values == [b'attachment; filename="a??Set-Cookie: evil=1??"']


@pytest.mark.parametrize("quality", ["nan", "NaN", "-nan", "x", "", "1e999", "inf"])
def test_a_quality_that_is_no_number_counts_for_nothing(server, quality):
    got = server.query("ASK {}", headers={"accept": f"application/sparql-results+json;q={quality}"})
    assert got.status == 200
    page = server.ask("/absent", accept_language=f"en;q={quality}, zh;q=0.5")
    assert 'lang="en"' in page.text
    page = server.ask("/absent", accept_language=f"zh;q={quality}, en;q=0.5")
    assert 'lang="zh-CN"' in page.text
