"""Fixtures for tests that look inside: a simulation in this process, its default world frozen and empty."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import Any

import pytest
from werkzeug.test import Client, TestResponse

from mockbill.simulation import Simulation
from mockbill.world.clock import FIXTURE_START
from mockbill.world.world import World


class Verbs(ABC):
    """The methods of HTTP, for whoever has a `call`."""

    @abstractmethod
    def call(self, method: str, path: str, **options: Any) -> TestResponse:
        """Send a request."""

    def get(self, path: str, **options: Any) -> TestResponse:
        return self.call("GET", path, **options)

    def post(self, path: str, **options: Any) -> TestResponse:
        return self.call("POST", path, **options)

    def put(self, path: str, **options: Any) -> TestResponse:
        return self.call("PUT", path, **options)

    def patch(self, path: str, **options: Any) -> TestResponse:
        return self.call("PATCH", path, **options)

    def delete(self, path: str, **options: Any) -> TestResponse:
        return self.call("DELETE", path, **options)


class Api(Verbs):
    """A signed-in caller of one world: `api.post("/v3/vendors", json={…})` → the response."""

    def __init__(self, simulation: Simulation, world: World, base: str = "/connect") -> None:
        self.simulation = simulation
        self.world = world
        self.base = base
        self.http = Client(simulation.app(world))
        self.credentials: dict[str, str] = world.store.meta("credentials")
        self.headers: dict[str, str] = {}

    def login(self, email: str | None = None) -> "Api":
        """Sign in (as the administrator, unless told); untrusted."""
        wanted = {name: self.credentials[name] for name in ("username", "password", "organizationId", "devKey")}
        if email:
            wanted["username"] = email
        answer = self.http.post("/connect/v3/login", json=wanted)
        assert answer.status_code == 200, answer.text
        self.headers = {"sessionId": answer.json["sessionId"], "devKey": wanted["devKey"]}
        return self

    def trust(self) -> "Api":
        """Pass MFA with this session."""
        challenge = self.post("/v3/mfa/challenge", json={}).json["challengeId"]
        assert (
            self.post("/v3/mfa/challenge/validate", json={"challengeId": challenge, "token": "123456"}).status_code
            == 200
        )
        return self

    def as_user(self, email: str) -> "Api":
        """A second caller, signed in as another user of the same world."""
        return Api(self.simulation, self.world).login(email)

    def spend(self) -> "Api":
        """A caller of Spend & Expense with the world's apiToken."""
        other = Api(self.simulation, self.world)
        other.headers = {"apiToken": self.credentials["apiToken"]}
        return other

    def partner(self, organization: str = "", keys: dict[str, str] | None = None) -> "Api":
        """The world's partner (or the one whose keys these are), signed in; acts in `organization`, if told."""
        mine = {"appKey": "appKey", "username": "partnerUsername", "password": "partnerPassword"}
        wanted = {name: (keys or {}).get(name) or self.credentials[own] for name, own in mine.items()}
        other = Api(self.simulation, self.world)
        answer = other.http.post("/connect/v3/partner/login", json=wanted)
        assert answer.status_code == 200, answer.text
        other.headers = {"sessionId": answer.json["sessionId"], "appKey": wanted["appKey"]}
        if organization:
            other.headers["organizationId"] = organization
        return other

    def call(self, method: str, path: str, **options: Any) -> TestResponse:
        headers = {**self.headers, **options.pop("headers", {})}
        full = path if path.startswith(("/connect", "/authx", "/_mock")) else self.base + path
        return self.http.open(full, method=method, headers=headers, **options)

    def advance(self, **by: float) -> None:
        """Move the world's clock: `api.advance(days=3)`."""
        assert self.post("/_mock/clock", json={"advance": by}).status_code == 200

    def refused(self, answer: TestResponse, status: int, *messages: str, code: str | None = "any") -> None:
        """The answer is BILL's refusal with this status, and these texts in this order."""
        assert answer.status_code == status, answer.text
        assert [entry["message"] for entry in answer.json] == list(messages) or not messages, answer.text
        for entry in answer.json:
            assert entry.keys() == {"timestamp", "code", "severity", "category", "message"}
        if code != "any":
            assert answer.json[0]["code"] == code


@pytest.fixture(scope="session")
def simulation() -> Iterator[Simulation]:
    simulation = Simulation()
    simulation.open_default(clock=FIXTURE_START)
    yield simulation
    simulation.stop()
    simulation.worlds.close()


@pytest.fixture
def world(simulation: Simulation) -> Iterator[World]:
    world = simulation.worlds.create()
    name = next(name for name, found in simulation.worlds.all() if found is world)
    yield world
    simulation.worlds.remove(name)


@pytest.fixture
def api(simulation: Simulation, world: World) -> Api:
    """The administrator of a fresh world, signed in and not trusted."""
    return Api(simulation, world).login()
