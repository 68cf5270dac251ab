"""Ways to a WSGI application without a socket, for httpx and for us."""

import threading
from collections.abc import Iterable, Iterator
from typing import Any

import anyio
import anyio.to_thread
import httpx

from ..gateway.faults import PATIENCE, Late, Patience
from ..world.clock import Alarm
from ..wsgi import MISHAP

TERMINATED = "wsgi.input_terminated"
REFUSED = "[Errno 111] Connection refused"
LOST = "[Errno 104] Connection reset by peer"
TRUNCATED = "peer closed connection without sending complete message body"
LATE = "The read operation timed out"


class Wire:
    """Whether the worlds of a test can be reached at all."""

    down = False


class Unreached(Exception):
    """Nobody listens."""


class Cut(Exception):
    """The connection ended: `lost` before any answer, or `truncated` in the middle of one."""


def wired(app: Any, wire: Wire) -> Any:
    """The WSGI application as a caller of this process meets it: raises Unreached, Cut and Late."""

    def wsgi(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if wire.down:
            raise Unreached
        cuts: list[str] = []
        # The body is all there, also where a chunked one has no length.
        answer: Iterable[bytes] = app({**environ, TERMINATED: True, MISHAP: cuts}, start_response)
        patience = PATIENCE.get()
        if patience and patience.over:
            raise Late
        if cuts:
            raise Cut(cuts[0])
        return answer

    return wsgi


class InProcess(httpx.WSGITransport):
    """An httpx transport that asks an application of this process, in the caller's thread."""

    def __init__(self, app: Any, wire: Wire) -> None:
        super().__init__(translated(wired(app, wire)), raise_app_exceptions=True)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return self.asked(request)

    def asked(self, request: httpx.Request, alarm: Alarm | None = None) -> httpx.Response:
        """The answer; nobody waits for it any more once the alarm rings."""
        token = PATIENCE.set(Patience(request.extensions.get("timeout", {}).get("read"), alarm))
        try:
            return super().handle_request(request)
        finally:
            PATIENCE.reset(token)


def translated(app: Any) -> Any:
    """The application, whose troubles httpx has names for."""

    def wsgi(environ: dict[str, Any], start_response: Any) -> Iterator[bytes]:
        try:
            yield from app(environ, start_response)
        except Unreached:
            raise httpx.ConnectError(REFUSED) from None
        except Late:
            raise httpx.ReadTimeout(LATE) from None
        except Cut as cut:
            error = httpx.ReadError(LOST) if cut.args[0] == "lost" else httpx.RemoteProtocolError(TRUNCATED)
            raise error from None

    return wsgi


class AsyncInProcess(httpx.AsyncBaseTransport):
    """The same for asyncio and trio: the application runs in a thread, so that it never holds up the loop."""

    def __init__(self, app: Any, wire: Wire) -> None:
        self._inner = InProcess(app, wire)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        body = await request.aread()
        plain = httpx.Request(
            request.method, request.url, headers=request.headers, content=body, extensions=request.extensions
        )

        alarm, done = Alarm(), Alarm()

        def answer() -> httpx.Response:
            try:
                response = self._inner.asked(plain, alarm)
                response.read()
                return response
            finally:
                done.ring()

        try:
            response = await anyio.to_thread.run_sync(answer, abandon_on_cancel=True)
        except anyio.get_cancelled_exc_class():
            alarm.ring()
            with anyio.CancelScope(shield=True):  # it uses a world that may be gone later
                await anyio.to_thread.run_sync(done.wait, threading.TIMEOUT_MAX)
            raise
        return httpx.Response(
            response.status_code, headers=response.headers, content=response.content, extensions=response.extensions
        )
