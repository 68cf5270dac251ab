"""A WSGI application on a real socket of this process: ready in a few milliseconds, and able to cut a connection."""

import ipaddress
import os
import socket
import struct
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from .world.clock import pause
from .wsgi import MISHAP

POLL = 0.02
AT_ONCE = struct.pack("ii", 1, 0)
"""A socket that lingers for no time is reset, not closed."""


def base_url(address: str, port: int, tls: bool = False) -> str:
    """Where a server on this machine is reached."""
    ip = ipaddress.ip_address(address)
    if ip.is_unspecified:
        address = "127.0.0.1" if ip.version == 4 else "::1"
    return f"http{'s' if tls else ''}://{f'[{address}]' if ':' in address else address}:{port}"


class Quiet(WSGIRequestHandler):
    """Speaks HTTP/1.1, and prints nothing."""

    protocol_version = "HTTP/1.1"

    def log(self, type: str, message: str, *args: Any) -> None:
        """The world's journal knows every request."""


class SocketServer:
    """A server on a thread of its own; `tls` are the files of a certificate and its key.

    Attributes:
        url: where it is, from the start to `close`.
        down: whether nobody is there for a while.
    """

    down = False

    def __init__(self, app: Any, host: str = "127.0.0.1", port: int = 0, tls: tuple[str, str] | None = None) -> None:
        self._app = breakable(app)
        self._tls = tls
        self._open(host, port)
        self._place = str(self._server.server_address[0]), self._server.port
        self.url = base_url(*self._place, tls is not None)

    def _open(self, host: str, port: int) -> None:
        self._server: BaseWSGIServer = make_server(
            host, port, self._app, threaded=True, request_handler=Quiet, ssl_context=self._tls
        )
        self._server.log = quiet  # type: ignore[method-assign]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(POLL,), daemon=True)
        self._thread.start()

    @contextmanager
    def refusing(self) -> Iterator[None]:
        """Within the block nobody listens: connections, of which each carries one request, are refused."""
        self.down = True
        self.close()
        try:
            yield
        finally:
            self.down = False
            self._open(*self._place)

    def refuse(self, seconds: float) -> None:
        """The same for so many seconds of real time, from now on; while it lasts, it is not asked again."""
        if self.down:
            return
        self.down = True

        def wait() -> None:
            with self.refusing():
                pause(seconds)

        threading.Thread(target=wait, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def breakable(app: Any) -> Any:
    """The application, whose answers may be lost or cut in half on their way."""

    def wsgi(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        cuts: list[str] = []
        answer: Iterable[bytes] = app({**environ, MISHAP: cuts}, start_response)
        return cut(environ["werkzeug.socket"], cuts[0], answer) if cuts else answer

    return wsgi


def cut(connection: socket.socket, mishap: str, answer: Iterable[bytes]) -> Iterator[bytes]:
    """Half of the answer or nothing of it, and then no connection."""
    try:
        body = b"".join(answer)
    finally:
        if hasattr(answer, "close"):
            answer.close()
    if mishap == "truncated":
        yield body[: len(body) // 2]
    else:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
    os.close(connection.detach())  # at once, whoever still has a file of it
    raise ConnectionResetError("cut on purpose")


def quiet(type: str, message: str, *args: Any) -> None:
    """A werkzeug server that has nothing to say."""
