"""The web application: routes, guards and kept answers around the jobs that make pages."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from kg.errors import BusyError, JobError, KgError, LimitError, QueryError, RefusedError
from kg.serve.assets import ASSETS, asset
from kg.serve.cache import Answers
from kg.serve.front import KEY, Front, accept_of, language_for, while_there
from kg.serve.guards import Guards, Rules
from kg.serve.jobs import Jobs
from kg.serve.languages import COOKIE
from kg.serve.negotiation import best
from kg.serve.page import Asked, Page
from kg.serve.protocol import LARGEST_QUERY, ProtocolError, QueryRequest, from_get, from_post, parameters_of
from kg.serve.reply import Reply

PAGES: Mapping[str, str] = {
    "/": "kg.serve.pages.home:home",
    "/search": "kg.serve.pages.find:find",
    "/articles": "kg.serve.pages.articles:articles",
    "/events": "kg.serve.pages.events:events",
    "/claims": "kg.serve.pages.claims:claims",
    "/figures": "kg.serve.pages.figures:figures",
    "/explore": "kg.serve.pages.explore:explore",
    "/id/{local:path}": "kg.serve.pages.resource:resource",
    "/resource": "kg.serve.pages.resource:resource",
    "/api/graph": "kg.serve.pages.api:graph",
    "/api/node": "kg.serve.pages.api:node",
    "/api/article": "kg.serve.pages.api:article",
    "/api/search": "kg.serve.pages.api:search",
    "/api/terms": "kg.serve.pages.api:terms",
    "/api/queries": "kg.serve.pages.sparql:queries",
    "/api/query": "kg.serve.pages.sparql:query",
}
"""Path → the function that makes the page: called with an open store and an :class:`Asked`, it gives a Page."""

EDITOR = "kg.serve.pages.sparql:editor"
"""The page at /sparql, for a browser that brings no query."""

_BROKEN = "the answer could not be worked out; the server's log tells why"
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Site:
    """What a server serves, and to whom.

    Attributes:
        base: what the IRIs of the data begin with.
        output: the folder of the graph.
        root: the path that the server lies behind, ``""`` or ``/news``.
        rules: who may ask.
    """

    base: str
    output: str
    root: str = ""
    rules: Rules = field(default_factory=Rules)


def create_app(site: Site, jobs: Jobs) -> ASGIApp:
    """The application; whoever runs it starts and closes the jobs."""
    answers = Answers()
    service = _Service(site, jobs, answers)
    routes = [
        Route("/sparql", service.sparql, methods=["GET", "POST"]),
        Route("/static/{name}", service.static, methods=["GET"]),
        Route("/health", service.health, methods=["GET"]),
        *(Route(path, partial(service.page, function), methods=["GET"]) for path, function in PAGES.items()),
    ]
    handlers = {404: service.not_found, KgError: service.refused}
    inner = Starlette(routes=routes, exception_handlers=handlers)  # type: ignore[arg-type]
    inner.router.redirect_slashes = False  # to an absolute address, which behind a proxy would be a wrong one
    return Guards(Front(inner, answers, jobs.state, site.root), site.rules)


def first_parts() -> frozenset[str]:
    """What paths of the site begin with: ``static`` for /static/site.css."""
    return frozenset(path.split("/")[1] for path in (*PAGES, "/sparql", "/static", "/health"))


class _Service:
    def __init__(self, site: Site, jobs: Jobs, answers: Answers) -> None:
        self.site = site
        self.jobs = jobs
        self.answers = answers
        self._files: dict[str, Reply | None] = {}

    async def page(self, function: str, request: Request) -> ASGIApp:
        """A page, or a matter of the API."""
        if chosen := request.query_params.get("lang"):
            return self._switched(request, chosen)
        asked = self._asked(request)

        async def made() -> Reply:
            return Reply.of(await self.jobs.page(function, asked))

        coming = self.answers.get(self.jobs.state(), request.scope[KEY], made, self.jobs.has_pages_waiting)
        try:
            return await while_there(request.receive, coming)
        except ClientDisconnect:
            return _nobody()

    async def sparql(self, request: Request) -> ASGIApp:
        """The SPARQL endpoint; a browser without a query gets the editor."""
        try:
            parameters = parameters_of(request.scope["query_string"])
            accept = accept_of(request.scope)
            is_query = request.method == "POST" or any(name in ("query", "update") for name, _ in parameters)
            if not is_query and best(accept, ("text/plain", "text/html")) == "text/html":
                return await self.page(EDITOR, request)
            asked = await _query(request, parameters, accept)

            key = request.scope.get(KEY, asked)

            async def answered() -> Reply:
                return Reply.of(await self.jobs.query(asked))

            coming = self.answers.get(self.jobs.state(), key, answered, self.jobs.has_queries_waiting)
            return await while_there(request.receive, coming)
        except ClientDisconnect:
            return _nobody()
        except KgError as error:
            return _plain(error, request)

    async def static(self, request: Request) -> ASGIApp:
        """A script or style; with the right version in its address it may be kept for ever."""
        name = request.path_params["name"]
        if name not in self._files and name in ASSETS:
            self._files[name] = _file(name)
        found = self._files.get(name)
        if found is None:
            return await self.not_found(request, None)
        if request.query_params.get("v", "").encode() != found.tag.strip(b'"'):
            return found
        kept = (b"cache-control", b"public, max-age=31536000, immutable")
        return Reply(200, (*(h for h in found.headers if h[0] != kept[0]), kept), found.body, found.tag)

    async def health(self, request: Request) -> ASGIApp:
        """Whether the server is there, and which state of the graph it shows."""
        return Reply.text(200, self.jobs.state())

    async def not_found(self, request: Request, error: Exception | None) -> ASGIApp:
        """No such page."""
        from kg.serve.pages.errors import missing

        return Reply.of(missing(self._asked(request)))

    async def refused(self, request: Request, error: KgError) -> ASGIApp:
        """A page that could not be made, in plain words."""
        if request.url.path.startswith(f"{self.site.root}/api/"):
            return _plain(error, request)
        from kg.serve.pages.errors import failed

        status = _status(error)
        page = failed(self._asked(request), _told(error, request), status)
        return Reply.of(Page(page.body, page.media_type, page.status, {**page.headers, **_again(status)}))

    def _asked(self, request: Request) -> Asked:
        path = request.url.path.removeprefix(self.site.root)
        return Asked(
            path={name: str(value) for name, value in request.path_params.items()},
            query=tuple(request.query_params.multi_items()),
            language=language_for(request.scope),
            root=self.site.root,
            accept=accept_of(request.scope) if path.startswith("/id/") or path == "/resource" else "",
            base=self.site.base,
            output=self.site.output,
            origin=f"{request.url.scheme}://{request.headers.get('host', '')}",
        )

    def _switched(self, request: Request, chosen: str) -> Response:
        """The same page in another language, which is remembered."""
        rest = request.url.remove_query_params("lang")
        path = request.scope["raw_path"].decode("latin-1")
        target = "/" + path.lstrip("/\\") + (f"?{rest.query}" if rest.query else "")
        response = RedirectResponse(target, status_code=303, headers={"cache-control": "no-store"})
        if chosen in ("zh", "en"):
            path = self.site.root or "/"
            response.set_cookie(COOKIE, chosen, max_age=31536000, path=path, httponly=True, samesite="lax")
        return response


def _file(name: str) -> Reply | None:
    """A script or style; None where it was not built."""
    body = asset(name)
    return None if body is None else Reply.of(Page(body, f"{ASSETS[name][2]}; charset=utf-8"))


async def _query(request: Request, parameters: list[tuple[str, str]], accept: str) -> QueryRequest:
    if request.method != "POST":
        return from_get(parameters, accept)
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > LARGEST_QUERY:
            raise ProtocolError(413, f"the query is longer than {LARGEST_QUERY >> 20} MB")
    return from_post(request.headers.get("content-type", ""), bytes(body), parameters, accept)


def _status(error: KgError) -> int:
    match error:
        case ProtocolError():
            return error.status
        case RefusedError():
            return 403
        case LimitError():
            return 500  # SPARQL 1.1 Protocol, 2.1.4: the service fails to execute the query
        case QueryError():
            return 400
        case BusyError():
            return 503
    return 500


def _nobody() -> Reply:
    """For one who has gone, before the request had come whole or before its answer was there."""
    return Reply.text(400, "the connection was closed")


def _again(status: int) -> dict[str, str]:
    """When to try again, where that helps."""
    return {"retry-after": "1"} if status == 503 else {}


def _told(error: KgError, request: Request) -> str:
    """What the reader is told; nothing of what broke inside, which the log has."""
    if not isinstance(error, JobError):
        return str(error)
    _LOG.error("%s %r: %s", request.method, request.url.path, error)
    return ""


def _plain(error: KgError, request: Request) -> Reply:
    status = _status(error)
    return Reply.text(status, _told(error, request) or _BROKEN, _again(status))
