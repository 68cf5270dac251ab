"""What the contracts run against: a mock of our own, in this process or another, BILL's sandbox, or whatever answers at a URL.

The only file of the kit that knows mockbill, and only to start it.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
from billclient import NO_RETRY, SANDBOX, ApiToken, Client, Gateway, OAuth, Partner, Session, from_env

from .citizen import wire
from .control import Control
from .recorded.recording import URL, Recording, file_of

MOCK, IN_PROCESS, SANDBOX_NAME = "mock", "in-process", "sandbox"
HERE = "http://mockbill.test"
"""Where a mock in this process seems to be."""
NEEDS_SESSION = "needs BILL_USERNAME, BILL_PASSWORD, BILL_ORGANIZATION_ID, BILL_DEV_KEY"
NEEDS_APP = "needs BILL_CLIENT_ID and BILL_CLIENT_SECRET"
NEEDS_TRUST = "needs BILL_REMEMBER_ME_ID and BILL_DEVICE of a trusted device"
NEEDS_TOKEN = "needs BILL_API_TOKEN"
"""Why something is not run, where credentials are lacking."""
START_MOCK = "from mockbill.cli import main; main()"
START = "2026-03-02T17:00:00.000Z"
ROOMY = {
    "rate_limit.spend_per_minute": 10**9,
    "rate_limit.messages_per_minute": 10**9,
    "rate_limit.logins_per_hour": 10**9,
    "rate_limit.per_hour": 10**9,
    "mfa.remember_days": 10**5,
}
"""A frozen clock opens no new window, so a world that many contracts share has no limit but the
concurrent one; and a device stays remembered however far the clock is moved."""


class NotReached(Exception):
    """A target was named that cannot be reached."""


@dataclass(frozen=True)
class World:
    """One organization to work with: where it is, and who may come in."""

    gateway: Gateway
    http: httpx.Client
    session: Session | None = None
    token: ApiToken | None = None
    oauth: OAuth | None = None
    control: Control | None = None
    partner: Partner | None = None

    def client(self, *credentials: Any, **options: Any) -> Client:
        """A client that sends each call once. Without credentials it signs nothing."""
        return Client(*credentials, gateway=self.gateway, http=self.http, retry=NO_RETRY, **options)

    def clients(self) -> tuple[Client | None, Client | None]:
        """A client of the organization and one of Spend & Expense, as far as there are credentials."""
        core = self.session or self.oauth
        return self.client(core) if core else None, self.client(self.token) if self.token else None


@dataclass(frozen=True)
class Target:
    """Something that claims to be BILL."""

    name: str
    url: str
    http: httpx.Client
    mock: bool
    environ: Mapping[str, str] = field(default_factory=dict)

    def world(self, **choices: Any) -> World:
        """A world of its own on a mock, with roomy limits; elsewhere the one organization there is."""
        return self._made({**ROOMY, **choices}) if self.mock else self._given()

    def strict_world(self, **choices: Any) -> World:
        """A world on a mock with BILL's own limits, but for what is chosen."""
        return self._made(choices)

    def lived_in(self, clock: str = "") -> World:
        """A company with a past on a mock, where it may stand at a time; elsewhere the one organization there is."""
        more = {"clock": clock} if clock else {}
        return self._made(ROOMY, seed="small-business", **more) if self.mock else self._given()

    def _made(self, choices: dict[str, Any], **more: str) -> World:
        made = Control(self.http, self.url, "default").ask("POST", "/worlds", {"choices": choices, **more})
        keys = made["credentials"]
        return World(
            Gateway.at(self.url),
            self.http,
            Session(keys["username"], keys["password"], keys["organizationId"], keys["devKey"]),
            ApiToken(keys["apiToken"]),
            OAuth(keys["clientId"], keys["clientSecret"]),
            Control(self.http, self.url, made["name"]),
            Partner(keys["appKey"], keys["partnerUsername"], keys["partnerPassword"]),
        )

    def _given(self) -> World:
        gateway, credentials = from_env({**self.environ, "BILL_GATEWAY": self.url})
        by_kind = {type(credential): credential for credential in credentials}
        found: Any = [by_kind.get(kind) for kind in (Session, ApiToken, OAuth, Partner)]
        session, token, oauth, partner = found
        return World(gateway, self.http, session, token, oauth, partner=partner)


def missing_credentials(name: str, environ: Mapping[str, str] | None = None, live: bool = False) -> str:
    """What keeps a target from being reached, in one sentence; empty when nothing does. `live`: it is not a mock."""
    if not (live or name == SANDBOX_NAME) or from_env(os.environ if environ is None else environ)[1]:
        return ""
    return (
        f"{'the sandbox' if name == SANDBOX_NAME else name} needs credentials: set BILL_USERNAME, BILL_PASSWORD, BILL_ORGANIZATION_ID and BILL_DEV_KEY, "
        "or BILL_CLIENT_ID and BILL_CLIENT_SECRET, or BILL_API_TOKEN"
    )


@contextmanager
def open_target(name: str, http: httpx.Client) -> Iterator[Target]:
    """Reach a target: `mock` is started and ended here.

    Raises:
        NotReached: nothing answers there, or it is not a mock and there is no `BILL_*` credential.
    """
    if file_of(name):
        raise NotReached(f"{name} is a recorded session, which answers only what it was asked")
    if problem := missing_credentials(name):
        raise NotReached(problem)
    if name == IN_PROCESS:
        yield Target(name, HERE, http, mock=True)
    elif name == MOCK:
        with serving() as url:
            yield Target(name, url, http, mock=True)
    elif name == SANDBOX_NAME:
        yield Target(name, address(name), http, mock=False, environ=os.environ)
    else:
        url = address(name)
        mock = _is_mock(http, url)
        if problem := missing_credentials(name, live=not mock):
            raise NotReached(problem)
        yield Target(name, url, http, mock=mock, environ=os.environ)


@contextmanager
def carrying(name: str) -> Iterator[httpx.BaseTransport]:
    """What carries calls to a target: a connection, or to a mock in this process, which is begun and ended here, none."""
    if name != IN_PROCESS:
        yield wire(address(name))
        return
    from mockbill.simulation import Simulation
    from mockbill.testing.transports import InProcess, Wire

    simulation = Simulation()
    simulation.open_default(clock=START)
    try:
        yield InProcess(simulation.app(), Wire())
    finally:
        simulation.stop()
        simulation.worlds.close()


@contextmanager
def open_recording(recording: Recording, http: httpx.Client) -> Iterator[Target]:
    """A recorded session, at the other end of a `Player`; its credentials are those that stand in for the real ones."""
    yield Target(recording.head.target, URL, http, mock=False, environ=recording.head.environ)


def _is_mock(http: httpx.Client, url: str) -> bool:
    try:
        return "credentials" in http.get(f"{url}/_mock/info").json()
    except httpx.TransportError as lost:
        raise NotReached(f"nothing answers at {url}: {lost}") from lost
    except (httpx.HTTPError, ValueError, TypeError):
        return False


def address(name: str) -> str:
    """The URL of a target; empty for a mock of our own, and one that nothing can have for a recorded session."""
    if name == MOCK:
        return ""
    if file_of(name):
        return URL
    if name == IN_PROCESS:
        return HERE
    return (SANDBOX if name == SANDBOX_NAME else Gateway.at(name)).connect.removesuffix("/connect")


@contextmanager
def serving() -> Iterator[str]:
    """A mock of our own on a free loopback port, at a standing clock, in a process of its own."""
    command = [sys.executable, "-c", START_MOCK, "serve", "--port", "0", "--seed", "empty", "--clock", START]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            ready = process.stdout.readline()
            found = re.search(r"http://[\w.:]+", ready)
            if found is None:
                raise NotReached(f"mockbill serve did not start: {ready.strip() or 'it said nothing'}")
            yield found.group()
        finally:
            process.terminate()
