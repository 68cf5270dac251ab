"""A webhook receiver on loopback: keeps every notification as its bytes came, and answers as it is told."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Notification:
    """One notification: header names in lower case, the body as it came."""

    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Receiver:
    """What has arrived. `status` is what the next ones are answered with."""

    def __init__(self) -> None:
        self.status = 200
        self.url = ""
        self.arrived: list[Notification] = []
        self._news = threading.Condition()

    def take(self, notification: Notification) -> int:
        with self._news:
            self.arrived.append(notification)
            self._news.notify_all()
            return self.status

    def wait(self, wanted: Callable[[Any], bool], timeout: float = 10.0) -> Notification:
        """The first notification whose body is wanted. Raises AssertionError when none comes."""
        with self._news:
            found: list[Notification] = []

            def came() -> bool:
                found[:] = [one for one in self.arrived if wanted(one.json)]
                return bool(found)

            if not self._news.wait_for(came, timeout):
                types = [one.json["metadata"]["eventType"] for one in self.arrived]
                raise AssertionError(f"the notification did not come; what came: {types}")
            return found[0]

    def of_type(self, type: str, timeout: float = 10.0) -> Notification:
        """The first notification of a type."""
        return self.wait(lambda body: body["metadata"]["eventType"] == type, timeout)


@contextmanager
def listening() -> Iterator[Receiver]:
    """A receiver on a free port, until the block ends."""
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            self.send_response(receiver.take(Notification(headers, body)))
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    receiver.url = f"http://127.0.0.1:{server.server_port}/bill"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
