"""From a WSGI environment to a request, and from an answer to its bytes. The only file of the simulator that touches Flask."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl

import orjson
from flask import Flask, Response
from werkzeug.exceptions import ClientDisconnected, HTTPException, MethodNotAllowed, NotFound
from werkzeug.http import HTTP_STATUS_CODES
from werkzeug.routing import Rule
from werkzeug.wsgi import get_content_length, get_input_stream

from .app import Incoming, handle
from .gateway.errors import Refusal, complaint
from .gateway.faults import PATIENCE, Late, wait
from .gateway.intake import MOST_BYTES
from .gateway.operations import Encoded
from .gateway.routing import Router
from .world.world import World
from .world.worlds import Worlds

WORLD = "mockbill.world"
"""The key in a WSGI environment that pins a request to a world."""
MISHAP = "mockbill.mishap"
"""The key under which a server that can cut a connection puts a list, to be told that it shall."""
UNCUT = b"This server cannot cut a connection: start it with `mockbill serve --network-faults`."
PIECES = 20
"""In how many a body dribbles."""
STATUS_LINES = {status: f"{status} {reason.upper()}" for status, reason in HTTP_STATUS_CODES.items()}
BODILESS = (204, 304)


class Application(Flask):
    """Flask, with a short way for every request that is answered: it needs neither a context nor a `Response`, which
    are two thirds of what a request costs. What breaks goes Flask's own way.
    """

    def __init__(self, worlds: Worlds, router: Router) -> None:
        super().__init__("mockbill", static_folder=None)
        self.worlds = worlds
        self.router = router
        self.url_map.merge_slashes = False
        for method, path in router.places():
            rule = Route(path.replace("{", "<").replace("}", ">"), methods=[method], endpoint=(method, path))
            self.url_map.add(rule)
        self.routes = self.url_map.bind("")
        self.register_error_handler(HTTPException, self.refused)

    def wsgi_app(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        try:
            found = handle(self.worlds, self.router, self.incoming(environ), environ.get(WORLD))
        except HTTPException as error:
            return self.refused(error)(environ, start_response)
        except Exception as error:
            with self.request_context(environ):
                broken: Response = self.make_response(self.handle_exception(error))
                return broken(environ, start_response)
        status = found.status or 200
        if found.mishap or found.seconds or status in BODILESS or "Location" in found.headers:
            return troubled(found, environ.get(MISHAP))(environ, start_response)
        headers = [*found.headers.items(), ("Content-Type", found.content_type)]
        headers.append(("Content-Length", str(len(found.body))))
        start_response(STATUS_LINES.get(status) or f"{status} UNKNOWN", headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [found.body]

    def incoming(self, environ: dict[str, Any]) -> Incoming:
        """The request of an environment. Raises HTTPException when its body is beyond all limits or breaks off."""
        method = environ["REQUEST_METHOD"].upper()
        path = "/" + environ.get("PATH_INFO", "").encode("latin1").decode(errors="replace").lstrip("/")
        params: Mapping[str, str] = {}
        place: tuple[str, str] | int
        try:
            place, params = self.routes.match(path, method)
        except (NotFound, MethodNotAllowed) as error:
            place = error.code
        values = arguments(environ["QUERY_STRING"]) if environ.get("QUERY_STRING") else {}
        return Incoming(
            "GET" if method == "HEAD" else method,
            path,
            place,
            {name: several[0] for name, several in values.items()},
            params,
            headers_of(environ),
            body_of(environ) if method != "GET" else b"",
            f"{environ['wsgi.url_scheme']}://{environ.get('HTTP_HOST', 'localhost')}",
            {name: several for name, several in values.items() if len(several) > 1},
        )

    def refused(self, error: HTTPException) -> Response:
        """What is turned away before it is a request (a body beyond all limits), and our own fault, in BILL's shape."""
        status = error.code or 400
        code = {413: "BDC_1122", 500: "BDC_1001"}.get(status, "BDC_1121")
        body = Refusal(status, [complaint(code)]).body(self.worlds.default.clock.iso())
        return Response(orjson.dumps(body), status, content_type="application/json")


class Route(Rule):
    """A rule that is only matched: no URL is ever built from it, and preparing for that takes 0.3 ms each."""

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., Any]:
        return no_url


def no_url(*_: Any) -> None:
    """What werkzeug takes for a rule that builds no URL."""


def body_of(environ: dict[str, Any]) -> bytes:
    """The body of a request, read at once where its length was told. Raises HTTPException."""
    length = get_content_length(environ)
    if not length or length > MOST_BYTES:
        return get_input_stream(environ, max_content_length=MOST_BYTES).read()
    body: bytes = environ["wsgi.input"].read(length)
    if len(body) < length:
        raise ClientDisconnected()
    return body


def arguments(query: str) -> dict[str, list[str]]:
    """All values of each name of a query string."""
    found: dict[str, list[str]] = {}
    text = query.encode("latin1").decode(errors="replace")
    for name, value in parse_qsl(text, keep_blank_values=True, errors="werkzeug.url_quote"):
        found.setdefault(name, []).append(value)
    return found


@lru_cache(maxsize=1024)
def header_name(key: str) -> str:
    """The header that stands under a key of the environment; empty when that is none."""
    return key[5:].replace("_", "-").lower() if key.startswith("HTTP_") else ""


def headers_of(environ: Mapping[str, Any]) -> dict[str, str]:
    headers = {name: value for key, value in environ.items() if (name := header_name(key))}
    if environ.get("CONTENT_TYPE"):
        headers["content-type"] = environ["CONTENT_TYPE"]
    return headers


def troubled(found: Encoded, cuts: list[str] | None) -> Response:
    """An answer without a body, one that leads elsewhere, or one to which something happens on its way."""
    headers = {**found.headers, "Content-Type": found.content_type}
    if found.mishap and cuts is None:
        return Response(UNCUT, 500, content_type="text/plain")
    if found.mishap and cuts is not None:
        cuts.append(found.mishap)
    if not found.seconds:
        return Response(found.body, found.status, headers)
    length = max(1, -(-len(found.body) // PIECES))
    pieces = [found.body[start : start + length] for start in range(0, len(found.body), length)] or [b""]

    patience = PATIENCE.get()

    def dribble() -> Iterator[bytes]:
        for piece in pieces:
            wait(found.seconds / len(pieces), patience)
            if patience and patience.over:
                raise Late
            yield piece

    return Response(dribble(), found.status, {**headers, "Content-Length": str(len(found.body))})


def pinned(app: Any, world: World) -> Any:
    """The application with every request going to one world, whatever credentials it carries."""

    def wsgi(environ: dict[str, Any], start_response: Any) -> Any:
        return app({**environ, WORLD: world}, start_response)

    return wsgi
