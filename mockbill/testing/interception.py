"""Leads code that calls BILL's own hosts to a world, without a change to that code.

Only calls to those hosts are taken; whatever goes elsewhere goes there. httpx (both kinds of client), requests,
whatever else uses urllib3, and aiohttp are led; code that opens sockets itself is not.
"""

import importlib
import io
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ..tls import HOSTS

if TYPE_CHECKING:
    from .worlds import MockWorld


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


@contextmanager
def offline(*hosts: str) -> Iterator["MockWorld"]:
    """Within the block, BILL's gateways cannot be reached: connections are refused, as the caller's library tells it.

    Args:
        hosts: which cannot; those of BILL's sandbox and production by default.
    """
    with intercept(hosts=hosts) as world, world.offline():
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
    """By what a pool is asked; what its `Retry` says of refusals and lost connections holds here too."""
    from urllib3 import Retry
    from urllib3.connectionpool import HTTPConnectionPool
    from urllib3.exceptions import MaxRetryError, NewConnectionError, ProtocolError, ReadTimeoutError

    troubles = (NewConnectionError, ProtocolError, ReadTimeoutError)

    def made(original: Any) -> Any:
        def urlopen(
            self: Any, method: str, url: str, body: Any = None, headers: Any = None, retries: Any = None,
            redirect: bool = True, **options: Any,
        ) -> Any:  # fmt: skip
            if self.host.lower() not in hosts:
                return original(self, method, url, body, headers, retries, redirect, **options)
            if not isinstance(retries, Retry):
                retries = Retry.from_int(retries, redirect=redirect, default=self.retries)
            sent = whole(body)
            while True:
                try:
                    response = through_urllib3(world, self, method, url, sent, headers, options)
                except troubles as error:
                    trace = sys.exc_info()[2]
                    retries = retries.increment(method, url, error=error, _pool=self, _stacktrace=trace)
                    retries.sleep()
                    continue
                if not retries.is_retry(method, response.status, "Retry-After" in response.headers):
                    return response
                try:
                    retries = retries.increment(method, url, response=response, _pool=self)
                except MaxRetryError:
                    if retries.raise_on_status:
                        raise
                    return response
                retries.sleep(response)

        return urlopen

    replace(stack, HTTPConnectionPool, "urlopen", made)


def through_urllib3(
    world: "MockWorld", pool: Any, method: str, url: str, body: bytes, headers: Any, options: Mapping[str, Any]
) -> Any:
    """One call, as a pool makes it. Raises what urllib3 raises when a connection fails."""
    from urllib3 import HTTPHeaderDict, HTTPResponse
    from urllib3.exceptions import NewConnectionError, ProtocolError, ReadTimeoutError
    from werkzeug.test import Client

    from ..gateway.faults import PATIENCE, Late, Patience
    from .transports import LATE, LOST, REFUSED, TRUNCATED, Cut, Unreached, wired

    place = urlsplit(url)
    token = PATIENCE.set(Patience(patience(options.get("timeout"), pool.timeout)))
    try:
        answer = Client(wired(world.app, world.wire)).open(
            place.path,
            method=method,
            base_url=f"{pool.scheme}://{pool.host}",
            query_string=place.query,
            headers=list((headers or {}).items()),
            data=body,
        )
        content = answer.data
    except Unreached:
        raise NewConnectionError(pool, REFUSED) from None
    except Late:
        raise ReadTimeoutError(pool, url, LATE) from None
    except Cut as cut:
        raise ProtocolError("Connection aborted.", OSError(LOST if cut.args[0] == "lost" else TRUNCATED)) from None
    finally:
        PATIENCE.reset(token)
    return HTTPResponse(
        body=io.BytesIO(content),
        headers=HTTPHeaderDict(list(answer.headers)),
        status=answer.status_code,
        reason=answer.status.partition(" ")[2],
        preload_content=options.get("preload_content", True),
        request_method=method,
        request_url=url,
    )


def patience(told: Any, usual: Any) -> float | None:
    """How long urllib3 is to wait for bytes, in seconds."""
    from urllib3 import Timeout

    if isinstance(told, int | float):
        return float(told)
    clock = (told if isinstance(told, Timeout) else usual).clone()
    clock.start_connect()
    found = clock.read_timeout
    return float(found) if isinstance(found, int | float) else None


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
