"""A recorded session as a target: a transport that answers each call of a contract as it was answered when it was recorded."""

import json
import threading
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NoReturn
from urllib.parse import parse_qsl

import httpx

from ..chance import CHANCE
from ..failures import Exchange, Failure
from .recording import SIGN_IN, URL, Recorded, Recording

JSON = {"content-type": "application/json"}


class Strayed(Failure):
    """A contract made a call that it did not make when it was recorded."""


@dataclass(frozen=True)
class Asked:
    """What makes two calls the same: method, place, query in any order, body by what it says."""

    method: str
    place: str
    query: tuple[tuple[str, str], ...]
    body: str

    @classmethod
    def of(cls, method: str, path: str, sent: Any) -> "Asked":
        place, _, query = path.partition("?")
        pairs = tuple(sorted(parse_qsl(query, keep_blank_values=True)))
        return cls(method, place, pairs, "" if sent is None else json.dumps(sent, sort_keys=True))


def asked(request: httpx.Request) -> Asked:
    """A call that is made now."""
    url, body = str(request.url), request.read()
    path = request.url.raw_path.decode() if url.startswith(f"{URL}/") else url
    kind = request.headers.get("content-type", "")
    if not body:
        return Asked.of(request.method, path, None)
    if kind.startswith("application/x-www-form-urlencoded"):
        return Asked.of(request.method, path, dict(parse_qsl(body.decode("utf-8", "replace"), True)))
    try:
        return Asked.of(request.method, path, json.loads(body))
    except ValueError:
        return Asked.of(request.method, path, {"bytes": len(body), "type": kind.partition(";")[0]})


def recorded(exchange: Recorded) -> Asked:
    """A call that was recorded."""
    sent = exchange.sent
    if exchange.sent_kind == "bytes":
        sent = {"bytes": sent["bytes"], "type": sent["type"]}
    return Asked.of(exchange.method, exchange.path, sent)


@dataclass
class Player(httpx.BaseTransport):
    """Answers from a recording; `not_run` ends a contract with a reason."""

    recording: Recording
    not_run: Callable[[str], NoReturn]
    waiting: dict[str, list[tuple[Asked, Recorded]]] = field(default_factory=lambda: defaultdict(list))
    """Scope → what has not yet been asked for, in order. Calls that are in flight together may come in any order."""

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        self._seconds: dict[str, float] = {name: one.begun for name, one in self.recording.scopes.items()}
        self._sign_ins: dict[Asked, Recorded] = {}
        for one in self.recording.exchanges:
            key = recorded(one)
            self.waiting[one.scope].append((key, one))
            if key.place.endswith(SIGN_IN):
                self._sign_ins.setdefault(key, one)
        CHANCE.begin(self.recording.head.seed, self.now)

    def now(self) -> datetime:
        """The time when what is under way was recorded."""
        return self.recording.head.instant(self._seconds.get(CHANCE.scope, 0.0))

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if request.url.path.startswith("/_mock"):
            return httpx.Response(404, request=request)
        key, scope = asked(request), CHANCE.scope
        with self._lock:
            waiting = self.waiting[scope]
            found = next((pair for pair in waiting if pair[0] == key), None)
            if found:
                waiting.remove(found)
            exchange = found[1] if found else self._sign_ins.get(key)
            if exchange is None:
                raise self._strayed(key, request, waiting)
            if found:
                self._seconds[scope] = max(self._seconds.get(scope, 0.0), exchange.at)
        if exchange.kind == "bytes":
            self.not_run(f"reads a file ({exchange.answer['type']}), and a recording keeps no bytes")
        return response(exchange, request)

    def _strayed(self, key: Asked, request: httpx.Request, waiting: list[tuple[Asked, Recorded]]) -> Strayed:
        like = [pair for pair in waiting if (pair[0].method, pair[0].place) == (key.method, key.place)] or waiting
        expected = told(like[0][0]) if like else "no further call"
        sent = request.content.decode("utf-8", "replace")
        exchange = Exchange(request.method, request.url.raw_path.decode(), sent)
        return Strayed(
            "a call that the recording does not have: the contract is not the one that was recorded",
            exchange, expected=expected, evidence=f"recorded from {self.recording.head.target}",
        )  # fmt: skip


def told(key: Asked) -> str:
    """A recorded call, to be read."""
    query = "&".join(f"{name}={value}" for name, value in key.query)
    return f"{key.method} {key.place}{'?' if query else ''}{query} {key.body}".strip()


def response(exchange: Recorded, request: httpx.Request | None = None) -> httpx.Response:
    """A recorded answer."""
    content = b""
    if exchange.kind == "json":
        content = json.dumps(exchange.answer).encode()
    elif exchange.kind == "text":
        content = exchange.answer["text"].encode()
    request = request or httpx.Request(exchange.method, httpx.URL(URL).join(exchange.path))
    return httpx.Response(exchange.status, headers=exchange.headers, content=content, request=request)
