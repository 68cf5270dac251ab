"""Ways to a WSGI application without a socket, for httpx and for us."""

from typing import Any

import anyio.to_thread
import httpx

TERMINATED = "wsgi.input_terminated"


class InProcess(httpx.WSGITransport):
    """An httpx transport that asks an application of this process, in the caller's thread."""

    def __init__(self, app: Any) -> None:
        def whole(environ: dict[str, Any], start_response: Any) -> Any:
            # The body is all there, also where a chunked one has no length.
            return app({**environ, TERMINATED: True}, start_response)

        super().__init__(whole, raise_app_exceptions=True)


class AsyncInProcess(httpx.AsyncBaseTransport):
    """The same for asyncio and trio: the application runs in a thread, so that it never holds up the loop."""

    def __init__(self, app: Any) -> None:
        self._inner = InProcess(app)

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
