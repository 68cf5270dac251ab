"""Answers that code in a browser may read. BILL's API says nothing of CORS (I), so that this is asked for."""

from collections.abc import Iterable
from typing import Any

TOLD = "X-Mockbill-Operation, X-Mockbill-Evidence, X-Mockbill-Choices"


def cors(app: Any, origins: tuple[str, ...]) -> Any:
    """The WSGI application, with what a browser asks for added for pages of these origins (`*`: of any)."""

    def wsgi(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        origin = environ.get("HTTP_ORIGIN")
        if not origin or not {"*", origin} & set(origins):
            found: Iterable[bytes] = app(environ, start_response)
            return found
        allowed = [("Access-Control-Allow-Origin", origin), ("Vary", "Origin")]
        if environ["REQUEST_METHOD"] == "OPTIONS" and "HTTP_ACCESS_CONTROL_REQUEST_METHOD" in environ:
            wanted = environ.get("HTTP_ACCESS_CONTROL_REQUEST_HEADERS", "")
            preflight = [
                ("Access-Control-Allow-Methods", "GET, POST, PUT, PATCH, DELETE"),
                ("Access-Control-Allow-Headers", wanted),
                ("Access-Control-Max-Age", "600"),
            ]
            start_response("204 No Content", [*allowed, *preflight])
            return []

        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            return start_response(status, [*headers, *allowed, ("Access-Control-Expose-Headers", TOLD)], *more)

        answer: Iterable[bytes] = app(environ, start)
        return answer

    return wsgi
