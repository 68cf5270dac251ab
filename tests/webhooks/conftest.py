"""Fixtures for webhooks: a caller of connect-events, and a receiver inside this process."""

import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import orjson
import pytest
from werkzeug.test import TestResponse

from mockbill.webhooks.delivery import INBOX, Dispatcher
from tests.conftest import Verbs

BASE = "/connect-events/v3"
VENDOR = {
    "name": "Blue Heron Print",
    "address": {"line1": "9 Quay Rd", "city": "Oakland", "stateOrProvince": "CA", "zipOrPostalCode": "94607", "country": "US"},
}  # fmt: skip


@dataclass
class Inbox:
    """A receiver: what came, what it answers (these statuses first, then 200), and a gate it can be held at."""

    host: str
    statuses: list[int] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    headers: list[Mapping[str, str]] = field(default_factory=list)
    gate: threading.Event = field(default_factory=threading.Event)
    entered: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.gate.set()

    def __call__(self, body: bytes, headers: Mapping[str, str]) -> int:
        self.entered.set()
        assert self.gate.wait(20)
        self.bodies.append(body)
        self.headers.append(headers)
        return self.statuses.pop(0) if self.statuses else 200

    @property
    def url(self) -> str:
        return f"https://{self.host}/hook"

    @property
    def payloads(self) -> list[Any]:
        return [orjson.loads(body) for body in self.bodies]

    @property
    def ids(self) -> list[str]:
        return [payload["metadata"]["eventId"] for payload in self.payloads]


class Service(Verbs):
    """connect-events, as one caller of it; `url` is where its subscriptions lead."""

    def __init__(self, api: Any, url: str) -> None:
        self.api = api
        self.url = url

    def call(self, method: str, path: str, **options: Any) -> TestResponse:
        return self.api.call(method, BASE + path, **options)

    @staticmethod
    def key(key: str | None = None) -> dict[str, str]:
        return {"X-Idempotent-Key": key or str(uuid4())}

    def wanted(self, *types: str, **fields: Any) -> dict[str, Any]:
        return {
            "name": "AP mirror",
            "status": {"enabled": True},
            "events": [{"type": type, "version": "1"} for type in types or ("vendor.created",)],
            "notificationUrl": self.url,
            **fields,
        }

    def create(self, *types: str, key: str | None = None, **fields: Any) -> TestResponse:
        return self.post("/subscriptions", json=self.wanted(*types, **fields), headers=self.key(key))

    def subscribe(self, *types: str, **fields: Any) -> dict[str, Any]:
        answer = self.create(*types, **fields)
        assert answer.status_code == 200, answer.text
        return answer.json

    def vendor(self, **fields: Any) -> dict[str, Any]:
        """Make a vendor, which is an event."""
        answer = self.api.post("/v3/vendors", json=VENDOR | fields)
        assert answer.status_code == 201, answer.text
        return answer.json

    def drain(self) -> None:
        self.api.simulation.dispatcher.drain(self.api.world)

    def enabled(self, subscription: dict[str, Any]) -> bool:
        return self.get(f"/subscriptions/{subscription['id']}").json["status"]["enabled"]

    def history(self, subscription: dict[str, Any], **query: Any) -> list[dict[str, Any]]:
        answer = self.get(f"/events/subscription/{subscription['id']}", query_string=query)
        assert answer.status_code == 200, answer.text
        return answer.json["results"]

    def for_other(self, api: Any) -> "Service":
        return Service(api, self.url)


@pytest.fixture
def dispatcher(simulation) -> Dispatcher:
    return simulation.dispatcher


@pytest.fixture
def inbox(dispatcher, world) -> Iterator[Inbox]:
    inbox = Inbox(f"{world.key}.{INBOX}")
    dispatcher.receive(inbox.host, inbox)
    yield inbox
    inbox.gate.set()
    dispatcher.forget(inbox.host)


@pytest.fixture
def service(api, inbox) -> Service:
    """The administrator's way to connect-events."""
    return Service(api, inbox.url)
