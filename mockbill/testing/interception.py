"""Leads code that calls BILL's own hosts to a world, without a change to that code.

Only calls to those hosts are taken; whatever goes elsewhere goes there. httpx (both kinds of client), requests,
whatever else uses urllib3, and aiohttp are led; code that opens sockets itself is not.
"""

import importlib
import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from .worlds import MockWorld

HOSTS = ("gateway.stage.bill.com", "gateway.prod.bill.com", "app-dev-bdc-stg.divvy.co", "api.divvy.co")
"""BILL's gateways, and the hosts that give a card's number for a token (D docs/virtual-cards)."""


@contextmanager
def intercept(world: "MockWorld | None" = None, *, hosts: Sequence[str] = (), **options: Any) -> Iterator["MockWorld"]:
    """Within the block, calls to BILL's gateways reach a world, from any thread.

    Args:
        world: which; a new one, forgotten at the end, by default.
        hosts: whose calls to take; those of BILL's sandbox and production by default.
        options: of a new world, as for `mockbill.world`.
    """
    with ExitStack() as stack:
        if world is None:
            from .worlds import world as new_world

            world = stack.enter_context(new_world(**options))
        elif options:
            raise TypeError(f"options are for a new world, and one was given: {sorted(options)}")
        taken = frozenset(host.lower() for host in hosts or HOSTS)
        for name in ("httpx", "httpx2"):
            if find_spec(name):
                lead_httpx(stack, importlib.import_module(name), world, taken)
        if find_spec("urllib3"):
            lead_urllib3(stack, world, taken)
        if find_spec("aiohttp"):
            lead_aiohttp(stack, world, taken)
        yield world


def replace(stack: ExitStack, owner: Any, name: str, made: Callable[[Any], Any]) -> None:
    """Put another function in the place of one, until the stack is left."""
    original = getattr(owner, name)
    setattr(owner, name, made(original))
    stack.callback(setattr, owner, name, original)


def lead_httpx(stack: ExitStack, httpx: Any, world: "MockWorld", hosts: frozenset[str]) -> None:
    def sync(original: Any) -> Any:
        def handle_request(self: Any, request: Any) -> Any:
            mine = request.url.host in hosts
            return world.transport.handle_request(request) if mine else original(self, request)

        return handle_request

    def awaited(original: Any) -> Any:
        async def handle_async_request(self: Any, request: Any) -> Any:
            mine = request.url.host in hosts
            return await (world.async_transport.handle_async_request(request) if mine else original(self, request))

        return handle_async_request

    replace(stack, httpx.HTTPTransport, "handle_request", sync)
    replace(stack, httpx.AsyncHTTPTransport, "handle_async_request", awaited)


def lead_urllib3(stack: ExitStack, world: "MockWorld", hosts: frozenset[str]) -> None:
    from urllib3 import HTTPHeaderDict, HTTPResponse
    from urllib3.connectionpool import HTTPConnectionPool
    from urllib3.exceptions import MaxRetryError, NewConnectionError, ProtocolError
    from werkzeug.test import Client

    from ..wsgi import MISHAP
    from .transports import LOST, REFUSED, TERMINATED, TRUNCATED

    def made(original: Any) -> Any:
        def urlopen(self: Any, method: str, url: str, body: Any = None, headers: Any = None, **options: Any) -> Any:
            if self.host.lower() not in hosts:
                return original(self, method, url, body=body, headers=headers, **options)
            if world.wire.down:
                raise MaxRetryError(self, url, NewConnectionError(self, REFUSED))
            place = urlsplit(url)
            cuts: list[str] = []
            answer = Client(world.app).open(
                place.path,
                method=method,
                base_url=f"{self.scheme}://{self.host}",
                query_string=place.query,
                headers=list((headers or {}).items()),
                data=whole(body),
                environ_overrides={TERMINATED: True, MISHAP: cuts},
            )
            if cuts:
                raise ProtocolError("Connection aborted.", OSError(LOST if cuts[0] == "lost" else TRUNCATED))
            return HTTPResponse(
                body=io.BytesIO(answer.data),
                headers=HTTPHeaderDict(list(answer.headers)),
                status=answer.status_code,
                reason=answer.status.partition(" ")[2],
                preload_content=options.get("preload_content", True),
                request_method=method,
                request_url=url,
            )

        return urlopen

    replace(stack, HTTPConnectionPool, "urlopen", made)


def lead_aiohttp(stack: ExitStack, world: "MockWorld", hosts: frozenset[str]) -> None:
    """By the world's socket: what aiohttp answers with is bound to a connection."""
    from aiohttp import ClientSession

    def made(original: Any) -> Any:
        async def _request(self: Any, method: str, str_or_url: Any, **options: Any) -> Any:
            url = self._build_url(str_or_url)
            if url.host in hosts:
                place = urlsplit(world.url)
                str_or_url = url.with_scheme("http").with_host(place.hostname).with_port(place.port)
            return await original(self, method, str_or_url, **options)

        return _request

    replace(stack, ClientSession, "_request", made)


def whole(body: Any) -> bytes:
    """A request's body in one piece."""
    if body is None:
        return b""
    if hasattr(body, "read"):
        body = body.read()
    if isinstance(body, str):
        return body.encode()
    return bytes(body) if isinstance(body, bytes | bytearray | memoryview) else b"".join(whole(part) for part in body)
