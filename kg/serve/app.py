"""The web application: routes, guards and kept answers around the jobs that make pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from importlib.resources import files

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from kg.errors import BusyError, KgError, LimitError, QueryError, RefusedError
from kg.serve.cache import Answers
from kg.serve.guards import Guards, Rules
from kg.serve.jobs import Jobs
from kg.serve.languages import COOKIE, language_of
from kg.serve.negotiation import best
from kg.serve.page import Asked, Page
from kg.serve.protocol import LARGEST_QUERY, ProtocolError, QueryRequest, from_get, from_post

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

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_STATIC = {
    "explorer.js": ("kg.publish.page", "built/explorer.js", "text/javascript"),
    "explorer.css": ("kg.publish.page", "built/explorer.css", "text/css"),
    "sparql.js": ("kg.serve", "static/sparql.js", "text/javascript"),
    "sparql.css": ("kg.serve", "static/sparql.css", "text/css"),
    "site.js": ("kg.serve", "static/site.js", "text/javascript"),
    "site.css": ("kg.serve", "static/site.css", "text/css"),
}
_LONGEST_TARGET = 1 << 16


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


def create_app(site: Site, jobs: Jobs) -> Starlette:
    """The application; whoever runs it starts and closes the jobs."""
    service = _Service(site, jobs)
    routes = [
        Route("/sparql", service.sparql, methods=["GET", "POST"]),
        Route("/static/{name}", service.static, methods=["GET"]),
        Route("/health", service.health, methods=["GET"]),
        *(Route(path, partial(service.page, function), methods=["GET"]) for path, function in PAGES.items()),
    ]
    handlers = {404: service.not_found, KgError: service.refused}
    inner = Starlette(routes=routes, exception_handlers=handlers)  # type: ignore[arg-type]
    inner.add_middleware(Guards, rules=site.rules)
    return inner


class _Service:
    def __init__(self, site: Site, jobs: Jobs) -> None:
        self.site = site
        self.jobs = jobs
        self.answers = Answers()
        self._files: dict[str, tuple[bytes, str, str]] = {}

    async def page(self, function: str, request: Request) -> Response:
        """A page, or a matter of the API."""
        if chosen := request.query_params.get("lang"):
            return self._switched(request, chosen)
        asked = self._asked(request)
        key = (function, tuple(sorted(asked.path.items())), tuple(asked.query), asked.language, asked.accept)
        page = await self.answers.get(self.jobs.state(), key, lambda: self.jobs.page(function, asked))
        return _response(request, page)

    async def sparql(self, request: Request) -> Response:
        """The SPARQL endpoint; a browser without a query gets the editor."""
        accept = request.headers.get("accept", "")
        parameters = request.query_params.multi_items()
        is_query = request.method == "POST" or any(name in ("query", "update") for name, _ in parameters)
        if not is_query and best(accept, ("text/plain", "text/html")) == "text/html":
            return await self.page(EDITOR, request)
        try:
            asked = await _query(request, parameters, accept)
            key = ("sparql", asked)
            page = await self.answers.get(self.jobs.state(), key, lambda: self.jobs.query(asked))
        except ClientDisconnect:
            return Response(status_code=400)
        except KgError as error:
            return _plain(error)
        return _response(request, page)

    async def static(self, request: Request) -> Response:
        """A script or style; with the right version in its address it may be kept for ever."""
        name = request.path_params["name"]
        if name not in _STATIC:
            return await self.not_found(request, None)
        body, media_type, tag = self._file(name)
        kept = "public, max-age=31536000, immutable" if request.query_params.get("v") == tag else "no-cache"
        return _conditional(request, Response(body, media_type=media_type), tag, kept)

    def _file(self, name: str) -> tuple[bytes, str, str]:
        if name not in self._files:
            package, path, media_type = _STATIC[name]
            body = (files(package) / path).read_bytes()
            self._files[name] = (body, media_type, sha256(body).hexdigest()[:16])
        return self._files[name]

    async def health(self, request: Request) -> Response:
        """Whether the server is there, and which state of the graph it shows."""
        return PlainTextResponse(f"{self.jobs.state()}\n", headers={"cache-control": "no-store"})

    async def not_found(self, request: Request, error: Exception | None) -> Response:
        """No such page."""
        asked = self._asked(request)
        from kg.serve.pages.errors import missing

        return _response(request, missing(asked))

    async def refused(self, request: Request, error: KgError) -> Response:
        """A page that could not be made, in plain words."""
        status = _status(error)
        if request.url.path.startswith(f"{self.site.root}/api/"):
            return _plain(error)
        from kg.serve.pages.errors import failed

        response = _response(request, failed(self._asked(request), str(error), status))
        if status == 503:
            response.headers["retry-after"] = "1"
        return response

    def _asked(self, request: Request) -> Asked:
        accept = request.headers.get("accept", "")
        return Asked(
            path={name: str(value) for name, value in request.path_params.items()},
            query=tuple(request.query_params.multi_items()),
            language=language_of(request.cookies.get(COOKIE, ""), request.headers.get("accept-language", "")),
            root=self.site.root,
            accept=accept
            if request.url.path.startswith((f"{self.site.root}/id/", f"{self.site.root}/resource"))
            else "",
            base=self.site.base,
            output=self.site.output,
            origin=f"{request.url.scheme}://{request.headers.get('host', '')}",
        )

    def _switched(self, request: Request, chosen: str) -> Response:
        """The same page in another language, which is remembered."""
        rest = request.url.remove_query_params("lang")
        target = rest.path + (f"?{rest.query}" if rest.query else "")
        response = RedirectResponse("/" + target.lstrip("/\\"), status_code=303)
        if chosen in ("zh", "en"):
            path = self.site.root or "/"
            response.set_cookie(COOKIE, chosen, max_age=31536000, path=path, httponly=True, samesite="lax")
        return response


async def _query(request: Request, parameters: list[tuple[str, str]], accept: str) -> QueryRequest:
    if request.method == "GET":
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


def _plain(error: KgError) -> Response:
    status = _status(error)
    headers = {"retry-after": "1"} if status == 503 else {}
    return PlainTextResponse(f"{error}\n", status, {**headers, "cache-control": "no-store"})


def _response(request: Request, page: Page) -> Response:
    headers = dict(page.headers)
    if page.media_type.startswith("text/html"):
        headers.setdefault("content-security-policy", POLICY)
        headers.setdefault("vary", "accept-language, cookie, accept")
    response = Response(page.body, page.status, headers, page.media_type)
    if page.status != 200:
        response.headers["cache-control"] = "no-store"
        return response
    return _conditional(request, response, sha256(page.body).hexdigest()[:16], "no-cache")


def _conditional(request: Request, response: Response, tag: str, kept: str) -> Response:
    """The answer, or word that the reader has it already."""
    response.headers["etag"] = f'"{tag}"'
    response.headers["cache-control"] = kept
    if f'"{tag}"' in request.headers.get("if-none-match", ""):
        headers = {
            name: response.headers[name] for name in ("etag", "cache-control", "vary") if name in response.headers
        }
        return Response(status_code=304, headers=headers)
    return response
