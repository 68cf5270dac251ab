"""The wire between the contracts and their target, both ways: it notes what passes, and can let one thing go wrong."""

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

import httpx

from .deviations import IGNORED, Answer, Deviation, altered
from .failures import Exchange, Failure
from .receiver import Notification, Receiver
from .shapes import operation_at

PATIENCE = 1.0
"""How long a contract waits for a notification here; on loopback, and after `drain`, what comes comes at once."""
SNAPSHOT = "before"
ENDLESS = 2_000
"""Calls of what is wrong after which a contract will not end: a walk whose cursor is ignored, say."""


@dataclass(frozen=True)
class Passed:
    """An answer (or a notification) that passed, and the names in the query it was asked with."""

    place: str
    url: str
    query: tuple[str, ...]
    answer: Answer


@dataclass
class Wire(httpx.BaseTransport):
    """Carries every call. While `deviation` is set, its operation (or notification) goes wrong."""

    inner: httpx.BaseTransport = field(default_factory=httpx.HTTPTransport)
    deviation: Deviation | None = None
    note: Callable[[Passed], None] | None = None
    worlds: dict[str, str] = field(default_factory=dict)
    """Credential → the world it belongs to."""
    world: str = "default"
    served: dict[str, Any] = field(default_factory=dict)
    """Path of a list → the last row of the page before."""
    touched: bool = False
    """Whether the deviation has come to pass."""
    calls: int = 0

    def start(self, deviation: Deviation | None) -> None:
        """From now on, this goes wrong."""
        self.deviation, self.touched, self.calls = deviation, False, 0
        self.served.clear()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()
        path = request.url.path
        if path.startswith("/_mock"):
            response = self.inner.handle_request(request)
            if path == "/_mock/worlds" and request.method == "POST":
                self._learn(response.read())
            return response
        operation = operation_at(request.method, path)
        if operation is None:
            return self.inner.handle_request(request)
        deviation = self.deviation if self.deviation and self.deviation.place == operation.id else None
        self.calls += deviation is not None
        if self.calls > ENDLESS:
            raise Failure("the contract never ends", Exchange(request.method, str(request.url)))
        if deviation and deviation.kind in IGNORED:
            request = self._without(request, IGNORED[deviation.kind])
        undone = deviation is not None and deviation.kind == "undone"
        if undone:
            self._control(request, "/_mock/snapshots", {"name": SNAPSHOT})
        response = self.inner.handle_request(request)
        answer = Answer(response.status_code, response.read())
        if undone and response.is_success:
            self._control(request, f"/_mock/snapshots/{SNAPSHOT}/restore", {})
            self.touched = True
        if self.note:
            self.note(Passed(operation.id, str(request.url), tuple(request.url.params), answer))
        wrong = self._altered(deviation, request, answer) if deviation else None
        if wrong is None:
            return response
        self.touched = True
        headers = {name: value for name, value in response.headers.items() if name.lower() not in SIZED}
        return httpx.Response(wrong.status, headers=headers, content=wrong.body, request=request)

    def _altered(self, deviation: Deviation, request: httpx.Request, answer: Answer) -> Answer | None:
        if deviation.kind not in ("gap", "repeat"):
            return altered(deviation, answer)
        page = answer.json
        if answer.status != 200 or not isinstance(page, dict) or not page.get("results"):
            return None
        follows = any(name in request.url.params for name in ("page", "nextPage"))
        before = self.served.get(request.url.path)
        self.served[request.url.path] = page["results"][-1]
        if not follows or deviation.kind == "repeat" and before is None:
            return None
        page["results"] = page["results"][1:] if deviation.kind == "gap" else [before, *page["results"][:-1]]
        return Answer(200, json.dumps(page).encode())

    def _without(self, request: httpx.Request, names: tuple[str, ...]) -> httpx.Request:
        url = request.url
        for name in names:
            self.touched = self.touched or name in url.params
            url = url.copy_remove_param(name)
        return httpx.Request(
            request.method, url, headers=request.headers, content=request.content, extensions=request.extensions
        )

    def _learn(self, body: bytes) -> None:
        made = json.loads(body)
        if "name" in made:
            self.world = made["name"]
            keys = made["credentials"]
            self.worlds |= {keys[name]: made["name"] for name in ("devKey", "appKey", "apiToken") if keys.get(name)}

    def _control(self, request: httpx.Request, path: str, body: Any) -> None:
        keys = [request.headers.get(name, "") for name in ("devKey", "appKey", "apiToken")]
        if request.url.path.endswith("/login") and request.content:
            keys += [str(value) for value in json.loads(request.content).values()]
        world = next((self.worlds[key] for key in keys if key in self.worlds), self.world)
        asked = httpx.Request("POST", request.url.join(path), json=body, headers={"X-Mockbill-World": world})
        self.inner.handle_request(asked).read()

    def notified(self, notification: Notification) -> list[tuple[Notification, float]]:
        """What arrives in place of a notification, and after how many seconds each."""
        try:
            told = notification.json
        except ValueError:
            return [(notification, 0)]
        if not isinstance(told, dict) or "metadata" not in told:
            return [(notification, 0)]
        if self.note:
            self.note(Passed(f"event {told['metadata']['eventType']}", "", (), Answer(200, notification.body)))
        deviation = self.deviation
        if deviation is None or deviation.place != f"event {told['metadata']['eventType']}":
            return [(notification, 0)]
        self.touched = True
        match deviation.kind:
            case "missing":
                return []
            case "twice":
                return [(notification, 0), (notification, 0)]
            case "late":
                return [(notification, 2 * PATIENCE)]
            case "unsigned":
                headers = {name: value for name, value in notification.headers.items() if "signature" not in name}
                return [(Notification(headers, notification.body), 0)]
        wrong = altered(deviation, Answer(200, notification.body))
        return [(Notification(notification.headers, wrong.body) if wrong else notification, 0)]


SIZED = ("content-length", "content-encoding", "transfer-encoding")


def tap(wire: Wire) -> Callable[[], None]:
    """Have every receiver get its notifications over the wire; answers how to end it."""
    take, wait = Receiver.take, Receiver.wait

    def taken(self: Receiver, notification: Notification) -> int:
        for one, delay in wire.notified(notification):
            if delay:
                threading.Timer(delay, take, (self, one)).start()
            else:
                take(self, one)
        return self.status

    def waited(self: Receiver, wanted: Callable[[Any], bool], timeout: float = PATIENCE) -> Notification:
        return wait(self, wanted, min(timeout, PATIENCE))

    patched = patch.multiple(Receiver, take=taken, wait=waited)
    patched.start()

    def end() -> None:
        patched.stop()

    return end
