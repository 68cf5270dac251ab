"""Ways to a WSGI application without a socket, for httpx and for us."""

from typing import Any

import anyio.to_thread
import httpx

from ..wsgi import MISHAP

TERMINATED = "wsgi.input_terminated"
REFUSED = "[Errno 111] Connection refused"
LOST = "[Errno 104] Connection reset by peer"
TRUNCATED = "peer closed connection without sending complete message body"


class Wire:
    """Whether the worlds of a test can be reached at all."""

    down = False


class InProcess(httpx.WSGITransport):
    """An httpx transport that asks an application of this process, in the caller's thread."""

    def __init__(self, app: Any, wire: Wire) -> None:
        def whole(environ: dict[str, Any], start_response: Any) -> Any:
            if wire.down:
                raise httpx.ConnectError(REFUSED)
            cuts: list[str] = []
            # The body is all there, also where a chunked one has no length.
            answer = app({**environ, TERMINATED: True, MISHAP: cuts}, start_response)
            if cuts:
                raise httpx.ReadError(LOST) if cuts[0] == "lost" else httpx.RemoteProtocolError(TRUNCATED)
            return answer

        super().__init__(whole, raise_app_exceptions=True)


class AsyncInProcess(httpx.AsyncBaseTransport):
    """The same for asyncio and trio: the application runs in a thread, so that it never holds up the loop."""

    def __init__(self, app: Any, wire: Wire) -> None:
        self._inner = InProcess(app, wire)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        body = await request.aread()
        plain = httpx.Request(
            request.method, request.url, headers=request.headers, content=body, extensions=request.extensions
        )

        def answer() -> httpx.Response:
            response = self._inner.handle_request(plain)
            response.read()
            return response

        response = await anyio.to_thread.run_sync(answer)
        return httpx.Response(
            response.status_code, headers=response.headers, content=response.content, extensions=response.extensions
        )
